"""Which incidents are wanted, and what of it each API is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.filters import (
    Dialect,
    IncidentFilter,
    ServerFilter,
    odata_text,
    odata_time,
    server_filter,
)
from defender_tui.core.incidents import Incident

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CASE = Incident(
    id="924565",
    title="Ransomware activity",
    status="active",
    severity="high",
    assigned_to="Ann@contoso.com",
    last_updated=NOON,
    tags=("Tier 0", "Straße"),
)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "wanted",
    [
        IncidentFilter(),
        IncidentFilter(statuses=frozenset({"active", "inProgress"})),
        IncidentFilter(severities=frozenset({"high"})),
        IncidentFilter(assigned_to="ann@CONTOSO.com"),
        IncidentFilter(since=NOON),
        IncidentFilter(until=NOON + SECOND),
        IncidentFilter(since=NOON.astimezone(timezone(timedelta(hours=5)))),
        IncidentFilter(text="  ransom "),
        IncidentFilter(text="9245"),
        IncidentFilter(text="tier"),
        IncidentFilter(text="STRASSE"),
        IncidentFilter(text="ann@"),
    ],
)
def test_an_incident_that_fits_is_wanted(wanted: IncidentFilter) -> None:
    assert wanted.matches(CASE)


@pytest.mark.parametrize(
    "wanted",
    [
        IncidentFilter(statuses=frozenset({"resolved"})),
        IncidentFilter(severities=frozenset({"low", "medium"})),
        IncidentFilter(assigned_to="bob@contoso.com"),
        IncidentFilter(unassigned=True),
        IncidentFilter(since=NOON + SECOND),
        IncidentFilter(until=NOON),
        IncidentFilter(text="phishing"),
        IncidentFilter(statuses=frozenset({"active"}), text="phishing"),
    ],
)
def test_an_incident_that_does_not_fit_is_left_out(wanted: IncidentFilter) -> None:
    assert not wanted.matches(CASE)


@pytest.mark.parametrize("owner", [None, ""])
def test_unassigned_means_that_nobody_owns_it(owner: str | None) -> None:
    assert IncidentFilter(unassigned=True).matches(Incident("1", assigned_to=owner))
    assert not IncidentFilter(assigned_to="ann").matches(Incident("1", assigned_to=owner))


def test_an_incident_without_words_or_times_can_be_judged() -> None:
    bare = Incident("1")
    assert IncidentFilter(since=NOON, until=NOON + SECOND).matches(bare)
    assert not IncidentFilter(statuses=frozenset({"active"})).matches(bare)
    assert IncidentFilter(text="1").matches(bare)


@pytest.mark.parametrize(
    ("graph", "xdr", "wanted"),
    [
        (ServerFilter("", ()), ServerFilter("", ()), IncidentFilter()),
        (
            ServerFilter("status eq 'active'", ()),
            ServerFilter("status eq 'Active'", ()),
            IncidentFilter(statuses=frozenset({"active"})),
        ),
        (
            ServerFilter("(status eq 'active' or status eq 'inProgress')", ()),
            ServerFilter("(status eq 'Active' or status eq 'InProgress')", ()),
            IncidentFilter(statuses=frozenset({"inProgress", "active"})),
        ),
        (
            ServerFilter("severity eq 'high'", ()),
            ServerFilter("", ("severity",)),
            IncidentFilter(severities=frozenset({"high"})),
        ),
        (
            ServerFilter("lastUpdateDateTime ge 2026-11-23T12:00:00Z", ()),
            ServerFilter("lastUpdateTime ge 2026-11-23T12:00:00Z", ()),
            IncidentFilter(since=NOON),
        ),
        (
            ServerFilter("lastUpdateDateTime lt 2026-11-23T12:00:00Z", ()),
            ServerFilter("lastUpdateTime lt 2026-11-23T12:00:00Z", ()),
            IncidentFilter(until=NOON),
        ),
        (
            ServerFilter("assignedTo eq 'o''neill@contoso.com'", ()),
            ServerFilter("assignedTo eq 'o''neill@contoso.com'", ()),
            IncidentFilter(assigned_to="o'neill@contoso.com"),
        ),
        (
            ServerFilter("", ("owner",)),
            ServerFilter("", ("owner",)),
            IncidentFilter(unassigned=True, assigned_to="ann"),
        ),
        (
            ServerFilter("status eq 'active' and severity eq 'low'", ("text",)),
            ServerFilter("status eq 'Active'", ("severity", "text")),
            IncidentFilter(
                statuses=frozenset({"active"}), severities=frozenset({"low"}), text="mimikatz"
            ),
        ),
    ],
)
def test_each_api_is_asked_in_its_own_words_and_the_rest_is_said(
    graph: ServerFilter, xdr: ServerFilter, wanted: IncidentFilter
) -> None:
    assert graph == server_filter(wanted, Dialect.GRAPH)
    assert xdr == server_filter(wanted, Dialect.XDR)


@given(st.text())
def test_no_text_breaks_out_of_its_quotes(value: str) -> None:
    quoted = odata_text(value)
    assert ("'", "'") == (quoted[0], quoted[-1])
    assert value == quoted[1:-1].replace("''", "'")
    assert "'" not in quoted[1:-1].replace("''", "")


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_means_the_same_moment_to_the_server(value: datetime) -> None:
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        return
    assert odata_time(value).endswith("Z")
    assert moment == datetime.fromisoformat(odata_time(value))


def test_a_fraction_of_a_second_is_not_lost() -> None:
    assert "2026-11-23T12:00:00.500000Z" == odata_time(NOON + timedelta(milliseconds=500))


def test_an_empty_owner_means_nobody_here_as_at_the_api() -> None:
    wanted = IncidentFilter(assigned_to="")
    assert not wanted.matches(CASE)
    assert wanted.matches(Incident("1", assigned_to=None))
    assert ServerFilter("", ("owner",)) == server_filter(wanted, Dialect.GRAPH)


def test_a_status_that_an_api_has_no_word_for_is_not_asked_of_it() -> None:
    wanted = IncidentFilter(statuses=frozenset({"active", "awaitingAction"}))
    assert ServerFilter("", ("status",)) == server_filter(wanted, Dialect.XDR)
    assert "awaitingAction" in server_filter(wanted, Dialect.GRAPH).expression
