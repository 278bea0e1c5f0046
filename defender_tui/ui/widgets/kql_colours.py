"""The lines of a query cut into tokens, remembered from one key press to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ...kql.lexer import LineState, Token, tokenize_line

MAX_LINES = 5_000
MAX_CHARACTERS = 300_000
# Each version of a longer line would take much memory.
_KEPT_CHARACTERS = 300


class LineTokens:
    """Tokens line by line, cut when asked for and kept until the text above or the line changes.

    A text over 5,000 lines or 300,000 characters is not cut at all: its lines give no tokens.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._tokens: list[list[Token]] = []
        self._states = [LineState()]
        self.is_too_long = False

    def follow(self, lines: Sequence[str]) -> None:
        """Take the text as it is now, keeping what stands above the first changed line."""
        self.is_too_long = (
            len(lines) > MAX_LINES or sum(len(line) for line in lines) > MAX_CHARACTERS
        )
        kept = 0
        for known, line in zip(self._lines[: len(self._tokens)], lines, strict=False):
            if known != line:
                break
            kept += 1
        del self._tokens[kept:]
        del self._states[kept + 1 :]
        self._lines = list(lines)

    def tokens(self, line: int) -> list[Token]:
        """Give the tokens of a line counted from 0; empty when there is no such line."""
        if self.is_too_long or line >= len(self._lines):
            return []
        for at in range(len(self._tokens), line + 1):
            text, before = self._lines[at], self._states[at]
            cut = _kept_cut if len(text) <= _KEPT_CHARACTERS else tokenize_line
            tokens, state = cut(text, before)
            self._tokens.append(tokens)
            self._states.append(state)
        return self._tokens[line]

    def state(self, line: int) -> LineState | None:
        """Give what a line inherits from those above it.

        `None` when there is no such line, and where the text is too long to be cut.
        """
        self.tokens(line)
        if self.is_too_long:
            return None
        return self._states[line] if line < len(self._states) else None


@lru_cache(maxsize=2 * MAX_LINES)
def _kept_cut(line: str, state: LineState) -> tuple[list[Token], LineState]:
    """Behind a key the lines below the changed one are mostly those of before."""
    return tokenize_line(line, state)
