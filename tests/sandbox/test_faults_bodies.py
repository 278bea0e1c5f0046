"""Answers on demand that hold what nobody expects, or are not what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.conftest import SCOPES, Visitor
from tests.sandbox.spoiling import INCIDENTS, hits, list_incidents, spoil

_ALL = {"graph": "$top=50&$expand=alerts", "xdr": "$top=50"}
_ENUMS = ("status", "severity", "classification", "determination", "serviceSource", "verdict")


def _members(value: Any, name: str) -> Iterator[Any]:
    """Give every value that a name has anywhere in a body."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in parts:
        if key == name:
            yield held
        if isinstance(held, dict | list):
            yield from _members(held, name)


async def _spoiled(visitor: Visitor, api: str, fault: str) -> Any:
    await spoil(visitor, fault)
    answer = await list_incidents(visitor, api, _ALL[api])
    assert 200 == answer.status_code
    return answer.json()


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_json_ends_in_the_middle(visitor: Visitor, api: str) -> None:
    whole = (await list_incidents(visitor, api)).content
    await spoil(visitor, "truncated-json")
    answer = await list_incidents(visitor, api)
    assert 200 == answer.status_code
    assert len(answer.content) == int(answer.headers["Content-Length"]) < len(whole)
    with pytest.raises(json.JSONDecodeError):
        answer.json()


async def test_json_is_said_to_be_plain_text(visitor: Visitor) -> None:
    await spoil(visitor, "wrong-content-type")
    answer = await list_incidents(visitor)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.json()["value"]


async def test_a_gateway_answers_with_a_page_of_its_own(visitor: Visitor) -> None:
    await spoil(visitor, "html")
    answer = await list_incidents(visitor)
    assert (200, "text/html; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    assert answer.text.startswith("<!DOCTYPE html>")


async def test_a_gateways_page_can_stand_in_for_entra(visitor: Visitor) -> None:
    await spoil(visitor, "html@*/token")
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    answer = await visitor.http.post(f"/{visitor.tenant_id}/oauth2/v2.0/token", data=form)
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_evidence_of_an_unknown_kind_comes_with_every_alert(
    visitor: Visitor, api: str
) -> None:
    body = await _spoiled(visitor, api, "unknown-evidence")
    name, kind = ("evidence", "@odata.type") if api == "graph" else ("entities", "entityType")
    lists = [pieces for pieces in _members(body, name) if isinstance(pieces, list)]
    assert len(lists) > 10
    for pieces in lists:
        assert "zeppelin" in pieces[-1][kind].lower()
        assert not any("zeppelin" in piece[kind].lower() for piece in pieces[:-1])


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_every_word_of_a_list_is_new(visitor: Visitor, api: str) -> None:
    body = await _spoiled(visitor, api, "unknown-enum")
    seen = {str(word) for name in _ENUMS for word in _members(body, name)}
    assert {"notHeardOfYet"} == seen - {"None"}


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_nulls_stand_where_values_are_promised(visitor: Visitor, api: str) -> None:
    body = await _spoiled(visitor, api, "nulls")
    incident, *_, last = body["value"]
    number = "id" if api == "graph" else "incidentId"
    assert last is None
    assert incident[number] is not None
    assert [None] * 3 == [incident[name] for name in ("status", "severity", "assignedTo")]
    assert None in next(pieces for pieces in _members(body, "alerts") if pieces)


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_an_incident_stands_on_two_pages(visitor: Visitor, api: str) -> None:
    await spoil(visitor, "duplicate-incident")
    headers = await visitor.bearer(api)
    first = (await visitor.http.get(f"{INCIDENTS[api]}?$top=5", headers=headers)).json()
    link = first.get("@odata.nextLink", f"{INCIDENTS[api]}?$top=5&$skip=5")
    second = (await visitor.http.get(link, headers=headers)).json()
    assert (5, 6) == (len(first["value"]), len(second["value"]))
    assert first["value"][-1] == second["value"][0]
    assert [1] == await hits(visitor)


@pytest.mark.parametrize(
    ("api", "name", "word"), [("graph", "id", "redirected"), ("xdr", "incidentId", "Redirected")]
)
async def test_an_incident_was_merged_into_another_that_is_there(
    visitor: Visitor, api: str, name: str, word: str
) -> None:
    body = await _spoiled(visitor, api, "merged-incident")
    first, second = body["value"][:2]
    assert (word, second[name]) == (first["status"], first["redirectIncidentId"])
    assert word != second["status"]
    url = f"{INCIDENTS[api]}/{first[name]}"
    opened = (await visitor.http.get(url, headers=await visitor.bearer(api))).json()
    assert (word, second[name]) == (opened["status"], opened["redirectIncidentId"])


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_every_free_text_is_hostile_and_no_id_is(visitor: Visitor, api: str) -> None:
    body = await _spoiled(visitor, api, "hostile-text")
    title = "displayName" if api == "graph" else "incidentName"
    for name in (title, "title", "description", "fileName", "comment", "processCommandLine"):
        texts = [text for text in _members(body["value"], name) if text]
        assert texts, name
        for text in texts:
            for harm in ("\x1b[2J", "\u202e", "\u200b", "[bold red]", "\r\n", "\ud800", "\x9b"):
                assert harm in text
    assert max(len(str(text)) for text in _members(body, "title")) > 10_000 or any(
        len(str(incident[title])) > 10_000 for incident in body["value"]
    )
    for name in ("id", "incidentId", "alertId", "createdDateTime", "status", "severity", "sha256"):
        assert not [text for text in _members(body, name) if "\x1b" in str(text)]


async def test_several_faults_spoil_one_answer(visitor: Visitor) -> None:
    await spoil(visitor, "unknown-enum", "wrong-content-type", "nextlink-loop")
    answer = await list_incidents(visitor)
    assert "notHeardOfYet" == answer.json()["value"][0]["status"]
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.json()["@odata.nextLink"].endswith("/incidents")
    assert [1, 1, 1] == await hits(visitor)
