from __future__ import annotations

from datetime import timedelta

import pytest

from defender_tui.kql import diagnose, diagnose_timespan, load_schema
from defender_tui.kql.schema import Column, HuntingSchema, Table

from .found import advice, errors

_TIMED = "DeviceEvents | where Timestamp > ago(1d)"


def test_a_query_that_says_nothing_of_the_time_is_told_so_once() -> None:
    assert ["DeviceEvents"] == advice("DeviceEvents | join kind=inner DeviceInfo on DeviceId")
    assert [] == advice(_TIMED)
    assert [] == advice("let s = ago(1d); DeviceEvents | where Timestamp between (s .. now())")


def test_tables_that_hold_a_state_need_no_time() -> None:
    stateless = next(table for table in load_schema() if table.time_column is None)
    assert [] == advice(f"{stateless.name} | take 5")


def test_tables_that_are_open_here_need_no_time() -> None:
    columns = (Column("Timestamp", "datetime"),)
    local = Table("r1", columns=columns, time_column="Timestamp", is_local=True)
    tenants = Table("DeviceEvents", columns=columns, time_column="Timestamp")
    schema = HuntingSchema((tenants, local))
    assert [] == diagnose("r1 | take 5", schema)
    (found,) = diagnose("r1 | union DeviceEvents", schema)
    assert "DeviceEvents" == "r1 | union DeviceEvents"[found.start : found.end]
    assert found.message.startswith("Nothing limits the time")


@pytest.mark.parametrize(
    ("word", "is_told"),
    [("powershell", True), ("abc", False), ("a b c d", False), ("x.exe", False)],
)
def test_has_is_offered_where_contains_looks_for_a_whole_word(word: str, is_told: bool) -> None:
    query = f"{_TIMED} | where FileName contains '{word}'"
    assert (["contains"] if is_told else []) == advice(query)


def test_the_fix_for_contains_keeps_a_negation() -> None:
    query = f"{_TIMED} | where FileName !contains 'powershell'"
    (found,) = diagnose(query, load_schema())
    assert found.fix is not None
    assert query.replace("!contains", "!has") == found.fix.apply(query)


def test_a_join_without_a_kind_is_told_what_it_does() -> None:
    assert ["join"] == advice(f"{_TIMED} | join DeviceInfo on DeviceId")
    assert [] == advice(f"{_TIMED} | join kind=inner DeviceInfo on DeviceId")
    assert [] == advice(
        f"{_TIMED} | join hint.strategy=broadcast kind=inner DeviceInfo on DeviceId"
    )


@pytest.mark.parametrize("query", ["search 'x'", "search *", "union * | where Timestamp > ago(1d)"])
def test_going_through_every_table_is_told(query: str) -> None:
    assert [query.split()[0]] == advice(query)
    assert [] == errors(query)


def test_a_search_in_named_tables_is_fine() -> None:
    assert [] == advice("search in (DeviceEvents) 'x' and Timestamp > ago(1d)")


@pytest.mark.parametrize(
    ("span", "days", "is_told"),
    [("30d", 7, True), ("7d", 7, False), ("12h", 1, False), ("36h", 1, True), ("90min", 1, False)],
)
def test_a_query_that_looks_back_further_than_its_range_is_told(
    span: str, days: int, is_told: bool
) -> None:
    query = f"DeviceEvents | where Timestamp > ago({span})"
    found = diagnose_timespan(query, timedelta(days=days))
    assert ([f"ago({span})"] if is_told else []) == [query[one.start : one.end] for one in found]
