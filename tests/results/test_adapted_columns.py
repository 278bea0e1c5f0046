from __future__ import annotations

import pytest

from defender_tui.results.kql_errors import KqlSemanticError, KqlUnsupported

from .adapted_logons import columns_of, logons, rows_of

ALL = ["Timestamp", "User", "Device", "Bytes", "Tags", "Info"]


@pytest.mark.parametrize(
    ("operator", "columns"),
    [
        ("project-reorder Device, User", ["Device", "User", "Timestamp", "Bytes", "Tags", "Info"]),
        ("project-reorder T* desc", ["Timestamp", "Tags", "User", "Device", "Bytes", "Info"]),
        ("project-reorder T* asc, *", ["Tags", "Timestamp", "User", "Device", "Bytes", "Info"]),
        ("project-reorder ['User']", ["User", "Timestamp", "Device", "Bytes", "Tags", "Info"]),
        ("project-reorder *, Bytes", ALL),
        ("project-keep Info, B*", ["Bytes", "Info"]),
        ("project-away T*, Info", ["User", "Device", "Bytes"]),
        ("project-away *e*", ["Tags", "Info"]),
        ("distinct *", ALL),
    ],
)
def test_columns_are_chosen_by_name_and_by_pattern(operator: str, columns: list[str]) -> None:
    assert columns == columns_of(f"Logons | {operator}")


def test_digits_in_a_name_count_as_a_number_in_granny_s_order() -> None:
    query = "print a20 = 1, a100 = 2, a3 = 3 | project-reorder a* granny-asc"
    assert ["a3", "a20", "a100"] == columns_of(query)


def test_rows_alike_in_every_column_are_given_once() -> None:
    assert [["pc1", "x"], ["pc2", "x"]] == rows_of(
        "Logons | project Device, b = 'x' | distinct * | sort by Device asc"
    )


@pytest.mark.parametrize("operator", ["project-reorder", "project-keep"])
def test_a_column_that_is_not_there_is_blamed_at_its_place(operator: str) -> None:
    with pytest.raises(KqlSemanticError, match=f"'{operator}' operator.*named 'Nope'") as refused:
        logons().run(f"Logons\n| {operator} User, Nope")
    assert 2 == refused.value.line


@pytest.mark.parametrize(
    ("condition", "devices"),
    [
        ("* has 'pc2'", [30]),
        ("* == 'ann' and Bytes > 9", [10, 30]),
        ("not(* contains 'PC1')", [30]),
        ("* has_any ('bob', 'pc2')", [20, 30]),
        ("* has '30'", [30]),
    ],
)
def test_a_star_stands_for_any_column(condition: str, devices: list[int]) -> None:
    query = f"Logons | where {condition} | project Bytes | sort by Bytes asc"
    assert [[device] for device in devices] == rows_of(query)


def test_a_column_may_be_named_like_a_word_of_the_language() -> None:
    query = (
        "Logons | summarize count = count(), first = min(Timestamp) by kind = User, title = 'x'"
        " | where count > 1 and title == 'x' | extend order = first-first"
        " | project kind, count | sort by count desc"
    )
    assert [["ann", 3]] == rows_of(query)
    assert [["x"]] == rows_of("print d = dynamic({'title': 'x'}) | project d.title")
    assert [[5]] == rows_of(
        "let F = (count:long) { Logons | where Bytes < count }; F(6) | project Bytes"
    )
    assert [[1]] == rows_of("datatable(title:string)['a'] | where title == 'a' | count")
    assert [["b"]] == rows_of("print s = 'xby' | parse s with 'x' title:string 'y' | project title")
    assert [] == rows_of("externaldata(title:string)['u'] | where title == 'a'")


def test_a_join_may_name_its_keys_by_such_words_and_with_and() -> None:
    query = (
        "Logons | extend count = 1 | join kind=inner (Logons | extend title = 1)"
        " on $left.count == $right.title and $left.User == $right.User | count"
    )
    assert [[10]] == rows_of(query)


def test_a_name_may_begin_with_a_digit() -> None:
    assert [[2]] == rows_of("print 5Minutes = 2 | project 5Minutes")


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        (
            "let K = datatable(user:string, bytes:long)['ann', 1];"
            " Logons | join kind=inner K on $left.User == $right.user"
            " | project User, user, Bytes, bytes | sort by Bytes asc | take 1",
            ["User", "user", "Bytes", "bytes"],
            [["ann", "ann", 5, 1]],
        ),
        (
            "Logons | summarize count = count() by User | extend Count = count + 1"
            " | project-reorder Count, * | sort by count asc",
            ["Count", "User", "count"],
            [[2, "bob", 1], [4, "ann", 3]],
        ),
        (
            "Logons | extend user = toupper(User), USER = 1 | where USER == 1"
            " | summarize make_set(user) by User | sort by User asc",
            ["User", "set_user"],
            [["ann", '["ANN"]'], ["bob", '["BOB"]']],
        ),
    ],
)
def test_names_that_differ_only_in_case_are_told_apart(
    query: str, columns: list[str], rows: list[list[object]]
) -> None:
    assert columns == columns_of(query)
    assert rows == rows_of(query)


@pytest.mark.parametrize("query", ["Logons | where user == 'x'", "Logons | extend b = 1 + bytes"])
def test_a_name_in_the_wrong_case_is_still_unknown(query: str) -> None:
    with pytest.raises(KqlSemanticError, match=r"named '(user|bytes)'"):
        logons().run(query)


def test_such_names_under_a_pattern_are_refused() -> None:
    query = "Logons | extend user = 1 | project-away U*"
    with pytest.raises(KqlUnsupported, match="differ only in case"):
        logons().run(query)
