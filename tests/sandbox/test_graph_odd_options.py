"""Query options with anything in them are answered, and cost no more than they must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Never, overload

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import AlertRecord
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.graph.bodies import incident_body
from defender_tui.sandbox.graph.collection import LIMITS
from defender_tui.sandbox.graph.vocabulary import ALERTS, EXPANDABLE, INCIDENTS, incident_head
from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.listing import page_of
from defender_tui.sandbox.odata.options import read_entity_options, read_options
from tests.sandbox.conftest import NOW

_INCIDENTS = build_incidents(build_cast(5), now=NOW, seed=5, count=60)
_WORDS = st.sampled_from(
    [
        *("severity", "status", "createdDateTime", "assignedTo", "customTags", "alerts", "x"),
        *("eq", "ne", "gt", "in", "has", "and", "or", "not", "any", "all", "add", "null", "true"),
        *("'high'", "'active'", "'", "''", "2026-11-01", "2026-11-01T00:00:00Z", "0001-01-01"),
        *("(", ")", ",", "/", ":", "=", ";", "-", "*", "@p", "$it", "$select", "contains", "1.5"),
        *("any(t:t", "all(", "(t", "microsoft.graph.security.alertSeverity'high'", "duration'P1D'"),
        *("geo.length", "NaN", "INF", "asc", "desc", "99999999999999999999", "\x00", "é", "𝔘"),
    ]
)
_TEXTS = st.lists(_WORDS, max_size=12).map(" ".join) | st.lists(_WORDS, max_size=8).map("".join)


@given(options=st.dictionaries(st.sampled_from(sorted(LIMITS.options)), _TEXTS | st.text()))
@example(options={"$filter": "customTags/any(t:t/x eq 'a')"})
@example(options={"$filter": "a/b/c/any(t:t eq 1)"})
@example(options={"$filter": "(" * 3000 + "severity eq 'high'" + ")" * 3000})
@example(options={"$filter": "not " * 3000 + "(severity eq 'high')"})
@example(options={"$filter": "severity in (" + ",".join(["'high'"] * 3000) + ")"})
@example(options={"$skiptoken": "W10", "$orderby": "createdDateTime"})
@example(options={"$skiptoken": "é"})
@example(options={"$expand": "(" * 3000})
def test_a_list_is_given_or_refused_whatever_the_options(options: dict[str, str]) -> None:
    try:
        read = read_options(options.items(), INCIDENTS, LIMITS, expandable=EXPANDABLE)
        page = page_of(map(incident_head, _INCIDENTS), read, INCIDENTS, id_name="id")
    except QueryRefused as refusal:
        message = str(refusal)
        assert message
    else:
        assert len(page.items) <= read.top <= LIMITS.most_top
        assert len(page.items) <= page.count <= len(_INCIDENTS)


@given(options=st.dictionaries(st.sampled_from(("$select", "$expand", "$top", "$x")), _TEXTS))
def test_an_object_is_given_or_refused_whatever_the_options(options: dict[str, str]) -> None:
    try:
        read = read_entity_options(options.items(), INCIDENTS, expandable=EXPANDABLE)
    except QueryRefused:
        assert options
    else:
        assert set(read.select) <= INCIDENTS.known
        assert {name for one in read.expand for name in one.select} <= ALERTS.known


class _Unopened(Sequence[AlertRecord]):
    """Alerts that nobody may look at."""

    @overload
    def __getitem__(self, index: int) -> AlertRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[AlertRecord]: ...
    def __getitem__(self, index: int | slice) -> Never:
        raise AssertionError("an alert was made for a list that does not show it")

    def __len__(self) -> Never:
        raise AssertionError("alerts were made for a list that does not show them")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"$filter": "severity eq 'high' or customTags/any()", "$count": "true"},
        {"$orderby": "lastUpdateDateTime", "$filter": "createdDateTime gt 2026-11-01"},
    ],
)
def test_a_list_without_alerts_makes_none(options: dict[str, str]) -> None:
    read = read_options(options.items(), INCIDENTS, LIMITS)
    sealed = (replace(one, alerts=_Unopened()) for one in _INCIDENTS)
    page = page_of(map(incident_head, sealed), read, INCIDENTS, id_name="id")
    assert page.items
    for head in page.items:
        assert incident_body(head.record, tenant_id="t")["id"] == str(head.record.incident_id)
