"""What is written into a query to cut it, and the query written anew with it."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from .words import Stretch, Words


class Hole(NamedTuple):
    """A place behind a source where each part puts its window on this column."""

    column: str


Piece = str | Hole


class Edits:
    """Collects changes to one query.

    Windows and new names stand only where rows are cut; what stays whole beside it, such as the
    first of two statements that one was doubled into, keeps only what `replace` was told.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._before: defaultdict[int, str] = defaultdict(str)
        self._behind: defaultdict[int, list[Piece]] = defaultdict(list)
        self._names: dict[int, str] = {}
        self._replaced: dict[int, tuple[int, str]] = {}
        self._doubled: dict[int, int] = {}

    def window_behind(
        self, number: int, column: str, *, in_brackets_from: int | None = None
    ) -> None:
        """Put a window behind a word; brackets around both, when told from which word on."""
        self._behind[number].append(Hole(column))
        if in_brackets_from is not None:
            self._before[in_brackets_from] += "("
            self._behind[number].append(")")

    def rename(self, number: int, name: str) -> None:
        """Spell a name differently."""
        self._names[number] = name

    def replace(self, stretch: Stretch, text: str) -> None:
        """Put a text in place of words."""
        self._replaced[stretch.first] = (stretch.end, text)

    def double(self, statement: Stretch) -> None:
        """Keep a statement whole, followed by its cut form."""
        self._doubled[statement.first] = statement.end

    def pieces(self) -> tuple[Piece, ...]:
        """Write the query anew; no two texts stand side by side."""
        source, tokens = self._words.source, self._words.tokens
        written: list[Piece] = [source[: tokens[0].start]]
        self._write(written, self._words.whole, is_cut=True)
        written.append(source[tokens[-1].end :])
        return tuple(_joined(written))

    def _write(
        self, written: list[Piece], words: Stretch, *, is_cut: bool, is_double: bool = False
    ) -> None:
        """Write words with what stood between them; `is_double` for one statement of a pair."""
        tokens, number = self._words.tokens, words.first
        while number < words.end:
            if number > words.first:
                gap = self._words.source[tokens[number - 1].end : tokens[number].start]
                written.append(gap)
            is_first_of_pair = is_double and number == words.first
            if is_cut and number in self._doubled and not is_first_of_pair:
                number = self._write_twice(written, Stretch(number, self._doubled[number]))
            elif number in self._replaced:
                number, text = self._replaced[number]
                written.append(text)
            else:
                self._write_word(written, number, is_cut=is_cut)
                number += 1

    def _write_word(self, written: list[Piece], number: int, *, is_cut: bool) -> None:
        if not is_cut:
            written.append(self._words[number])
            return
        written.append(self._before.get(number, ""))
        written.append(self._names.get(number, self._words[number]))
        written.extend(self._behind.get(number, ()))

    def _write_twice(self, written: list[Piece], statement: Stretch) -> int:
        self._write(written, statement, is_cut=False, is_double=True)
        written.append(";\n")
        self._write(written, statement, is_cut=True, is_double=True)
        return statement.end


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif piece:
            joined.append(piece)
    return joined
