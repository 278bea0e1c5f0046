from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from defender_tui.kql import Column, Table
from defender_tui.results.engine import KqlEngine, TimeWindow
from defender_tui.results.kql_errors import (
    KqlSemanticError,
    KqlStopped,
    KqlSyntaxError,
    KqlTimedOut,
    KqlTooLarge,
    KqlUnsupported,
)
from defender_tui.results.query_run import QueryRun

NOW = datetime(2026, 1, 4, tzinfo=UTC)
ENDLESS = (
    "range x from 1 to 40000 step 1 | extend k = 1"
    " | join kind=inner (range y from 1 to 40000 step 1 | extend k = 1) on k"
    " | summarize sum(x * y)"
)


def _rows(engine: KqlEngine, query: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(engine.run(query, now=NOW).rows_json)
    return rows


def test_rows_come_in_the_order_of_the_query(engine: KqlEngine) -> None:
    query = "Events | summarize n = count() by Name | order by Name desc"
    assert [
        {"Name": "user2", "n": 33},
        {"Name": "user1", "n": 33},
        {"Name": "user0", "n": 34},
    ] == _rows(engine, query)


def test_types_and_values_are_spelled_as_the_service_does(engine: KqlEngine) -> None:
    answer = engine.run(
        "Events | take 1 | extend Age = datetime(2026-01-03T01:00:00.5) - Timestamp"
    )
    assert (
        ("Timestamp", "DateTime"),
        ("Name", "String"),
        ("Number", "Int64"),
        ("Fields", "Object"),
        ("Id", "Guid"),
        ("Share", "Double"),
        ("IsBad", "SByte"),
        ("Age", "TimeSpan"),
    ) == answer.columns
    assert [
        {
            "Timestamp": "2026-01-01T00:00:00.0000000Z",
            "Name": "user0",
            "Number": 0,
            "Fields": '{"tag":"x","n":0}',
            "Id": "00000000-0000-0000-0000-000000000001",
            "Share": 0.0,
            "IsBad": True,
            "Age": "2.01:00:00.5000000",
        }
    ] == json.loads(answer.rows_json)
    assert 1 == answer.row_count


def test_what_is_no_number_in_json_is_a_word(engine: KqlEngine) -> None:
    query = "print a = real(nan), b = real(+inf), c = -real(+inf), d = real(null)"
    assert [{"a": "NaN", "b": "Infinity", "c": "-Infinity", "d": None}] == _rows(engine, query)


def test_a_text_is_never_null(engine: KqlEngine) -> None:
    query = "Events | where Name == 'user2' | join kind=leftouter (Users) on Name | take 1"
    assert "" == _rows(engine, query)[0]["Office"]


def test_now_is_what_the_caller_says(engine: KqlEngine) -> None:
    assert [{"Count": 52}] == _rows(engine, "Events | where Timestamp >= ago(1d) | count")


def test_a_window_hides_what_is_outside_of_it_in_every_table_that_has_times(
    engine: KqlEngine,
) -> None:
    window = TimeWindow(datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 2, 9, tzinfo=UTC))
    query = "let e = Events; e | summarize n = count(), max(Number)"
    assert [{"n": 10, "max_Number": 33}] == json.loads(engine.run(query, window=window).rows_json)
    assert [{"Count": 2}] == json.loads(engine.run("Users | count", window=window).rows_json)
    assert [{"Count": 100}] == _rows(engine, "Events | count")


def test_rows_over_the_limit_are_left_out(engine: KqlEngine) -> None:
    assert 7 == engine.run("Events", row_limit=7).row_count


@pytest.mark.parametrize(
    ("query", "message", "place", "name"),
    [
        (
            "Events\n| where Bogus == 1",
            "'where' operator: Failed to resolve scalar expression named 'Bogus'.",
            (2, 9),
            "Bogus",
        ),
        (
            "Events | extend a = 1 | summarize count() by b",
            "'summarize' operator: Failed to resolve scalar expression named 'b'.",
            (1, 46),
            "b",
        ),
        (
            "Events | project-away Nope",
            "'project-away' operator: Failed to resolve column named 'Nope'.",
            (1, 23),
            "Nope",
        ),
        (
            "Nope | where A == 1",
            "'where' operator: Failed to resolve table or column expression named 'Nope'.",
            (1, 1),
            "Nope",
        ),
        (
            "Events | join (Nope | take 1) on Name",
            "Failed to resolve table or column expression named 'Nope'.",
            (1, 16),
            "Nope",
        ),
        ("Events | extend a = frobnicate(Name)", "Unknown function: 'frobnicate'.", (1, 21), None),
    ],
)
def test_an_unknown_name_is_blamed_in_the_service_s_words_at_its_place(
    engine: KqlEngine, query: str, message: str, place: tuple[int, int], name: str | None
) -> None:
    with pytest.raises(KqlSemanticError) as refused:
        engine.run(query)
    assert message in refused.value.message
    assert "Fix semantic errors in your query." in refused.value.message
    assert place == (refused.value.line, refused.value.column)
    assert name is None or name == refused.value.name


