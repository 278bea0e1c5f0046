"""A query laid out anew: one operator a line, blocks indented, what else stands on a line kept."""

from __future__ import annotations

from ..lexer import tokenize
from ..tokens import Token, TokenKind
from .blocks import find_blocks, is_closing, is_opening, is_pipe
from .spacing import is_spaced

_INDENT = " " * 4


def format_query(text: str) -> str:
    """Lay a text of any number of queries out; formatting the result again changes nothing.

    Only blanks change, and those inside a literal do not. Each operator gets its line, a
    subquery of more than one short operator is indented. Other line breaks stay as they are. Empty
    lines end a query: none is made, and several become one. Ends in a line break unless empty.
    """
    laid_out = _Layout(tokenize(text, tables=())).text()
    return laid_out if _meaning(laid_out) == _meaning(text) else text


def _meaning(text: str) -> list[str]:
    """The tokens that make a difference, with each empty line among them."""
    found: list[str] = []
    for token in tokenize(text, tables=()):
        if token.kind is not TokenKind.WHITESPACE:
            found.append(token.text.rstrip() if token.kind is TokenKind.COMMENT else token.text)
        elif _breaks(token) > 1 and found and found[-1] != "\n\n":
            found.append("\n\n")
    return found[:-1] if found and found[-1] == "\n\n" else found


def _breaks(blank: Token) -> int:
    return blank.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


class _Layout:
    """Writes tokens one by one; `_stack` tells of each open bracket whether it is a block."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._blocks = find_blocks(tokens)
        self._stack: list[bool] = []
        self._written: list[str] = []
        self._is_start = True
        self._last: Token | None = None

    def text(self) -> str:
        """Write everything."""
        breaks = 0
        is_spaced_here = False
        for at, token in enumerate(self._tokens):
            if token.kind is TokenKind.WHITESPACE:
                breaks, is_spaced_here = _breaks(token), True
                continue
            self._write(token, at, breaks, was_spaced=is_spaced_here)
            breaks, is_spaced_here = 0, False
        if not self._written:
            return ""
        return "".join(self._written) + "\n"

    def _write(self, token: Token, at: int, breaks: int, *, was_spaced: bool) -> None:
        is_out = is_closing(token)
        was_block = self._stack.pop() if is_out and self._stack else False
        last = self._last
        if last is not None:
            if breaks > 1 and not self._stack:
                self._is_start = True
            lines = self._lines_before(token, last, breaks, closes_block=is_out and was_block)
            if lines:
                self._written.append("\n" * lines + self._indent(token, is_out=is_out))
            elif is_spaced(last, token, was_spaced=was_spaced):
                self._written.append(" ")
        self._written.append(token.text.rstrip() if token.kind is TokenKind.COMMENT else token.text)
        if is_opening(token):
            self._stack.append(at in self._blocks)
        if token.kind is not TokenKind.COMMENT:
            opens_block = is_opening(token) and at in self._blocks
            self._is_start = token.text == ";" or opens_block
        self._last = token

    def _lines_before(self, token: Token, last: Token, breaks: int, *, closes_block: bool) -> int:
        """How many line breaks stand before a token, two for an empty line."""
        if breaks > 1:
            return 2
        if breaks or last.kind in (TokenKind.COMMENT, TokenKind.UNFINISHED):
            return 1
        if token.kind is TokenKind.COMMENT:
            return 0
        if closes_block or (is_opening(last) and self._stack and self._stack[-1]):
            return 1
        if is_pipe(token):
            return int(not self._stack or self._stack[-1])
        ends_statement = last.text == ";" and last.kind is TokenKind.PUNCTUATION
        return int(ends_statement and (not self._stack or self._stack[-1]))

    def _indent(self, token: Token, *, is_out: bool) -> str:
        """Indent a line by the blocks around it, further when it goes on with an operator."""
        blocks = sum(self._stack)
        inner = 0
        for is_block in reversed(self._stack):
            if is_block:
                break
            inner += 1
        is_first = self._is_start or is_pipe(token) or token.text == "{"
        if is_out or (is_first and not inner):
            return _INDENT * (blocks + inner)
        if token.kind is TokenKind.COMMENT and not inner:
            return _INDENT * blocks
        return _INDENT * (blocks + max(inner, 1))
