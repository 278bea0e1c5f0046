"""A whole row as items: its fields, and under a field of JSON the members that are unfolded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...core.evidence import Evidence
from ...core.readings import Reading, readings
from ...kql.cell_entities import entity_in
from ...kql.member_path import Step, TextStep
from ...results.column_types import ResultColumn

MOST_MEMBERS = 1_000
MOST_LEVELS = 100
_LONGEST_JSON = 4_000_000
_BRANCHES = ("{", "[")

Branch: TypeAlias = Mapping[str, object] | list[object]


class _Number(str):
    """A number as it was written, so that every digit stays."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ItemKey:
    """A field by its column's place in the answer, or a member of it by the steps to it."""

    column: int
    steps: tuple[Step, ...] = ()

    @property
    def level(self) -> int:
        """How many members deep it lies; 0 for a field."""
        return sum(not isinstance(step, TextStep) for step in self.steps)


@dataclass(frozen=True, slots=True)
class RowItem:
    """A field or a member. `value` is the text to copy, `None` a null.

    `kind` is a field's type, or what JSON calls the member's value. `member_count` is `None` where
    there is nothing to unfold. `left_out` counts members that are too many to be listed.
    """

    key: ItemKey
    label: str
    kind: str
    value: str | None
    member_count: int | None = None
    is_unfolded: bool = False
    left_out: int = 0
    entity: Evidence | None = None
    readings: tuple[Reading, ...] = ()


def row_items(
    columns: Sequence[ResultColumn],
    cells: Sequence[str | None],
    unfolded: Collection[ItemKey],
    *,
    order: Sequence[int] | None = None,
    has_empty: bool = True,
) -> list[RowItem]:
    """Give the items of a row from top to bottom, fields in `order` or as in the answer.

    Without `has_empty`, fields that are null or empty are left out.
    """
    row = {column.name: cell for column, cell in zip(columns, cells, strict=True)}
    items: list[RowItem] = []
    for place in order if order is not None else range(len(columns)):
        column, cell = columns[place], cells[place]
        if not cell and not has_empty:
            continue
        key = ItemKey(place)
        parsed = _parsed(cell, column.type)
        if parsed is None:
            entity = entity_in(column.name, cell, row)
            others = readings(cell) if cell and column.type != "datetime" else ()
            items.append(
                RowItem(key, column.name, column.type, cell, entity=entity, readings=others)
            )
        else:
            items += _branch(key, column.name, column.type, parsed, cell or "", unfolded)
    return items


def _parsed(cell: str | None, kind: str) -> Branch | None:
    """Read a JSON object or array; `None` when the cell is neither, or has too many levels."""
    if cell is None or kind not in ("dynamic", "string") or len(cell) > _LONGEST_JSON:
        return None
    if not cell.lstrip().startswith(_BRANCHES):
        return None
    try:
        value = json.loads(cell, parse_float=_Number)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) and _is_shallow(value) else None


def _is_shallow(value: Branch) -> bool:
    level: list[Branch] = [value]
    for _ in range(MOST_LEVELS):
        level = [
            member
            for branch in level
            for member in (branch.values() if isinstance(branch, Mapping) else branch)
            if isinstance(member, dict | list)
        ]
        if not level:
            return True
    return False


def _branch(
    key: ItemKey, label: str, kind: str, value: Branch, text: str, unfolded: Collection[ItemKey]
) -> Iterator[RowItem]:
    is_unfolded = key in unfolded
    left_out = max(len(value) - MOST_MEMBERS, 0) if is_unfolded else 0
    yield RowItem(key, label, kind, text, len(value), is_unfolded=is_unfolded, left_out=left_out)
    if not is_unfolded:
        return
    pairs: list[tuple[str | int, object]] = list(
        value.items() if isinstance(value, Mapping) else enumerate(value)
    )
    texts = {
        name: member
        for name, member in (value.items() if isinstance(value, Mapping) else ())
        if isinstance(member, str) and not isinstance(member, _Number)
    }
    # A member that is a text is parsed on the way to what it holds.
    is_text = bool(key.steps) and kind == "string"
    steps = (*key.steps, TextStep.PARSE) if is_text else key.steps
    for step, member in pairs[:MOST_MEMBERS]:
        inner = ItemKey(key.column, (*steps, step))
        name = f"[{step}]" if isinstance(step, int) else step
        branch = _members_of(member, inner)
        if branch is not None:
            yield from _branch(inner, name, _kind(member), branch, _text(member), unfolded)
        else:
            yield _leaf(inner, name, member, texts)


def _members_of(value: object, key: ItemKey) -> Branch | None:
    """Give a member's own members, those of JSON in a text too; `None` where it has none."""
    if isinstance(value, dict | list):
        return value
    if isinstance(value, str) and not isinstance(value, _Number) and key.level < MOST_LEVELS:
        return _parsed(value, "string")
    return None


def _leaf(key: ItemKey, label: str, value: object, row: Mapping[str, str]) -> RowItem:
    text = None if value is None else _text(value)
    is_text = isinstance(value, str) and not isinstance(value, _Number)
    entity = entity_in(label, text, row) if is_text else None
    others = readings(text) if text and not isinstance(value, bool) else ()
    return RowItem(key, label, _kind(value), text, entity=entity, readings=others)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case _Number():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return "number"


def _text(value: object) -> str:
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: object) -> str:
    match value:
        case _Number():
            return value
        case dict():
            members = (f"{_as_json(name)}:{_as_json(member)}" for name, member in value.items())
            return f"{{{','.join(members)}}}"
        case list():
            return f"[{','.join(map(_as_json, value))}]"
    return json.dumps(value, ensure_ascii=False)
