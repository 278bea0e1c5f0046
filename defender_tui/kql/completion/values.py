"""What may stand inside a string literal: the documented values of the column beside it."""

from __future__ import annotations

from collections.abc import Iterator

from ..schema import HuntingSchema
from ..vocabulary import spelled
from .completion import Completion, CompletionKind
from .position import Place, Position
from .scope import Scope
from .signatures import load_signatures

_ACTION_TYPE = "ActionType"
_WHOLE_VALUES = frozenset(spelled("== != =~ !~ in !in in~ !in~ has_any has_all has !has contains"))


def values_within(begun: str, position: Position) -> list[Completion]:
    """List the values that begin with what is written, then those that hold it."""
    slot = position.slot
    if position.place is not Place.OPERAND:
        return []
    found = dict.fromkeys(_values(position))
    wanted = begun.lower()
    first = [value for value in found if value.lower().startswith(wanted)]
    rest = [value for value in found if wanted in value.lower() and value not in first]
    detail = slot.compared or slot.function
    return [Completion(value, CompletionKind.VALUE, detail) for value in (*first, *rest)]


def _values(position: Position) -> Iterator[str]:
    slot = position.slot
    if slot.compared and slot.comparison in _WHOLE_VALUES:
        yield from values_of(slot.compared, slot.scope, position.environment.schema)
    signature = load_signatures().hunting.get(slot.function)
    if signature and signature.is_invoked and slot.argument == 0:
        columns = ("SHA1", "SHA256", "InitiatingProcessSHA1", "InitiatingProcessSHA256")
        yield from (name for name in columns if name in slot.scope.columns)


def values_of(column: str, scope: Scope, schema: HuntingSchema) -> Iterator[str]:
    """Walk over the documented values of a column, those of the rows' own tables first.

    Where the tables are not known, the values of all tables are given.
    """
    names = scope.tables or tuple(table.name for table in schema)
    for name in names:
        table = schema.table(name)
        if table is None:
            continue
        if column == _ACTION_TYPE:
            yield from table.action_types
        yield from schema.values(name, column)
