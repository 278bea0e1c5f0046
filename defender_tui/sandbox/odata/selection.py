"""`$select`: which properties an answer shows."""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.vocabulary import Vocabulary


def selected(text: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Read the value of `$select`; nothing and `*` stand for all properties.

    Raises:
        QueryRefused: a name is not a property of the type.
    """
    if text is None or not text.strip():
        return ()
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name != "*" and name not in vocabulary.known:
            raise QueryRefused(
                f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
            )
    return () if "*" in names else tuple(names)


def only(item: JsonObject, names: Sequence[str]) -> JsonObject:
    """Give the object with the selected properties, all of them when none was selected.

    The id and what is said about the object itself, as its type, always stay.
    """
    if not names:
        return item
    kept = {*names, "id"}
    return {name: value for name, value in item.items() if name in kept or name.startswith("@")}
