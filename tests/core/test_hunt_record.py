"""Runs as the history writes and reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.hunt_record import HuntRecord, RunState, read_record, record_line

anything = st.text(st.characters())
records = st.builds(
    HuntRecord,
    id=st.uuids().map(lambda value: value.hex),
    started=st.datetimes(timezones=st.just(UTC)),
    query=anything,
    target=st.sampled_from(["graph", "xdr", "local"]),
    state=st.sampled_from(RunState),
    tenant_id=anything,
    tenant=anything,
    profile=anything,
    timespan=st.none() | st.just("P7D"),
    rows=st.none() | st.integers(0, 100_000),
    elapsed_s=st.none() | st.integers(0, 600_000).map(lambda value: value / 1000),
    error=anything,
    is_cut=st.booleans(),
)


@given(records)
def test_a_written_run_is_read_back_the_same_from_one_line(record: HuntRecord) -> None:
    line = record_line(record)
    assert line.isascii()
    assert 1 == len(line.splitlines())
    assert record == read_record(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        "{}",
        '{"id": "1", "started": "2026-11-23T14:00:00Z", "query": "T", "state": "odd"}',
        '{"id": "1", "started": "yesterday", "query": "T", "state": "done"}',
        '{"id": "1", "started": "2026-11-23T14:00:00Z", "query": 1, "state": "done"}',
        '{"id": "", "started": "2026-11-23T14:00:00Z", "query": "T", "state": "done"}',
    ],
)
def test_a_line_that_is_no_run_is_none(line: str) -> None:
    assert read_record(line) is None


def test_figures_that_cannot_be_are_left_out() -> None:
    line = (
        '{"id": "1", "started": "2026-11-23T15:00:00+01:00", "query": "T", "state": "done",'
        ' "rows": -1, "elapsed_s": NaN, "target": 3, "timespan": 4, "new": "later"}'
    )
    started = datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert HuntRecord("1", started, "T", "") == read_record(line)


@pytest.mark.parametrize(
    ("is_found", "words"),
    [
        (True, ""),
        (True, "powershell"),
        (True, "CONTOSO  filename"),
        (True, "exceeded"),
        (False, "powershell fabrikam"),
    ],
)
def test_a_run_is_found_by_words_of_query_error_and_tenant(is_found: bool, words: str) -> None:
    record = HuntRecord(
        "1",
        datetime(2026, 11, 23, 14, tzinfo=UTC),
        'DeviceProcessEvents\n| where FileName =~ "PowerShell.exe"',
        "graph",
        RunState.THROTTLED,
        tenant="Contoso",
        error="You have exceeded processing resources.",
    )
    assert is_found is all(word in record.search_text for word in words.casefold().split())
