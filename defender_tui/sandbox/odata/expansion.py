"""`$expand`: which related objects come along, and with which of their properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.selection import selected
from defender_tui.sandbox.odata.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Expansion:
    """One relation; `select` is empty for all properties."""

    name: str
    select: tuple[str, ...] = ()


def read_expansions(
    text: str | None, vocabulary: Vocabulary, expandable: Mapping[str, Vocabulary]
) -> tuple[Expansion, ...]:
    """Read the value of `$expand`: names, each perhaps with `($select=...)` behind it.

    Raises:
        QueryRefused: a relation is unknown or named twice, or an option inside is not `$select`.
    """
    if text is None or not text.strip():
        return ()
    found: dict[str, Expansion] = {}
    for part in _parts(text):
        name, bracket, inside = part.strip().partition("(")
        target = expandable.get(name)
        if target is None:
            raise QueryRefused(
                f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
            )
        if name in found or (bracket and not inside.endswith(")")):
            raise QueryRefused(f"Syntax error at position {len(name)} in '{text}'.")
        found[name] = Expansion(name, _inner_select(inside.removesuffix(")"), target))
    return tuple(found.values())


def _inner_select(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    select: tuple[str, ...] = ()
    for option in filter(None, text.split(";")):
        name, _, value = option.partition("=")
        if name.strip() != "$select":
            raise QueryRefused(f"The query parameter '{name.strip()}' is not supported.")
        select = selected(value, vocabulary)
    return select


def _parts(text: str) -> list[str]:
    """Split at commas, but not at those inside parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
