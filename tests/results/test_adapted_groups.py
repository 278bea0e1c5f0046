"""Operators with a pipeline of their own, and those that look at neighbouring rows."""

from __future__ import annotations

import pytest

from defender_tui.results.kql_errors import KqlSemanticError, KqlUnsupported

from .adapted_logons import columns_of, logons, rows_of


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (
            "mv-apply t = Tags to typeof(string) on (where t in ('a', 'b')"
            " | summarize n = count(), l = make_list(t)) | project Bytes, n, l",
            [[5, 1, '["a"]'], [10, 2, '["a","b"]'], [20, 1, '["b"]']],
        ),
        (
            "mv-apply t = Tags to typeof(string) on (where t == 'c' | count)"
            " | project Bytes, Count",
            [[5, 1], [10, 0], [20, 0]],
        ),
        (
            "mv-apply t = Tags to typeof(string) on (top 1 by t) | project Bytes, t",
            [[5, "d"], [10, "b"], [20, "b"]],
        ),
        (
            "mv-apply t = Tags to typeof(string) on (order by t asc | take 1) | project Bytes, t",
            [[5, "a"], [10, "a"], [20, "b"]],
        ),
        (
            "mv-apply with_itemindex=i t = Tags to typeof(string) on (where i == 1)"
            " | project Bytes, t, i",
            [[5, "a", 1], [10, "b", 1]],
        ),
        (
            "mv-apply Tags to typeof(string) on (where Tags == 'c') | project Bytes, Tags",
            [[5, "c"]],
        ),
        (
            "mv-apply t = Tags to typeof(string) limit 1 on (extend u = strcat(User, t))"
            " | project Bytes, u",
            [[5, "annc"], [10, "anna"], [20, "bobb"]],
        ),
        (
            "mv-apply t = Tags to typeof(string) on (summarize c = count() by big = t > 'b')"
            " | where big | project Bytes, c",
            [[5, 2]],
        ),
        (
            "mv-apply t = Tags to typeof(string) on (extend r = row_number() | where r == 2)"
            " | project Bytes, t",
            [[5, "a"], [10, "b"]],
        ),
        ("partition by User (top 1 by Bytes) | project Bytes", [[20], [30]]),
        (
            "partition hint.strategy=native by Device (summarize s = sum(Bytes))"
            " | project s, Bytes = s",
            [[30, 30], [35, 35]],
        ),
        ("partition by Device (sort by Bytes desc | take 1 | project Bytes)", [[20], [30]]),
    ],
)  # fmt: skip
def test_a_nested_pipeline_runs_for_each_part_of_the_rows(
    query: str, rows: list[list[object]]
) -> None:
    assert rows == rows_of(f"Logons | {query} | sort by Bytes asc")


def test_the_rows_around_keep_their_columns_and_come_first() -> None:
    query = "Logons | project User, Tags | mv-apply t = Tags on (summarize n = count())"
    assert ["User", "Tags", "n"] == columns_of(query)


def test_a_name_that_is_not_there_is_blamed_inside_a_nested_pipeline_too() -> None:
    with pytest.raises(KqlSemanticError, match="named 'Zip'") as refused:
        logons().run("Logons\n| mv-apply t = Tags on (where Zip == 'x')")
    assert (2, 31) == (refused.value.line, refused.value.column)


@pytest.mark.parametrize(
    "inner", ["extend User = 'x'", "join (Logons) on User", "union Logons", "sample 1"]
)
def test_what_is_not_known_of_a_nested_pipeline_is_refused(inner: str) -> None:
    with pytest.raises(KqlUnsupported, match="inside mv-apply"):
        logons().run(f"Logons | mv-apply t = Tags on ({inner})")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (
            "extend p = prev(User), n = next(Bytes), d = prev(Bytes, 2, -1) | project p, n, d",
            [["", 20, -1], ["ann", 30, -1], ["bob", 5, 10], ["ann", None, 20]],
        ),
        ("extend r = row_number() | project r", [[1], [2], [3], [4]]),
        ("extend r = row_number(10) | project r", [[10], [11], [12], [13]]),
        ("extend c = row_cumsum(Bytes) | project c", [[10], [30], [60], [65]]),
        (
            "extend c = row_cumsum(Bytes, User != prev(User)) | project c",
            [[10], [20], [30], [35]],
        ),
        ("extend r = row_rank_dense(User) | project r", [[1], [2], [3], [3]]),
        ("where prev(User) == User | project Bytes", [[5]]),
        ("serialize gap = Bytes - prev(Bytes) | project gap", [[None], [10], [10], [-25]]),
        (
            "extend r = row_number(1, prev(User) != User) | project r",
            [[1], [1], [1], [2]],
        ),
    ],
)
def test_a_row_can_look_at_the_rows_beside_it(query: str, rows: list[list[object]]) -> None:
    assert rows == rows_of(f"Logons | sort by Timestamp asc | {query}")


def test_what_was_made_on_the_way_is_not_shown() -> None:
    assert columns_of("Logons") == columns_of("Logons | where prev(User, 1, 'x') == User")


@pytest.mark.parametrize("call", ["row_window_session(Timestamp, 1h, 5m)", "row_rank_min(Bytes)"])
def test_other_window_functions_are_refused_by_name(call: str) -> None:
    with pytest.raises(KqlUnsupported, match=call.partition("(")[0]):
        logons().run(f"Logons | extend x = {call}")
