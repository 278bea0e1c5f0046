"""A query while it is being rewritten: its pieces, and what has been done to them.

A pass takes a draft and gives another. It finds what it knows among the pieces, says with `edited`
what stands there instead, and leaves the rest alone. Pieces keep the offset that they have in the
text as written, and new ones take the offset of what they stand for, so that an error can always
be shown where the reader wrote it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from defender_tui.kql.lexer import TokenKind, tokenize

_NOT_TEXT = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One token; `origin` is its offset in the text as written.

    `spaced` tells whether space or a comment stands before it. There are no pieces for those.
    """

    kind: TokenKind
    text: str
    origin: int
    spaced: bool = True

    @property
    def is_word(self) -> bool:
        """Whether it can be a name: neither a mark, nor an operator sign, nor a value."""
        return self.text[:1].isidentifier() or self.text[:1] == "$"


@dataclass(frozen=True, slots=True)
class Change:
    """What a pass has rewritten; `offset` is its place in the text as written."""

    construct: str
    offset: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `pieces` where those from `start` up to `end` (exclusive) stand."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a query can read: columns of each table in order, and the tables' time columns.

    `external` names, for each address that `externaldata` may be asked for, the table that holds
    its rows.
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    time_columns: Mapping[str, str] = field(default_factory=dict)
    external: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The pieces of a query, and what the answer rests on that is not exact (`caveats`)."""

    pieces: tuple[Piece, ...]
    surroundings: Surroundings = field(default_factory=Surroundings)
    changes: tuple[Change, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query as it stands now, in one line but for what strings hold."""
        return "".join(_texts(self.pieces))

    def edited(self, edits: Iterable[Edit], *changes: Change) -> Draft:
        """The draft with edits, none of which overlaps another, and with changes noted."""
        pieces: list[Piece] = []
        at = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at:
                raise ValueError("edits overlap")
            pieces += self.pieces[at : edit.start]
            pieces += edit.pieces
            at = edit.end
        pieces += self.pieces[at:]
        return replace(self, pieces=tuple(pieces), changes=(*self.changes, *changes))

    def with_caveat(self, caveat: str) -> Draft:
        """The draft with one more thing said about its answer, once."""
        return self if caveat in self.caveats else replace(self, caveats=(*self.caveats, caveat))

    def noted(self, change: Change) -> Draft:
        """The draft with one more change noted."""
        return replace(self, changes=(*self.changes, change))


Pass = Callable[[Draft], Draft]


def _texts(pieces: Sequence[Piece]) -> Iterator[str]:
    """The text of each piece with the space that belongs before it."""
    end = ""
    for piece in pieces:
        runs_on = end.isalnum() or end in ("_", "$", ".", "'", '"')
        begins = piece.text[:1]
        is_apart = piece.spaced or (
            runs_on and (begins.isalnum() or begins in ("_", "$", ".", "@", "'", '"'))
        )
        is_member = not piece.spaced and (begins == "." or end == ".") and piece.text != ".."
        yield f" {piece.text}" if is_apart and not is_member else piece.text
        end = piece.text[-1:]


def first_draft(text: str, surroundings: Surroundings | None = None) -> Draft:
    """Cut a text into the pieces of a draft."""
    pieces = tuple(_cut(text))
    return Draft(pieces, Surroundings() if surroundings is None else surroundings)


def written(text: str, origin: int) -> tuple[Piece, ...]:
    """Pieces for new text that stands for what is at `origin` in the text as written."""
    return tuple(replace(piece, origin=origin) for piece in _cut(text))


def _cut(text: str) -> Iterable[Piece]:
    spaced = False
    for token in tokenize(text, tables=()):
        if token.kind in _NOT_TEXT:
            spaced = True
            continue
        yield Piece(token.kind, token.text, token.start, spaced)
        spaced = False


def partners(pieces: Sequence[Piece]) -> dict[int, int]:
    """The index of the closing bracket for that of each opening one; unmatched ones are absent."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind is not TokenKind.PUNCTUATION:
            continue
        if piece.text in _OPENING:
            opened.append(index)
        elif piece.text in _CLOSING and opened:
            found[opened.pop()] = index
    return found


def split_at(pieces: Sequence[Piece], mark: str) -> list[tuple[Piece, ...]]:
    """Cut pieces at each `mark` outside brackets; one empty part for no pieces at all."""
    parts: list[tuple[Piece, ...]] = []
    depth = start = 0
    for index, piece in enumerate(pieces):
        if piece.kind is not TokenKind.PUNCTUATION:
            continue
        if piece.text == mark and depth == 0:
            parts.append(tuple(pieces[start:index]))
            start = index + 1
        elif piece.text in _OPENING:
            depth += 1
        elif piece.text in _CLOSING:
            depth -= 1
    parts.append(tuple(pieces[start:]))
    return parts


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)` in a draft; the arguments are those as they stand, innermost calls done."""

    name: Piece
    arguments: tuple[tuple[Piece, ...], ...]


def rewrite_calls(
    draft: Draft, names: Iterable[str], rewrite: Callable[[Call], Sequence[Piece] | None]
) -> Draft:
    """Rewrite every call of these functions, inner ones first.

    `rewrite` gives the pieces that stand instead of the whole call, or `None` to leave it. A call
    that got other pieces is noted as a change of that name. Pieces in a `let` that declares such a
    name, and member calls (`.name()`), are left alone.
    """
    wanted = frozenset(names)
    pieces = list(draft.pieces)
    changes: list[Change] = []
    for at in range(len(pieces) - 2, -1, -1):
        if at + 1 >= len(pieces):
            continue
        name = pieces[at]
        if name.text not in wanted or not name.is_word or pieces[at + 1].text != "(":
            continue
        if at > 0 and pieces[at - 1].text in (".", "let"):
            continue
        end = _closing(pieces, at + 1)
        if end is None:
            continue
        inside = pieces[at + 2 : end]
        call = Call(name, tuple(split_at(inside, ",")) if inside else ())
        instead = rewrite(call)
        if instead is None:
            continue
        pieces[at : end + 1] = instead
        changes.append(Change(name.text, name.origin))
    if not changes:
        return draft
    return replace(draft, pieces=tuple(pieces), changes=(*draft.changes, *reversed(changes)))


def _closing(pieces: Sequence[Piece], opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(pieces)):
        piece = pieces[index]
        if piece.kind is not TokenKind.PUNCTUATION:
            continue
        if piece.text in _OPENING:
            depth += 1
        elif piece.text in _CLOSING:
            depth -= 1
            if depth == 0:
                return index
    return None


@dataclass(frozen=True, slots=True)
class OriginMap:
    """Where each place of a rewritten text comes from; without pieces, the text is as written."""

    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def origin(self, offset: int) -> int:
        """The offset in the text as written for an offset in the draft's text."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return offset if not self.pieces else self.pieces[0].origin
        return self.pieces[at].origin


def origins(draft: Draft) -> OriginMap:
    """Map the offsets of `draft.text` back to those of the text as written."""
    ends = list(accumulate((len(text) for text in _texts(draft.pieces)), initial=0))
    starts = tuple(end - len(piece.text) for end, piece in zip(ends[1:], draft.pieces, strict=True))
    return OriginMap(starts, draft.pieces)
