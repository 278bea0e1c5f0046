"""Names, coming and going, and what a local run says."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.kql import complete
from defender_tui.results.kql_errors import (
    KqlSemanticError,
    KqlStopped,
    KqlSyntaxError,
    KqlUnsupported,
)
from defender_tui.results.local.engine import LocalEngine
from defender_tui.results.local.names import name_problem, suggested_name
from defender_tui.results.local.tables import LocalTables
from defender_tui.results.query_run import QueryRun
from defender_tui.results.table import ResultTable

from .asking import NOW, Local

ROWS = [["2026-11-23T10:00:00Z", "x"], ["2026-11-20T10:00:00Z", "y"]]
COLUMNS = [("Timestamp", "DateTime"), ("Name", "String")]


def test_results_are_called_by_number_and_a_number_is_given_once(local: Local) -> None:
    with local.result(COLUMNS, ROWS) as first, local.result(COLUMNS, ROWS[:1]) as second:
        assert ["r1", "r2"] == [local.tables.add_result(one).name for one in (first, second)]
        assert [("3",)] == local.rows("union r1, r2 | count")
        local.tables.show_results({"r2": second, "r4": first})
        assert ["r2", "r4"] == [one.name for one in local.tables.tables]
        assert [("2",)] == local.rows("r4 | count")
        with pytest.raises(KqlSemanticError, match="'r1'"):
            local.answer("r1")
        local.tables.show_results({"r2": first})
        assert [("2",)] == local.rows("r2 | count")


def test_a_query_that_began_before_a_name_moved_on_leaves_the_next_one_no_old_rows(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, found = LocalTables._copy, list[object]()
    with local.result(COLUMNS, ROWS) as old, local.result(COLUMNS, ROWS[:1]) as new:

        def while_both_run(
            tables: LocalTables, engine: LocalEngine, results: Mapping[str, ResultTable]
        ) -> None:
            monkeypatch.setattr(LocalTables, "_copy", after_the_old_one)
            tables.show_results({"r1": new})
            found.append(local.rows("r1 | count"))

        def after_the_old_one(
            tables: LocalTables, engine: LocalEngine, results: Mapping[str, ResultTable]
        ) -> None:
            monkeypatch.setattr(LocalTables, "_copy", copy)
            copy(tables, engine, {"r1": old})
            copy(tables, engine, results)

        local.tables.show_results({"r1": old})
        monkeypatch.setattr(LocalTables, "_copy", while_both_run)
        local.answer("r1")
    assert [[("1",)]] == found


def test_a_result_that_was_closed_is_said(local: Local) -> None:
    table = local.result(COLUMNS, ROWS)
    local.tables.add_result(table)
    table.close()
    with pytest.raises(StoreError, match="closed"):
        local.answer("r1")


def test_a_result_that_was_read_once_outlives_its_tab(local: Local) -> None:
    table = local.result(COLUMNS, ROWS)
    local.tables.add_result(table)
    assert [("2",)] == local.rows("r1 | count")
    table.close()
    assert [("2",)] == local.rows("r1 | count")


def test_no_name_is_given_twice_whatever_its_case(local: Local, tmp_path: Path) -> None:
    local.open(tmp_path / "a.csv", "Logons", "a\n1\n")
    with pytest.raises(ConfigError, match="called Logons already"):
        local.open(tmp_path / "b.csv", "logons", "a\n2\n")
    assert [("1",)] == local.rows("Logons")
    local.tables.forget("Logons")
    local.open(tmp_path / "b.csv", "logons", "a\n2\n")
    assert [("2",)] == local.rows("logons")


@pytest.mark.parametrize(
    "name",
    ["", "1a", "a-b", "a b", "print", "union", "string", "é", "x" * 65, "defender_tui_x", "r7"],
)
def test_a_name_that_a_query_could_not_say_is_refused(name: str) -> None:
    assert name_problem(name)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("sign-ins.csv", "sign_ins"),
        ("2026.json", "t_2026"),
        ("Logons.csv", "Logons_2"),
        ("print.csv", "print_rows"),
        ("é.csv", "file"),
        (".csv", "csv"),
        ("'; drop.csv", "drop"),
        ("r1.csv", "r1_rows"),
    ],
)
def test_a_free_name_is_suggested_for_a_file(file: str, expected: str) -> None:
    name = suggested_name(Path(file), {"logons"})
    assert expected == name
    assert "" == name_problem(name)


def test_the_editor_knows_the_columns_of_what_is_open(local: Local) -> None:
    with local.result(COLUMNS, ROWS) as table:
        local.tables.add_result(table)
        schema = local.tables.schema
        assert ("r1",) == tuple(one.name for one in schema)
        text = "r1 | where Na"
        assert "Name" == complete(text, len(text), schema)[0].text


def test_a_range_cuts_tables_that_have_a_time_column(local: Local) -> None:
    window = (datetime(2026, 11, 22, tzinfo=UTC), NOW)
    with local.result(COLUMNS, ROWS) as table, local.result([("n", "Int64")], [[1]]) as timeless:
        local.tables.add_result(table)
        local.tables.add_result(timeless)
        with local.answer("union r1, r2 | count", window=window).table as cut:
            assert [("2",)] == cut.page(0, 1)


def test_rows_beyond_the_limit_are_left_out_and_said(local: Local) -> None:
    query = "range n from 1 to 5 step 1"
    for limit, is_cut in ((5, False), (4, True)):
        answer = local.answer(query, limit=limit)
        with answer.table as table:
            assert (limit, is_cut) == (table.row_count, answer.is_cut)
    with local.answer("r1 | take 1" if local.tables.tables else "print x=1").table as table:
        assert [("1",)] == table.page(0, 2)


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("r1 | wher Name == 'x'", KqlSyntaxError, "wher"),
        ("r1 | where Nam == 'x'", KqlSemanticError, "Nam"),
        ("DeviceInfo | take 1", KqlSemanticError, "DeviceInfo"),
        ("r1 | evaluate python(typeof(*), 'x')", KqlUnsupported, "evaluate python"),
    ],
)
def test_a_refusal_names_what_it_is_about(
    local: Local, query: str, kind: type[KqlSemanticError], name: str
) -> None:
    with local.result(COLUMNS, ROWS) as table:
        local.tables.add_result(table)
        with pytest.raises(kind) as caught:
            local.answer(query)
        assert (name, 1) == (caught.value.name, caught.value.line)


def test_a_run_can_be_stopped(local: Local) -> None:
    run = QueryRun()
    query = "range a from 1 to 300000 step 1 | extend k=1 | join kind=inner (range b from 1 to"
    query += " 300000 step 1 | extend k=1) on k | summarize sum(a * b)"
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(local.tables.run, query, run, now=NOW)
        run.stop()
        with pytest.raises(KqlStopped):
            running.result()
    assert [("1",)] == local.rows("print 1")


def test_several_runs_at_once_read_the_same_result(local: Local) -> None:
    with local.result(COLUMNS, ROWS) as table:
        local.tables.add_result(table)
        with ThreadPoolExecutor(3) as pool:
            found = list(pool.map(local.rows, ["r1 | count"] * 6))
    assert [[("2",)]] * 6 == found
