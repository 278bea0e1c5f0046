"""A part of the queue at rest is read back as it was, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.filters import Dialect, IncidentFilter
from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.json_form import as_json
from defender_tui.core.kept_incidents import KeptQueue, NotKept, QueuePart, kept_lines, read_kept
from defender_tui.core.listed_incident import listed
from defender_tui.core.listed_json import known_json

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PART = QueuePart(
    "contoso-soc", "tenant", "client", "https://graph.example", Dialect.GRAPH, IncidentFilter()
)
# Services send lone surrogates too, written as escapes.
_TEXT = st.text(st.characters(), max_size=8)
_MAYBE = st.none() | _TEXT
_TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
_ALERTS = st.builds(
    Alert, id=_TEXT, title=_MAYBE, service=_MAYBE, last_activity=_TIMES, description=_MAYBE
)
_INCIDENTS = st.builds(
    Incident,
    id=_TEXT,
    title=_MAYBE,
    status=_MAYBE,
    assigned_to=_MAYBE,
    summary=_MAYBE,
    redirect_to=_MAYBE,
    priority=st.none() | st.integers(0, 100),
    created=_TIMES,
    last_updated=_TIMES,
    tags=st.lists(_TEXT, max_size=3).map(tuple),
    comments=st.lists(st.builds(Comment, _TEXT, _MAYBE, _TIMES), max_size=2).map(tuple),
    alerts=st.none() | st.lists(_ALERTS, max_size=3).map(tuple),
)


def queue(*incidents: Incident) -> KeptQueue:
    return KeptQueue(
        tuple(map(listed, incidents)), NOON - timedelta(days=30), NOON, NOON + timedelta(seconds=1)
    )


@given(st.lists(_INCIDENTS, max_size=3), _TIMES)
def test_what_was_kept_is_read_back_as_it_was(
    incidents: list[Incident], since: datetime | None
) -> None:
    kept = replace(queue(*incidents), since=since)
    assert kept == read_kept(list(kept_lines(PART, kept)), PART)


@given(_INCIDENTS)
def test_a_listed_incident_has_the_fields_of_the_whole_one_as_far_as_they_are_known(
    incident: Incident,
) -> None:
    whole, known = as_json(incident), known_json(listed(incident))
    assert isinstance(whole, dict)
    assert whole == known_json(incident)
    assert {"description", "summary", "resolving_comment", "extra"} == whole.keys() - known.keys()
    for name in known.keys() - {"alerts"}:
        assert whole[name] == known[name]
    listed_alerts = known["alerts"]
    assert isinstance(listed_alerts, list) or whole["alerts"] is None
    if isinstance(listed_alerts, list):
        for all_of_it, some in zip(whole["alerts"], listed_alerts, strict=True):
            assert some == {name: all_of_it[name] for name in some}


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ({"version": 2}, "another version"),
        ({"format": "x"}, "not such a list"),
        ({"count": 2}, "not whole"),
        ({"of": {}}, "something else"),
        ({"complete_until": "yesterday"}, "damaged"),
        ({"complete_until": "2026-11-23T12:00:00"}, "damaged"),
        ({"synced_at": None}, "damaged"),
    ],
)
def test_what_is_not_what_it_should_be_is_not_used(head: dict[str, object], why: str) -> None:
    first, *others = kept_lines(PART, queue(Incident("7")))
    with pytest.raises(NotKept, match=why):
        read_kept([json.dumps(json.loads(first) | head), *others], PART)


@pytest.mark.parametrize(
    "line", ["{", "[]", "7", '{"id": 7}', '{"id": "7"}', "[" * 100_000, '{"id": "7", "tags": "x"}']
)
def test_a_damaged_line_spoils_the_whole(line: str) -> None:
    first, _ = kept_lines(PART, queue(Incident("7")))
    with pytest.raises(NotKept, match="damaged"):
        read_kept([first, line], PART)


def test_an_empty_file_is_no_list() -> None:
    with pytest.raises(NotKept):
        read_kept([], PART)


def test_times_are_not_part_of_what_tells_parts_apart_but_all_else_is() -> None:
    later = replace(PART, wanted=IncidentFilter(since=NOON, until=NOON))
    assert PART.as_json() == later.as_json()
    others = [
        replace(PART, profile="x"),
        replace(PART, tenant_id="x"),
        replace(PART, client_id="x"),
        replace(PART, address="https://x.example"),
        replace(PART, api=Dialect.XDR),
        replace(PART, wanted=IncidentFilter(statuses=frozenset({"active"}))),
    ]
    assert all(one.as_json() != PART.as_json() for one in others)
