"""Filters on the list of the Defender XDR API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from defender_tui.sandbox.json_value import ticks
from tests.sandbox.conftest import Visitor

_LIST = "/xdr/api/incidents"
_MOMENT = "2026-11-20T12:00:00Z"
_LATER = "2026-11-22T00:00:00.5Z"
_OWNER = "secop2@contoso.example"
Test = Callable[[dict[str, Any]], bool]


async def everything(visitor: Visitor, **query: str) -> list[dict[str, Any]]:
    """Give all incidents that a query finds, page by page."""
    headers = await visitor.bearer("xdr")
    found: list[dict[str, Any]] = []
    while True:
        options = {f"${name}": value for name, value in query.items()} | {"$skip": str(len(found))}
        answer = await visitor.http.get(_LIST, headers=headers, params=options)
        assert 200 == answer.status_code, answer.text
        page = answer.json()["value"]
        found += page
        if len(page) < 100:
            return found


def updated(one: dict[str, Any]) -> int:
    return ticks(one["lastUpdateTime"])


def created(one: dict[str, Any]) -> int:
    return ticks(one["createdTime"])


@pytest.mark.parametrize(
    ("text", "test"),
    [
        (f"lastUpdateTime gt {_MOMENT}", lambda one: updated(one) > ticks(_MOMENT)),
        (f"lastUpdateTime ge {_LATER}", lambda one: updated(one) >= ticks(_LATER)),
        (f"createdTime lt {_MOMENT}", lambda one: created(one) < ticks(_MOMENT)),
        (f"createdTime le {_MOMENT}", lambda one: created(one) <= ticks(_MOMENT)),
        ("status eq 'Active'", lambda one: one["status"] == "Active"),
        ("status eq 'InProgress'", lambda one: one["status"] == "InProgress"),
        ("assignedTo eq null", lambda one: one["assignedTo"] is None),
        (f"assignedTo eq '{_OWNER}'", lambda one: one["assignedTo"] == _OWNER),
        (
            f"lastUpdateTime gt {_MOMENT} and status eq 'Active'",
            lambda one: updated(one) > ticks(_MOMENT) and one["status"] == "Active",
        ),
        (
            f"createdTime gt {_LATER} or status eq 'Resolved' and createdTime lt {_MOMENT}",
            lambda one: (
                created(one) > ticks(_LATER)
                or (one["status"] == "Resolved" and created(one) < ticks(_MOMENT))
            ),
        ),
        (
            f"(status eq 'Active' or status eq 'InProgress') and createdTime ge {_MOMENT}",
            lambda one: (
                one["status"] in ("Active", "InProgress") and created(one) >= ticks(_MOMENT)
            ),
        ),
    ],
)
async def test_a_filter_finds_what_it_says(visitor: Visitor, text: str, test: Test) -> None:
    headers = await visitor.bearer("xdr")
    newest = (await visitor.http.get(f"{_LIST}?$top=1", headers=headers)).json()["value"][0]
    await visitor.http.patch(
        f"{_LIST}/{newest['incidentId']}", headers=headers, json={"assignedTo": _OWNER}
    )
    expected = [one["incidentId"] for one in await everything(visitor) if test(one)]
    visitor.clock.advance(timedelta(minutes=1))
    assert expected
    assert expected == [one["incidentId"] for one in await everything(visitor, filter=text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("severity eq 'High'", "'severity'"),
        ("incidentName eq 'x'", "'incidentName'"),
        ("classification eq 'TruePositive'", "'classification'"),
        ("tags/any(t: t eq 'x')", "'tags'"),
        ("alerts/any(a: a eq 'x')", "'alerts'"),
        ("Status eq 'Active'", "'Status'"),
        ("createdDateTime gt 2026-11-01T00:00:00Z", "'createdDateTime'"),
        ("status eq 'Unheard'", "'Unheard'"),
        ("status eq Active", "plain value"),
        ("createdTime gt '2026-11-01T00:00:00Z'", "incompatible"),
        ("createdTime gt", "Syntax error"),
        ("createdTime", ""),
        ("", ""),
    ],
)
async def test_what_cannot_be_filtered_on_is_named(visitor: Visitor, text: str, named: str) -> None:
    headers = await visitor.bearer("xdr")
    answer = await visitor.http.get(_LIST, headers=headers, params={"$filter": text})
    error = answer.json()["error"]
    assert (400, "ODataError") == (answer.status_code, error["code"])
    assert named in error["message"]


async def test_incidents_come_newest_first_a_hundred_at_a_time(visitor: Visitor) -> None:
    headers = await visitor.bearer("xdr")
    body = (await visitor.http.get(_LIST, headers=headers)).json()
    assert 100 == len(body["value"])
    times = [created(one) for one in body["value"]]
    assert sorted(times, reverse=True) == times
    assert ["@odata.context", "value"] == list(body)


async def test_beyond_the_last_incident_there_is_none(visitor: Visitor) -> None:
    headers = await visitor.bearer("xdr")
    for query in ("$skip=100000", "$top=0"):
        answer = await visitor.http.get(f"{_LIST}?{query}", headers=headers)
        assert (200, []) == (answer.status_code, answer.json()["value"])


async def test_options_may_be_escaped(visitor: Visitor) -> None:
    headers = await visitor.bearer("xdr")
    answer = await visitor.http.get(
        f"{_LIST}?%24filter=status%20eq%20%27Active%27&%24top=3", headers=headers
    )
    assert ["Active"] * 3 == [one["status"] for one in answer.json()["value"]]
