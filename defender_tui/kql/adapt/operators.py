"""The operators of the pipelines in a draft, wherever they are nested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from defender_tui.kql.adapt.draft import Change, Draft, Piece
from defender_tui.kql.lexer import TokenKind

_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


@dataclass(frozen=True, slots=True)
class Operator:
    """`| word body`: the operator's word and the pieces behind it, up to what ends it."""

    word: Piece
    body: tuple[Piece, ...]


def rewrite_operators(
    draft: Draft,
    words: Iterable[str],
    rewrite: Callable[[Operator], Sequence[Piece] | None],
) -> Draft:
    """Rewrite every operator of these words, the inner and the later ones first.

    `rewrite` gives the pieces that stand instead of the operator and its pipe, or `None` to leave
    both as they are. What got other pieces is noted as a change of that word.
    """
    wanted = frozenset(words)
    pieces = list(draft.pieces)
    changes: list[Change] = []
    for at in range(len(pieces) - 2, -1, -1):
        # What was rewritten may have left fewer pieces than there were.
        if at + 1 >= len(pieces):
            continue
        if pieces[at].text != "|" or pieces[at + 1].text not in wanted:
            continue
        word = pieces[at + 1]
        end = operator_end(pieces, at + 2)
        instead = rewrite(Operator(word, tuple(pieces[at + 2 : end])))
        if instead is None:
            continue
        pieces[at:end] = instead
        changes.append(Change(word.text, word.origin))
    if not changes:
        return draft
    return replace(draft, pieces=tuple(pieces), changes=(*draft.changes, *reversed(changes)))


def operator_end(pieces: Sequence[Piece], start: int) -> int:
    """The index behind the operator whose body begins at `start`."""
    depth = 0
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if piece.kind is not TokenKind.PUNCTUATION:
            continue
        if piece.text in _OPENING:
            depth += 1
        elif piece.text in _CLOSING:
            depth -= 1
            if depth < 0:
                return index
        elif depth == 0 and piece.text in ("|", ";"):
            return index
    return len(pieces)


def without_parameters(body: Sequence[Piece]) -> tuple[dict[str, Piece], tuple[Piece, ...]]:
    """Take the leading `name=value` parameters (hints among them) off an operator's body.

    The values are single pieces; names are given in lower case.
    """
    found: dict[str, Piece] = {}
    at = 0
    while (length := _parameter_name(body, at)) and at + length + 1 < len(body):
        name = "".join(piece.text for piece in body[at : at + length]).lower()
        found[name] = body[at + length + 1]
        at += length + 2
    return found, tuple(body[at:])


_PARAMETERS = frozenset(
    {"kind", "bagexpansion", "with_itemindex", "withsource", "with_source", "isfuzzy"}
)


def _parameter_name(body: Sequence[Piece], at: int) -> int:
    """How many pieces spell the parameter's name before its `=`; 0 when none does."""
    if at + 1 >= len(body):
        return 0
    if body[at].text.lower() in _PARAMETERS and body[at + 1].text == "=":
        return 1
    if body[at].text.lower() == "hint" and body[at + 1].text == "." and at + 3 < len(body):
        return 3 if body[at + 3].text == "=" else 0
    return 0
