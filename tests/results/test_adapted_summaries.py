"""Operators that sum rows up into other shapes."""

from __future__ import annotations

import json

import pytest

from defender_tui.results.kql_errors import KqlSemanticError, KqlUnsupported

from .adapted_logons import columns_of, logons, rows_of

HOURS = [f"2026-01-01T0{hour}:00:00.0000000Z" for hour in range(3)]


def _series(query: str) -> list[list[object]]:
    """The rows with their arrays read."""
    return [
        [json.loads(v) if isinstance(v, str) and v.startswith("[") else v for v in row]
        for row in rows_of(query)
    ]


def test_a_series_has_a_value_for_every_step_and_key() -> None:
    query = (
        "Logons | make-series n = count(), b = sum(Bytes) default = -1 on Timestamp"
        " from datetime(2026-01-01) to datetime(2026-01-01 03:00) step 1h by User"
        " | sort by User asc"
    )
    assert [["ann", [1, 0, 1], [10, -1, 30], HOURS], ["bob", [1, 0, 0], [20, -1, -1], HOURS]] == (
        _series(query)
    )


@pytest.mark.parametrize(
    ("clauses", "values"),
    [
        ("count() on Timestamp step 1d", [3, 1]),
        ("count() on Timestamp from datetime(2026-01-01) step 12h", [3, 0, 1]),
        ("count() on Timestamp from datetime(2025-12-31) to datetime(2026-01-02) step 1d", [0, 3]),
        ("avg(Bytes) default = real(null) on Timestamp step 1d", [20.0, 5.0]),
        ("max(Bytes) on Bytes step 10", [5, 10, 20, 30]),
        ("x = dcount(User) on Timestamp in range(0, 1, 2)", None),
    ],
)
def test_the_bounds_of_a_series_are_those_of_its_rows_where_none_are_given(
    clauses: str, values: list[object] | None
) -> None:
    query = f"Logons | make-series {clauses}"
    if values is None:
        with pytest.raises(KqlUnsupported, match="make-series"):
            logons().run(query)
    else:
        assert values == _series(query)[0][0]


def test_no_rows_make_no_series() -> None:
    assert [] == rows_of("Logons | take 0 | make-series count() on Timestamp step 1d")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("top-nested 1 of User by sum(Bytes)", [["ann", 45]]),
        (
            "top-nested 1 of User by sum(Bytes), top-nested 1 of Device by n = count() desc",
            [["ann", 45, "pc1", 2]],
        ),
        ("top-nested 1 of Who = toupper(User) by count() asc", [["BOB", 1]]),
        ("top-nested of User by count() | sort by User asc", [["ann", 3], ["bob", 1]]),
        ("top-hitters 1 of User", [["ann", 3]]),
        ("sample-distinct 5 of User | sort by User asc", [["ann"], ["bob"]]),
        ("sample 3 | count", [[3]]),
        ("summarize take_any(*) by Device | where Device == 'pc2' | project Bytes", [[30]]),
        ("summarize s = strcat_array(make_list(Device), '+') by User | sort by User asc",
         [["ann", "pc1+pc2+pc1"], ["bob", "pc1"]]),
        ("summarize (At, On) = arg_max(Bytes, Device), (From, Off) = arg_min(Bytes, Device)",
         [[30, "pc2", 5, "pc1"]]),
        ("summarize makeset(User), makelist(Bytes) | project array_length(set_User),"
         " array_length(list_Bytes)", [[2, 4]]),
        ("summarize l = make_list(Timestamp) by User | where User == 'bob' | project l",
         [['["2026-01-01T00:50:00.0000000Z"]']]),
        ("mv-expand todynamic(Info.z) | where Info_z == 1 | project Bytes", [[30]]),
        ("mv-expand split(User, 'n') to typeof(string) | where User == 'a' | count", [[3]]),
    ],
)  # fmt: skip
def test_rows_are_summed_up_as_in_kusto(query: str, rows: list[list[object]]) -> None:
    assert rows == rows_of(f"Logons | {query}")


