from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ConfigError
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Comparison, Condition, Shape, SortKey

from .tables import Hostile, make_table, one_column

TEXTS = ["Invoke-Web", "invoke web", "reinvoked", "a_b", "100%", r"c:\x", "", None, "é.É"]
NUMBERS: list[object] = [1, "1.5", None, "", "many", 20, 3]
MOMENTS = ["2026-05-01T10:00:00.1234561Z", "2026-05-01T10:00:00.1234569Z", "2026-05-02", None]
FILTERS: list[
    tuple[str, list[object], list[tuple[Comparison, tuple[str | None, ...], list[int]]]]
] = [
    (
        "String",
        [*TEXTS],
        [
            (Comparison.EQUALS, ("a_b",), [3]),
            (Comparison.EQUALS, (None,), [7]),
            (Comparison.DIFFERS, ("a_b",), [0, 1, 2, 4, 5, 6, 7, 8]),
            (Comparison.CONTAINS, ("INVOKE",), [0, 1, 2]),
            (Comparison.CONTAINS, ("%",), [4]),
            (Comparison.CONTAINS, ("_",), [3]),
            (Comparison.CONTAINS, ("\\",), [5]),
            (Comparison.CONTAINS, ("É.é",), [8]),
            (Comparison.NOT_CONTAINS, ("o",), [3, 4, 5, 6, 7, 8]),
            (Comparison.HAS, ("invoke",), [0, 1]),
            (Comparison.HAS, ("e-w",), []),
            (Comparison.HAS, ("invoke-WEB",), [0]),
            (Comparison.STARTS, ("IN",), [0, 1]),
            (Comparison.STARTS, ("%",), []),
            (Comparison.MATCHES, ("^in.*b$",), [1]),
            (Comparison.IS_NULL, (), [7]),
            (Comparison.IS_NOT_NULL, (), [0, 1, 2, 3, 4, 5, 6, 8]),
            (Comparison.ONE_OF, ("", None, "a_b"), [3, 6, 7]),
            (Comparison.NONE_OF, ("", None, "a_b"), [0, 1, 2, 4, 5, 8]),
            (Comparison.ONE_OF, (), []),
            (Comparison.LESS, ("Z",), [0, 4, 6]),
        ],
    ),
    (
        "Int64",
        NUMBERS,
        [
            (Comparison.EQUALS, ("1.0",), [0]),
            (Comparison.EQUALS, ("many",), [4]),
            (Comparison.EQUALS, ("",), [3]),
            (Comparison.MORE, ("1.5",), [5, 6]),
            (Comparison.AT_MOST, ("3",), [0, 6]),
            (Comparison.IS_NULL, (), [2, 3]),
            (Comparison.DIFFERS, ("1",), [1, 2, 3, 4, 5, 6]),
            (Comparison.ONE_OF, ("1.5", "20"), [1, 5]),
        ],
    ),
    (
        "Boolean",
        [1, "False", None, "true"],
        [
            (Comparison.EQUALS, ("True",), [0, 3]),
            (Comparison.ONE_OF, ("true",), [0, 3]),
        ],
    ),
    (
        "DateTime",
        [*MOMENTS],
        [
            (Comparison.LESS, ("2026-05-01T10:00:00.1234565Z",), [0]),
            (Comparison.AT_LEAST, ("2026-05-01T10:00:00.1234569Z",), [1, 2]),
            (Comparison.EQUALS, ("2026-05-01T12:00:00.1234561+02:00",), [0]),
            (Comparison.EQUALS, ("2026-05-02T00:00:00Z",), [2]),
        ],
    ),
    (
        "TimeSpan",
        ["00:00:10", "1.00:00:00", None, "P1D"],
        [
            (Comparison.MORE, ("23:00:00",), [1]),
            (Comparison.EQUALS, ("P1D",), [3]),
            (Comparison.DIFFERS, ("P1D",), [0, 1, 2]),
        ],
    ),
    (
        "Guid",
        ["6F6B5F6E-7F8A-4E1C-9D2B-0A1B2C3D4E5F"],
        [
            (Comparison.EQUALS, ("6f6b5f6e-7f8a-4e1c-9d2b-0a1b2c3d4e5f",), [0]),
        ],
    ),
]


def _kept(table: ResultTable, *conditions: Condition) -> list[int]:
    with table.view(Shape(conditions)) as view:
        return view.row_numbers(0, 999)


@pytest.mark.parametrize(("kind", "cells", "cases"), FILTERS)
def test_a_filter_keeps_the_rows_that_meet_it(
    spool: Spool,
    kind: str,
    cells: list[object],
    cases: list[tuple[Comparison, tuple[str | None, ...], list[int]]],
) -> None:
    with one_column(spool, kind, cells) as table:
        kept = [
            (comparison, values, _kept(table, Condition(0, comparison, values)))
            for comparison, values, _ in cases
        ]
    assert cases == kept


def test_all_filters_together_hold_for_each_row_in_the_sorted_order(spool: Spool) -> None:
    rows = [("a", 3), ("b", 2), ("a", 1), ("a", 2)]
    with make_table(spool, [("s", "String"), ("n", "Int64")], rows) as table:
        shape = Shape(
            (Condition(0, Comparison.EQUALS, ("a",)), Condition(1, Comparison.LESS, ("3",))),
            (SortKey(1),),
        )
        with table.view(shape) as view:
            assert (2, [2, 3]) == (view.row_count, view.row_numbers(0, 9))
            assert [("a", "1"), ("a", "2")] == view.page(0, 9)
            assert shape == view.shape


