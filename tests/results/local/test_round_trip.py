"""What goes into local KQL comes out of it unchanged."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.results.export import distinct_names

from .asking import Local

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["", "A", "a", 'q"', "it's", "a b", "['x']", "new\nline", "print", "*", "$left", "__case1_x"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "null", "=1+1", "\x00", "\r\n", "'; DROP TABLE T --", "\u202e", "🙂", "x" * 70_000, '"']
)
_FIRST = datetime(1700, 1, 1, tzinfo=UTC)
_DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def _moment(micros: int, ticks: int) -> str:
    moment = _FIRST + timedelta(microseconds=micros)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}{ticks}Z"


def _document(value: object) -> str:
    # With the spaces that a service may leave in.
    return json.dumps(value)


KINDS = {
    "String": TEXTS,
    "Int64": st.integers(-(2**63), 2**63 - 1),
    "Int32": st.integers(-(2**31), 2**31 - 1),
    "SByte": st.booleans(),
    "Guid": st.uuids().map(str),
    "DateTime": st.builds(_moment, st.integers(0, 10**16), st.integers(0, 9)),
    "Object": st.lists(_DOCUMENTS, max_size=2).map(_document)
    | st.sampled_from(["bare text", "x" * 70_000, "{broken"]),
    "TimeSpan": st.sampled_from(["00:00:00", "-00:00:01", "3.04:05:06.1234560"]),
}


@st.composite
def _answers(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[object]]]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    names = [name for name in names if "@odata." not in name]
    columns = [(name, draw(st.sampled_from(sorted(KINDS)))) for name in names]
    row = st.tuples(*(st.none() | KINDS[kind] for _, kind in columns)).map(list)
    return columns, draw(st.lists(row, max_size=4))


@given(answer=_answers())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_a_result_read_whole_gives_the_same_cells(
    local: Local, answer: tuple[list[tuple[str, str]], list[list[object]]]
) -> None:
    columns, rows = answer
    with local.result(columns, rows) as table:
        name = local.tables.add_result(table).name
        before = table.page(0, 10)
        with local.answer(name).table as again:
            assert before == again.page(0, 10)
            assert [c.type for c in table.columns] == [c.type for c in again.columns]
            told_apart = distinct_names(table.columns, in_any_case=True)
            assert told_apart == [c.name for c in again.columns]
        local.tables.forget(name)


@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
def test_a_real_number_keeps_its_value(local: Local, numbers: list[float]) -> None:
    with local.result([("x", "Double")], [(number,) for number in numbers]) as table:
        opened = local.tables.add_result(table)
        assert numbers == [float(row[0] or "") for row in local.rows(opened.name)]
        local.tables.forget(opened.name)


def test_a_huge_cell_comes_back_whole(local: Local) -> None:
    text = "é\n" * 2_000_000
    with local.result([("a", "String")], [[text]]) as table:
        local.tables.add_result(table)
        assert [(text,)] == local.rows("r1")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("r1 | where isnotempty(Name)", [("2026-11-23T10:00:00.1234567Z", "x")]),
        ("r1 | where Name == ''", [("2026-11-23T11:00:00.7654321Z", "")]),
        ("r1 | summarize Last = max(Timestamp)", [("2026-11-23T11:00:00.7654321Z",)]),
        (
            "r1 | where Timestamp > ago(90m) | project Timestamp",
            [("2026-11-23T11:00:00.7654321Z",)],
        ),
        ("r1 | project-away Timestamp", [("x",), (None,)]),
    ],
)
def test_time_keeps_its_seventh_digit_and_null_text_counts_as_empty(
    local: Local, query: str, expected: list[tuple[str | None, ...]]
) -> None:
    rows: list[list[object]] = [
        ["2026-11-23T10:00:00.1234567Z", "x"],
        ["2026-11-23T11:00:00.7654321Z", None],
    ]
    with local.result([("Timestamp", "DateTime"), ("Name", "String")], rows) as table:
        local.tables.add_result(table)
        assert expected == local.rows(query)


def test_a_query_that_cuts_times_to_the_microsecond_says_so(local: Local) -> None:
    rows = [["2026-11-23T10:00:00.1234567Z"]]
    with local.result([("Timestamp", "DateTime")], rows) as table:
        local.tables.add_result(table)
        answer = local.answer("r1 | extend Text = tostring(Timestamp)")
        with answer.table as cut:
            assert [("2026-11-23T10:00:00.1234560Z",) * 2] == cut.page(0, 5)
        assert ("Times were read to the microsecond; their seventh digit is lost.",) == (
            answer.adapted
        )


def test_cells_that_do_not_fit_their_type_are_null_and_counted(local: Local) -> None:
    rows: list[list[object]] = [["1.5", "later"], [2, "2026-11-23"], ["", ""], [None, None]]
    with local.result([("n", "Int64"), ("span", "TimeSpan")], rows) as table:
        local.tables.add_result(table)
        answer = local.answer("r1 | where isnull(n)")
        with answer.table as unfit:
            assert 3 == unfit.row_count
        expected = "3 cells are no value of the column's type in r1 and count as null."
        assert (expected,) == answer.adapted