def test_the_older_extremes_name_their_columns_the_older_way() -> None:
    assert ["User", "max_Bytes", "max_Bytes_Device"] == columns_of(
        "Logons | summarize argmax(Bytes, Device) by User"
    )


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        (
            "project Bytes, Info | evaluate bag_unpack(Info) | sort by Bytes asc",
            ["Bytes", "k", "n", "z"],
            [[5, "", None, None], [10, "x", 1, None], [20, "y", None, None], [30, "", 2, "[1]"]],
        ),
        (
            "project Bytes, Info | evaluate bag_unpack(Info, 'i_') : (Bytes:long, i_k:string)"
            " | where i_k == 'x'",
            ["Bytes", "i_k"],
            [[10, "x"]],
        ),
        (
            "project k = User, Info | evaluate bag_unpack(Info, '', 'keep_source')"
            " | where n == 1 | project k",
            ["k"],
            [["ann"]],
        ),
        (
            "project User, Device, Bytes | evaluate pivot(Device, sum(Bytes)) | sort by User asc",
            ["User", "pc1", "pc2"],
            [["ann", 15, 30], ["bob", 20, 0]],
        ),
        (
            "evaluate pivot(Device, count(), User) | sort by User asc",
            ["User", "pc1", "pc2"],
            [["ann", 2, 1], ["bob", 1, 0]],
        ),
    ],
)
def test_values_of_rows_become_columns(
    query: str, columns: list[str], rows: list[list[object]]
) -> None:
    assert columns == columns_of(f"Logons | {query}")
    assert rows == rows_of(f"Logons | {query}")


def test_a_member_of_a_bag_does_not_silently_take_the_place_of_a_column() -> None:
    with pytest.raises(KqlSemanticError, match="'k' is there already"):
        logons().run("Logons | project k = User, Info | evaluate bag_unpack(Info)")


@pytest.mark.parametrize(
    ("query", "construct"),
    [
        ("evaluate narrow()", "evaluate narrow"),
        ("evaluate autocluster()", "evaluate autocluster"),
        ("evaluate pivot(Device, make_set(User))", "evaluate pivot"),
        ("top-nested 1 of User with others = 'x' by count()", "top-nested"),
        ("fork (count) (take 1)", "fork"),
        ("facet by User", "facet"),
        ("scan with (step s: true;)", "scan"),
        ("reduce by User", "reduce"),
        ("consume", "consume"),
        ("parse-kv User as (a:string)", "parse-kv"),
        ("project-by-names 'User'", "project-by-names"),
        ("make-series kind=nonempty n = count() on Timestamp step 1d", "make-series kind=nonempty"),
        ("make-series n = count() on User step 1d", "make-series over such an axis"),
    ],
)
def test_what_has_no_exact_form_is_refused_by_name(query: str, construct: str) -> None:
    with pytest.raises(KqlUnsupported, match=f"'{construct}.*A tenant may well run it"):
        logons().run(f"Logons | {query}")


def test_nobody_can_write_the_marks_of_adaptation() -> None:
    with pytest.raises(KqlUnsupported, match="__adapted_reorder"):
        logons().run("Logons | where __adapted_reorder('User', '')")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("print s = 'ann@x.y' | parse s with User '@' Rest | project User, Rest", [["ann", "x.y"]]),
        ("print s = 'none' | parse s with User '@' Rest | project User, Rest", [["", ""]]),
        (
            "datatable(s:string)['a=1', 'b'] | parse-where s with Key:string '=' Value:long"
            " | project Key, Value",
            [["a", 1]],
        ),
        ("print s = 'k: v' | parse kind=relaxed s with * ': ' Value | project Value", [["v"]]),
    ],
)
def test_a_pattern_may_begin_with_a_column(query: str, rows: list[list[object]]) -> None:
    assert rows == rows_of(query)
