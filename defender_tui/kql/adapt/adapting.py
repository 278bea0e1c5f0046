"""A hunting query rewritten for the local engine, with a note of what was changed."""

from __future__ import annotations

from dataclasses import dataclass

from defender_tui.kql.adapt.draft import (
    Change,
    Draft,
    OriginMap,
    Surroundings,
    first_draft,
    origins,
)
from defender_tui.kql.adapt.passes import PASSES
from defender_tui.kql.lexer import TokenKind

MAX_DEPTH = 200
"""Brackets inside brackets that are still looked into; the engine refuses such depths anyway."""
MAX_PIECES = 50_000
"""Pieces of a text that is still looked into: far beyond any query that a service takes."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """The text that the local engine runs.

    `caveats` say what the answer rests on that is not exact; empty when it is. `places` maps
    offsets of `text` to those of the text as written.
    """

    text: str
    changes: tuple[Change, ...]
    caveats: tuple[str, ...]
    places: OriginMap


def adapt(text: str, surroundings: Surroundings | None = None) -> Adapted:
    """Rewrite a query; one that needs no rewriting keeps its text to the letter.

    So does one that is no KQL: a string without an end, or brackets nested beyond `MAX_DEPTH`.

    Raises:
        CannotAdapt: a construct has no exact form in the local engine.
    """
    first = first_draft(text, surroundings)
    draft = first
    if _is_readable(first):
        for rewrite in PASSES:
            draft = rewrite(draft)
    if draft.pieces == first.pieces:
        return Adapted(text, draft.changes, draft.caveats, OriginMap((), ()))
    return Adapted(draft.text, draft.changes, draft.caveats, origins(draft))


def _is_readable(draft: Draft) -> bool:
    depth = 0
    for piece in draft.pieces:
        if piece.kind is TokenKind.UNFINISHED:
            return False
        if piece.kind is TokenKind.PUNCTUATION:
            depth += piece.text in ("(", "[", "{")
            depth -= piece.text in (")", "]", "}")
        if depth > MAX_DEPTH:
            return False
    return len(draft.pieces) <= MAX_PIECES
