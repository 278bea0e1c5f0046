"""From a cell to a step of its query."""

from __future__ import annotations

import pytest

from defender_tui.kql.cell_conditions import (
    Addition,
    condition,
    member_condition,
    next_step,
    step_in_text,
)


@pytest.mark.parametrize(
    ("column", "kind", "comparison", "value", "step"),
    [
        ("FileName", "string", "==", 'a"b\\c', 'where FileName == "a\\"b\\\\c"'),
        ("FileName", "string", "has", "cmd", 'where FileName has "cmd"'),
        ("file name", "string", "!=", "x", 'where ["file name"] != "x"'),
        ("n", "long", "==", "5", "where n == 5"),
        ("n", "long", "!=", "-5", "where n != long(-5)"),
        ("n", "long", "==", "five", 'where tostring(n) == "five"'),
        ("n", "long", "==", "9223372036854775807", "where n == 9223372036854775807"),
        ("n", "long", "==", "9223372036854775808", 'where tostring(n) == "9223372036854775808"'),
        ("n", "int", "==", "٣", 'where tostring(n) == "٣"'),
        ("r", "real", "==", "٣", 'where tostring(r) == "٣"'),
        ("n", "long", "has", "5", 'where tostring(n) has "5"'),
        ("r", "real", "==", "1.5", "where r == real(1.5)"),
        ("b", "bool", "==", "True", "where b == true"),
        ("T", "datetime", "==", "2026-11-22T09:14:02.1234567Z",
         "where T == datetime(2026-11-22T09:14:02.1234567Z)"),
        ("T", "datetime", "==", "1) or (true", 'where tostring(T) == "1) or (true"'),
        ("D", "timespan", "==", "1.02:03:04", "where D == timespan(1.02:03:04)"),
        ("G", "guid", "==", "8d4e4f0a-65a4-4c3b-9d2a-a1f2f3f4f5f6",
         "where G == guid(8d4e4f0a-65a4-4c3b-9d2a-a1f2f3f4f5f6)"),
        ("F", "dynamic", "==", '{"a":1}', 'where tostring(F) == "{\\"a\\":1}"'),
        ("n", "long", "==", None, "where isnull(n)"),
        ("n", "long", "!=", None, "where isnotnull(n)"),
        ("s", "string", "==", None, "where isempty(s)"),
    ],
)  # fmt: skip
def test_a_cell_becomes_a_condition_that_its_value_cannot_break_out_of(
    column: str, kind: str, comparison: str, value: str | None, step: str
) -> None:
    assert step == condition(column, kind, comparison, value)


def test_a_member_is_compared_as_text() -> None:
    assert 'where tostring(F.a["b c"]) == "x"' == member_condition(
        "F", ("a", "b c"), "==", "x", is_parsed=True
    )
    assert "where isnotempty(tostring(parse_json(F).a))" == member_condition(
        "F", ("a",), "!=", None, is_parsed=False
    )


def added(query: str, step: str = "take 1") -> str:
    addition = next_step(query, step)
    return query[: addition.offset] + addition.text + query[addition.offset :]


@pytest.mark.parametrize(
    ("query", "longer"),
    [
        ("T", "T\n| take 1"),
        ("T\n| where a == 1\n", "T\n| where a == 1\n| take 1\n"),
        ("T | where a == 1;", "T | where a == 1\n| take 1;"),
        ("T // note\n// more", "T\n| take 1 // note\n// more"),
        (
            "T | summarize count() by a | render timechart",
            "T | summarize count() by a\n| take 1 | render timechart",
        ),
        ('T | where a == "| render x"', 'T | where a == "| render x"\n| take 1'),
        ("let x = 1;\nT | where a == x", "let x = 1;\nT | where a == x\n| take 1"),
    ],
)  # fmt: skip
def test_a_step_goes_to_the_end_but_before_the_drawing(query: str, longer: str) -> None:
    assert longer == added(query)


def test_a_second_step_goes_behind_the_first() -> None:
    query, text = "T\n| take 9", "A\n\nT\n| take 9\n\nB"
    first = step_in_text(text, query, 3, "where a")
    assert first == Addition(13, "\n| where a")
    longer = "A\n\nT\n| take 9\n| where a\n\nB"
    assert Addition(23, "\n| where b") == step_in_text(longer, query, 3, "where b")


def test_a_query_that_moved_is_found_and_one_that_is_gone_or_there_twice_is_not() -> None:
    assert Addition(15, "\n| s") == step_in_text("new\n\nT | take 9", "T | take 9", 0, "s")
    assert step_in_text("X", "T | take 9", 0, "s") is None
    assert step_in_text("a\n\nT\n\nT", "T", 99, "s") is None
