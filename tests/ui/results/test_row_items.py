"""A row as items and lines."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from defender_tui.core.zones import Zone
from defender_tui.kql.member_path import TextStep, member_path
from defender_tui.results.column_types import ResultColumn
from defender_tui.ui.results.item_lines import MOST_LINES, ItemLine, item_lines
from defender_tui.ui.results.row_items import (
    MOST_LEVELS,
    MOST_MEMBERS,
    ItemKey,
    RowItem,
    row_items,
)

COLUMNS = (
    ResultColumn("Timestamp", "datetime"),
    ResultColumn("DeviceName", "string"),
    ResultColumn("Fields", "dynamic"),
    ResultColumn("Empty", "string"),
)
FIELDS = '{"a": {"b c": [1.10, null, "x"]}, "user": "mia@contoso.example"}'
ROW = ("2026-11-22T09:14:02.1234567Z", "ws-1", FIELDS, "")


def labels(items: list[RowItem]) -> list[str]:
    return [item.label for item in items]


def text_of(lines: list[ItemLine]) -> str:
    return "\n".join(f"{line.label}{line.text}  {line.note}" for line in lines)


def test_every_field_is_an_item_and_members_come_when_unfolded() -> None:
    assert ["Timestamp", "DeviceName", "Fields", "Empty"] == labels(row_items(COLUMNS, ROW, ()))
    unfolded = {ItemKey(2), ItemKey(2, ("a",)), ItemKey(2, ("a", "b c"))}
    items = row_items(COLUMNS, ROW, unfolded)
    assert ["Fields", "a", "b c", "[0]", "[1]", "[2]", "user", "Empty"] == labels(items[2:])
    values = {item.key.steps: item.value for item in items if item.key.column == 2}
    assert "1.10" == values["a", "b c", 0]
    assert values["a", "b c", 1] is None


def test_fields_keep_the_order_of_the_grid_and_empty_ones_can_be_left_out() -> None:
    items = row_items(COLUMNS, ROW, (), order=(1, 3, 0, 2), has_empty=False)
    assert ["DeviceName", "Timestamp", "Fields"] == labels(items)


def test_entities_are_recognised_among_fields_and_members() -> None:
    items = row_items(COLUMNS, ROW, {ItemKey(2)})
    kinds = {item.label: item.entity.kind for item in items if item.entity}
    assert {"DeviceName": "device", "user": "user"} == kinds


def test_a_text_that_only_looks_like_json_stays_a_text() -> None:
    columns = (ResultColumn("a", "string"), ResultColumn("b", "dynamic"))
    items = row_items(columns, ('{"broken', "[" * 100_000), {ItemKey(0), ItemKey(1)})
    assert [None, None] == [item.member_count for item in items]


def test_json_in_a_text_of_json_unfolds_a_level_at_a_time_with_its_way() -> None:
    inner = json.dumps({"deep": json.dumps([7, "x"])})
    cell = json.dumps({"a": inner, "b": "plain"})
    columns = (ResultColumn("Extra", "dynamic"),)
    outer = ItemKey(0, ("a",))
    items = row_items(columns, (cell,), {ItemKey(0)})
    assert ["Extra", "a", "b"] == labels(items)
    assert (1, inner) == (items[1].member_count, items[1].value)
    deep = ItemKey(0, ("a", TextStep.PARSE, "deep"))
    items = row_items(columns, (cell,), {ItemKey(0), outer, deep})
    assert ["Extra", "a", "deep", "[0]", "[1]", "b"] == labels(items)
    path = "parse_json(tostring(parse_json(tostring(Extra.a)).deep))[1]"
    assert path == member_path("Extra", items[4].key.steps)
    lines = [line.label for line in item_lines(items, 80, Zone.UTC)]
    assert [0, 2, 4, 8, 8, 4] == [len(label) - len(label.lstrip()) for label in lines]


def test_json_of_too_many_levels_stays_a_text() -> None:
    columns = (ResultColumn("a", "dynamic"), ResultColumn("b", "dynamic"))
    cells = ("[" * MOST_LEVELS + "]" * MOST_LEVELS, "[" * 500 + "1.5" + "]" * 500)
    unfolded = {ItemKey(column, (0,) * deep) for column in (0, 1) for deep in range(MOST_LEVELS)}
    items = row_items(columns, cells, unfolded)
    assert MOST_LEVELS + 1 == len(items)
    assert items[-1].member_count is None


def test_members_past_a_thousand_are_counted() -> None:
    cell = json.dumps(list(range(MOST_MEMBERS + 5)))
    items = row_items((ResultColumn("a", "dynamic"),), (cell,), {ItemKey(0)})
    assert MOST_MEMBERS + 1 == len(items)
    assert "5 more members are not listed" in text_of(item_lines(items, 80, Zone.UTC))


def test_times_nulls_and_empty_texts_are_told_apart() -> None:
    columns = (*COLUMNS, ResultColumn("Null", "long"))
    text = text_of(item_lines(row_items(columns, (*ROW, None), ()), 80, Zone.UTC))
    assert "2026-11-22 09:14:02.1234567 UTC" in text
    assert "empty text" in text
    assert "null" in text


def test_a_long_value_is_cut_and_the_rest_counted() -> None:
    items = row_items((ResultColumn("a", "string"),), ("word " * 2_000,), ())
    lines = item_lines(items, 60, Zone.UTC)
    assert MOST_LINES + 1 == len(lines)
    assert "more lines" in lines[-1].text


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4), st.integers(20, 120))
def test_no_line_is_wider_than_there_is_room(cells: list[str], width: int) -> None:
    columns = tuple(ResultColumn(f"{cell}!", "dynamic") for cell in cells)
    items = row_items(columns, tuple(cells), {ItemKey(at) for at in range(len(cells))})
    for line in item_lines(items, width, Zone.UTC):
        note = 3 + len(line.note) if line.note else 0
        assert cell_len(line.label) + cell_len(line.text) + note <= width
