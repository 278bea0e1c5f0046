"""A query as words with their places: no blanks, no comments, every bracket with its partner."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..lexer import tokenize
from ..literals import unquote
from ..tokens import Token, TokenKind
from .refusal import CannotSlice, Refusal

_OPENING = {"(": ")", "[": "]", "{": "}"}
_SKIPPED = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_NO_NAMES = (
    TokenKind.STRING,
    TokenKind.NUMBER,
    TokenKind.TIMESPAN,
    TokenKind.LITERAL,
    TokenKind.PUNCTUATION,
    TokenKind.OPERATOR,
    TokenKind.UNFINISHED,
    TokenKind.UNKNOWN,
)


class Stretch(NamedTuple):
    """Words by their number: from `first` on and before `end`."""

    first: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether no word is in it."""
        return self.first >= self.end

    def after(self, count: int = 1) -> Stretch:
        """Leave out the first words."""
        return Stretch(min(self.first + count, self.end), self.end)


class Words:
    """The words of a query, by number.

    Raises:
        CannotSlice: a bracket or a string has no end, or a character belongs to nothing.
    """

    def __init__(self, text: str, tables: Collection[str]) -> None:
        self.source = text
        self.tokens = [t for t in tokenize(text, tables=tables) if t.kind not in _SKIPPED]
        self._closing = self._matched()

    def __getitem__(self, number: int) -> str:
        """The text of a word; empty before the first and behind the last."""
        return self.tokens[number].text if 0 <= number < len(self.tokens) else ""

    @property
    def whole(self) -> Stretch:
        """All words."""
        return Stretch(0, len(self.tokens))

    def closing(self, number: int) -> int:
        """The number of the bracket that closes the one at `number`."""
        return self._closing[number]

    def name(self, number: int) -> str | None:
        """The name that a word spells, without `['...']`; `None` for a word that is no name."""
        token = self.tokens[number]
        if token.kind in _NO_NAMES:
            return None
        return unquote(token.text[1:-1].strip()) if token.text.startswith("[") else token.text

    def texts(self, stretch: Stretch) -> list[str]:
        """The words of a stretch."""
        return [token.text for token in self.tokens[stretch.first : stretch.end]]

    def names(self, stretch: Stretch) -> list[str]:
        """The words of a stretch, those that are names without `['...']`."""
        return [self.name(n) or self[n] for n in range(stretch.first, stretch.end)]

    def split(self, stretch: Stretch, mark: str) -> list[Stretch]:
        """Split at each `mark` that stands outside of brackets."""
        parts: list[Stretch] = []
        first = stretch.first
        for number in self.outside(stretch):
            if self[number] == mark:
                parts.append(Stretch(first, number))
                first = number + 1
        return [*parts, Stretch(first, stretch.end)]

    def outside(self, stretch: Stretch) -> Iterator[int]:
        """Walk over the words that stand outside of brackets, opening brackets among them."""
        number = stretch.first
        while number < stretch.end:
            yield number
            number = self._closing.get(number, number) + 1

    def refuse(self, reason: str, stretch: Stretch) -> CannotSlice:
        """Make the refusal to raise; its place is that of the words of the stretch."""
        if not self.tokens:
            return CannotSlice(Refusal(reason, 0, len(self.source)))
        first = self.tokens[min(stretch.first, len(self.tokens) - 1)]
        last = self.tokens[max(min(stretch.end, len(self.tokens)) - 1, 0)]
        return CannotSlice(Refusal(reason, first.start, max(last.end, first.end)))

    def _matched(self) -> dict[int, int]:
        closing: dict[int, int] = {}
        opened: list[int] = []
        for number, token in enumerate(self.tokens):
            if token.kind in (TokenKind.UNFINISHED, TokenKind.UNKNOWN):
                raise _at(token, f"“{token.text[:20]}” cannot be read.")
            if token.kind is not TokenKind.PUNCTUATION:
                continue
            if token.text in _OPENING:
                opened.append(number)
            elif token.text in _OPENING.values():
                if not opened or _OPENING[self.tokens[opened[-1]].text] != token.text:
                    raise _at(token, f"“{token.text}” closes nothing.")
                closing[opened.pop()] = number
        if opened:
            raise _at(self.tokens[opened[-1]], f"“{self[opened[-1]]}” is not closed.")
        return closing


def _at(token: Token, reason: str) -> CannotSlice:
    return CannotSlice(Refusal(reason, token.start, token.end))