@pytest.mark.parametrize("query", ["events | count", "Events | where name == 'x'"])
def test_names_are_case_sensitive(engine: KqlEngine, query: str) -> None:
    with pytest.raises(KqlSemanticError, match="Failed to resolve"):
        engine.run(query)


@pytest.mark.parametrize(
    ("query", "word", "line", "column"),
    [
        ("Events | wherex Name", "wherex", 1, 10),
        ("Events\n| where", "where", 2, 3),
        ("Events | where Name has 'x", "'x", 1, 25),
        (".show tables", ".", 1, 1),
        ("// hello\n.drop table Events", ".", 2, 1),
        (".set Copy <| Events", ".", 1, 1),
    ],
)
def test_what_is_not_kql_is_refused_with_its_place(
    engine: KqlEngine, query: str, word: str, line: int, column: int
) -> None:
    with pytest.raises(KqlSyntaxError) as refused:
        engine.run(query)
    assert f"parsed at '{word}' on line [{line},{column}]" in refused.value.message
    assert (line, column) == (refused.value.line, refused.value.column)


@pytest.mark.parametrize("query", ["", "  \n", "// nothing"])
def test_an_empty_query_is_refused(engine: KqlEngine, query: str) -> None:
    with pytest.raises(KqlSyntaxError, match="empty"):
        engine.run(query)


@pytest.mark.parametrize(
    ("query", "construct"),
    [
        ("Events | fork (count)", "fork"),
        ("Events | reduce by Name", "reduce"),
        ("Events | evaluate autocluster()", "evaluate autocluster"),
        ("Events | invoke Unknown('Name')", "invoke Unknown"),
        ("Events | count; Users | count", "several queries at once"),
    ],
)
def test_what_the_engine_cannot_run_is_named(engine: KqlEngine, query: str, construct: str) -> None:
    with pytest.raises(KqlUnsupported, match=f"'{construct}'.*A tenant may well run it"):
        engine.run(query)


def test_a_query_nested_too_deeply_is_refused(engine: KqlEngine) -> None:
    with pytest.raises(KqlTooLarge, match="exceeds the allowed size limit"):
        engine.run("print " + "(" * 2_000 + "1" + ")" * 2_000)


def test_values_that_do_not_compare_are_refused(engine: KqlEngine) -> None:
    with pytest.raises(KqlSemanticError, match="Failed to evaluate the query"):
        engine.run("Events | where Name == 1")


def test_a_query_ends_when_its_time_is_up(engine: KqlEngine) -> None:
    with pytest.raises(KqlTimedOut, match="exceeded the timeout period"):
        engine.run(ENDLESS, QueryRun(timeout_s=0.2))


def test_a_query_can_be_stopped_from_another_thread(engine: KqlEngine) -> None:
    run, ended = QueryRun(), []

    def work() -> None:
        with pytest.raises(KqlStopped):
            engine.run(ENDLESS, run)
        ended.append(True)

    worker = threading.Thread(target=work)
    worker.start()
    run.stop()
    worker.join(timeout=20)
    assert [True] == ended
    assert [{"Count": 2}] == _rows(engine, "Users | count")


def test_tables_are_filled_when_first_read() -> None:
    asked: list[frozenset[str]] = []
    engine = KqlEngine()
    engine.create([Table(name, columns=(Column("A", "long"),)) for name in ("One", "Two")])
    engine.fill_on_use(asked.append)
    engine.run("One | where A in (One | project A) | count")
    engine.run("print 1")
    assert [frozenset({"One"}), frozenset()] == asked


def test_of_columns_that_differ_only_in_case_the_first_stays() -> None:
    engine = KqlEngine()
    engine.create([Table("T", columns=(Column("LogonId", "long"), Column("LogonID", "string")))])
    assert ("LogonId",) == engine.columns("T")


def test_a_moment_without_a_zone_is_utc_wherever_the_machine_stands() -> None:
    program = (
        "from defender_tui.results.engine import KqlEngine\n"
        "print(KqlEngine().run(\"print t = todatetime('2026-05-01T10:00:00')\").rows_json.decode())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert [{"t": "2026-05-01T10:00:00.0000000Z"}] == json.loads(answer.stdout)