def test_any_column_may_meet_a_filter(spool: Spool) -> None:
    columns = [("s", "String"), ("n", "Int64"), ("t", "DateTime")]
    rows = [("five", 5, None), ("5", 1, "2026-05-05"), ("x", None, "5 May")]
    with make_table(spool, columns, rows) as table:
        assert [0, 1] == _kept(table, Condition(None, Comparison.EQUALS, ("5",)))
        assert [2] == _kept(table, Condition(None, Comparison.CONTAINS, ("5 m",)))
        assert [2] == _kept(table, Condition(None, Comparison.EQUALS, ("5 May",)))
        assert [0, 1] == _kept(table, Condition(None, Comparison.NOT_CONTAINS, ("may",)))
        assert [0, 2] == _kept(table, Condition(None, Comparison.IS_NULL))
        assert [0, 1, 2] == _kept(table, Condition(None, Comparison.MORE, ("2026-01-01",)))


@pytest.mark.parametrize(
    ("kind", "condition", "said"),
    [
        ("Int64", Condition(0, Comparison.EQUALS, ("soon",)), "“soon” is no value of the column x"),
        ("DateTime", Condition(0, Comparison.LESS, ("1",)), "whose type is datetime"),
        ("TimeSpan", Condition(0, Comparison.EQUALS, ("1h",)), "whose type is timespan"),
        ("String", Condition(0, Comparison.MATCHES, ("(",)), "“(” is no regular expression"),
        ("String", Condition(0, Comparison.LESS), "“<” has no value"),
        ("String", Condition(0, Comparison.CONTAINS, (None,)), "“contains” has no value"),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_to_type(
    spool: Spool, kind: str, condition: Condition, said: str
) -> None:
    with one_column(spool, kind, [None]) as table:
        with pytest.raises(ConfigError, match=re.escape(said)) as refused:
            table.view(Shape((condition,)))
        assert refused.value.hint
        with pytest.raises(ConfigError, match=re.escape(said)):
            table.check(condition)


WHOLE = Shape()
ALPHABET = "aAbB1 .-%_\\'\"\n\x00é"
SHORT = st.text(st.sampled_from(ALPHABET), max_size=4)
PREDICATES: dict[Comparison, Callable[[str, str], bool]] = {
    Comparison.EQUALS: lambda cell, value: cell == value,
    Comparison.CONTAINS: lambda cell, value: value.lower() in cell.lower(),
    Comparison.STARTS: lambda cell, value: cell.lower().startswith(value.lower()),
    Comparison.LESS: lambda cell, value: cell.encode() < value.encode(),
    Comparison.AT_LEAST: lambda cell, value: cell.encode() >= value.encode(),
    Comparison.HAS: lambda cell, value: bool(_term(value).search(cell)),
}
NEGATIONS = {
    Comparison.DIFFERS: Comparison.EQUALS,
    Comparison.NOT_CONTAINS: Comparison.CONTAINS,
}


def _term(value: str) -> re.Pattern[str]:
    start = r"(?<![^\W_])" if value[:1].isalnum() else ""
    end = r"(?![^\W_])" if value[-1:].isalnum() else ""
    return re.compile(start + re.escape(value) + end, re.IGNORECASE)


def test_each_distinct_value_picks_its_own_rows_unchanged(hostile: Hostile) -> None:
    with hostile.table.view(WHOLE) as whole:
        values = whole.distinct(0, 999).values
    for value, count in values[:10] + values[-20:]:
        with hostile.table.view(Shape((Condition(0, Comparison.ONE_OF, (value,)),))) as view:
            rows = [row for row, text in enumerate(hostile.texts) if text == value]
            assert (count, rows) == (len(rows), view.row_numbers(0, 999))
            assert [value] * count == [cells[0] for cells in view.page(0, 999)]
            assert value == view.cell(count - 1, 0)


@given(value=SHORT, comparison=st.sampled_from([*PREDICATES, *NEGATIONS]))
def test_a_filter_agrees_with_python_on_any_text(
    hostile: Hostile, value: str, comparison: Comparison
) -> None:
    holds = PREDICATES[NEGATIONS.get(comparison, comparison)]
    met = [cell is not None and holds(cell, value) for cell in hostile.texts]
    wanted = comparison not in NEGATIONS
    kept = _kept(hostile.table, Condition(0, comparison, (value,)))
    assert [row for row, is_met in enumerate(met) if is_met is wanted] == kept


@given(
    value=st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3),
    comparison=st.sampled_from([Comparison.LESS, Comparison.AT_MOST, Comparison.EQUALS]),
)
def test_a_filter_agrees_with_python_on_any_number(
    hostile: Hostile, value: int, comparison: Comparison
) -> None:
    holds = {
        Comparison.LESS: value.__gt__,
        Comparison.AT_MOST: value.__ge__,
        Comparison.EQUALS: value.__eq__,
    }[comparison]
    kept = _kept(hostile.table, Condition(1, comparison, (str(value),)))
    assert [
        at for at, cell in enumerate(hostile.numbers) if cell is not None and holds(cell)
    ] == kept
