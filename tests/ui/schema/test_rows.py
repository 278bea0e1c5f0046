"""Unfolding, folding and drawing the rows of the browser."""

from __future__ import annotations

from defender_tui.core.tenant_schema import (
    TenantColumn,
    TenantFunction,
    TenantSchema,
    TenantTable,
)
from defender_tui.kql import load_schema
from defender_tui.ui.schema.index import SchemaIndex
from defender_tui.ui.schema.nodes import NodeKind
from defender_tui.ui.schema.rows import SchemaRows

from ..rendered import HOSTILE


def rows() -> SchemaRows:
    return SchemaRows(SchemaIndex.of(load_schema()))


def drawn(shown: SchemaRows, first: int = 0, count: int = 6) -> list[str]:
    """Give rows as text: a heading as it is, else its name and type."""
    found = []
    for row in range(first, min(first + count, shown.row_count)):
        heading = shown.heading(row)
        name, kind, _ = shown.cells(row)
        found.append(heading.plain if heading else f"{name.plain} | {kind.plain}".rstrip(" |"))
    return found


def row_of(shown: SchemaRows, name: str) -> int:
    found = (row for row in range(shown.row_count) if (n := shown.node(row)) and n.name == name)
    return next(found)


def test_tables_stand_under_their_areas_with_their_status() -> None:
    assert ["▾ Alerts  4", "  ▸ AlertEvidence | GA", "  ▸ AlertInfo | GA"] == drawn(rows())[:3]
    shown = rows()
    assert "  ▸ AADSignInEventsBeta | retired" in drawn(shown, count=200)


def test_a_table_unfolds_to_its_columns_and_they_to_their_values() -> None:
    shown = rows()
    at = shown.turn(row_of(shown, "DeviceProcessEvents"), True)
    assert ["  ▾ DeviceProcessEvents | GA", "      Timestamp | datetime"] == drawn(shown, at, 2)
    column = next(
        row
        for row in range(at, shown.row_count)
        if shown.node(row).name == "ActionType"  # type: ignore[union-attr]
    )
    shown.turn(column, None)
    assert drawn(shown, column, 2) == [
        "    ▾ ActionType  3 values | string",
        '        "OpenProcess"',
    ]


def test_folding_goes_up_step_by_step() -> None:
    shown = rows()
    at = shown.turn(1, True)
    assert "Timestamp" in drawn(shown, at + 1, 1)[0]
    assert 1 == shown.turn(3, False)
    assert 1 == shown.turn(1, False)
    assert "▸ AlertEvidence" in drawn(shown, 1, 1)[0]
    assert 0 == shown.turn(1, False)
    shown.turn(0, False)
    assert "▸ Alerts  4" == drawn(shown)[0]
    assert "▾ Endpoint" in drawn(shown)[1]


def test_a_search_unfolds_its_finds_and_a_turn_shows_the_rest_of_a_table() -> None:
    shown = rows()
    shown.search_for("sha256 emailatt")
    assert ["▾ Email  1 of 6", "  ▾ EmailAttachmentInfo | GA", "      SHA256 | string"] == (
        drawn(shown)
    )
    shown.turn(1, True)
    assert "Timestamp" in drawn(shown)[2]
    shown.turn(1, False)
    assert 2 == shown.row_count
    shown.turn(1, True)
    assert shown.row_count > 10
    shown.search_for("")
    assert "  ▸ AlertEvidence | GA" == drawn(shown)[1]


def test_what_is_unfolded_outlives_a_search_and_another_schema() -> None:
    shown = rows()
    shown.turn(1, True)
    shown.search_for("sha")
    shown.search_for("")
    shown.take(SchemaIndex.of(load_schema(TenantSchema((TenantTable("AlertEvidence"),)))))
    assert "      Timestamp | datetime" == drawn(shown)[2]


def test_what_the_tenant_lacks_is_said_and_can_be_left_out() -> None:
    told = TenantSchema(
        (TenantTable("AlertInfo"), TenantTable("Ours_CL", (TenantColumn("A", "Vector"),))),
        (TenantFunction("Mine", is_saved=True), TenantFunction("FileProfile")),
    )
    shown = SchemaRows(SchemaIndex.of(load_schema(told)))
    text = drawn(shown, count=500)
    assert "  ▸ AlertEvidence | not in tenant" in text
    assert "  ▸ Ours_CL" in text
    assert "▾ Functions of this tenant  1" in text
    shown.show_only_here(True)
    assert ["▾ Alerts  1 of 4", "  ▸ AlertInfo | GA", "▾ Only in this tenant  1"] == drawn(shown)[
        :3
    ]
    shown.turn(row_of(shown, "Ours_CL"), True)
    assert "      A | Vector" == drawn(shown, row_of(shown, "A"), 1)[0]


def test_a_table_is_revealed_where_its_area_was_folded() -> None:
    shown = rows()
    shown.turn(0, False)
    at = shown.reveal("AlertInfo")
    assert at is not None
    assert "AlertInfo" in drawn(shown, at, 1)[0]
    assert shown.reveal("Nothing") is None


def test_hostile_names_are_shown_without_what_a_terminal_obeys() -> None:
    columns = tuple(TenantColumn(text, text, text) for text in HOSTILE)
    told = TenantSchema(
        tuple(TenantTable(text, columns, text) for text in HOSTILE),
        (TenantFunction(HOSTILE[0], True, columns, columns, HOSTILE[1], HOSTILE[2]),),
    )
    shown = SchemaRows(SchemaIndex.of(load_schema(told)))
    for row in reversed(range(shown.row_count)):
        shown.turn(row, True)
    text = "".join(
        cell.plain
        for row in range(shown.row_count)
        for cell in (*shown.cells(row), *filter(None, [shown.heading(row)]))
    )
    assert not {"\x1b", "\x9b", "\x07", "\u202e", "\ud800", "\n"} & set(text)


def test_of_too_many_finds_only_the_tables_are_shown() -> None:
    columns = tuple(TenantColumn(f"Column{number}_s", "string") for number in range(60))
    told = TenantSchema(tuple(TenantTable(f"Log{number}_CL", columns) for number in range(200)))
    shown = SchemaRows(SchemaIndex.of(load_schema(told)))
    shown.search_for("column")
    assert 12_000 <= shown.found.counts[NodeKind.COLUMN]
    assert shown.row_count < 300
    shown.search_for("column59")
    assert 401 == shown.row_count
    at = shown.turn(1, True)
    assert "Column0_s" in drawn(shown, at + 1, 1)[0]
