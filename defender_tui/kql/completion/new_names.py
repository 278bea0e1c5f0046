"""Names for what a query calls anew, and for members: often the schema has one for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from functools import lru_cache

from .completion import Completion, CompletionKind
from .cursor import Cursor
from .identity import KNOWN_SCHEMAS, SchemaKey
from .position import Place

_CALLING = ("let", "project-rename")


def new_names(cursor: Cursor, known: Collection[str]) -> list[Completion]:
    """Give the schema's column names that go on as is begun, less those in `known`.

    Empty where nothing gets a name and no member stands.
    """
    position = cursor.position
    kind = CompletionKind.NEW_NAME
    match position.place:
        case Place.MEMBER if not position.left.startswith("$"):
            kind = CompletionKind.MEMBER
        case Place.NEW_NAME if position.slot.operator in _CALLING:
            pass
        case Place.OPERAND if position.slot.is_item:
            pass
        case _:
            return []
    begun = cursor.prefix.lower()
    found: list[Completion] = []
    names = _column_names(SchemaKey(position.environment.schema))
    for at in range(bisect_left(names, (begun, "")), len(names)):
        small, name = names[at]
        if not small.startswith(begun):
            break
        if name not in known:
            found.append(Completion(name, kind))
    return found


@lru_cache(maxsize=KNOWN_SCHEMAS)
def _column_names(key: SchemaKey) -> list[tuple[str, str]]:
    return sorted({(c.name.lower(), c.name) for table in key.one for c in table.columns})
