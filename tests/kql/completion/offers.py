"""Queries with a `^` where the cursor is."""

from __future__ import annotations

from defender_tui.kql import Completion, CompletionKind, HuntingSchema, complete, load_schema


def offers_at(marked: str, schema: HuntingSchema | None = None) -> list[Completion]:
    """Complete at the `^` of a query."""
    before, _, after = marked.partition("^")
    return complete(before + after, len(before), schema or load_schema())


def texts_at(marked: str, *kinds: CompletionKind) -> list[str]:
    """The offered words, of some kinds only when they are given."""
    return [offer.text for offer in offers_at(marked) if not kinds or offer.kind in kinds]


def kinds_at(marked: str) -> set[CompletionKind]:
    """The kinds that are offered."""
    return {offer.kind for offer in offers_at(marked)}
