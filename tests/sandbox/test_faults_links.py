"""Links and redirects on demand that lead where no token may go."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.sandbox.conftest import URL, Visitor
from tests.sandbox.spoiling import HUNTS, list_incidents, spoil


async def _next_link(visitor: Visitor, fault: str) -> str:
    await spoil(visitor, fault)
    return str((await list_incidents(visitor, query="$top=5")).json()["@odata.nextLink"])


async def test_the_next_page_lies_on_another_host(visitor: Visitor) -> None:
    link = urlsplit(await _next_link(visitor, "nextlink-foreign"))
    assert ("https", "localhost", 8443) == (link.scheme, link.hostname, link.port)
    assert "$skiptoken" in link.query


async def test_the_next_page_comes_without_tls(visitor: Visitor) -> None:
    link = await _next_link(visitor, "nextlink-http")
    assert link.startswith("http://127.0.0.1:8443/graph/v1.0/security/incidents?")


async def test_the_next_page_lies_outside_of_the_base_path(visitor: Visitor) -> None:
    link = await _next_link(visitor, "nextlink-outside")
    assert link.startswith(URL)
    assert not link.startswith(f"{URL}/graph")


async def test_the_next_page_is_the_same_for_ever(visitor: Visitor) -> None:
    link = await _next_link(visitor, "nextlink-loop")
    first = await list_incidents(visitor, query="$top=5")
    second = await visitor.http.get(link, headers=await visitor.bearer("graph"))
    assert first.json() == second.json()
    assert link == second.json()["@odata.nextLink"]


async def test_whoever_follows_a_foreign_link_is_counted(visitor: Visitor) -> None:
    link = urlsplit(await _next_link(visitor, "nextlink-foreign"))
    await visitor.http.get(f"{link.path}?{link.query}")
    await visitor.http.get(f"{link.path}?{link.query}", headers=await visitor.bearer("graph"))
    state = (await visitor.http.get("/sandbox/state")).json()
    assert (2, 1) == (state["foreign_calls"], state["foreign_tokens"])


async def test_an_entity_has_no_next_page_to_spoil(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    listed = (await list_incidents(visitor, query="$top=1")).json()["value"][0]["id"]
    await spoil(visitor, "nextlink-foreign:1")
    url = f"/graph/v1.0/security/incidents/{listed}"
    assert "@odata.nextLink" not in (await visitor.http.get(url, headers=headers)).json()
    assert "localhost" in (await list_incidents(visitor)).json()["@odata.nextLink"]


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_redirect_leads_to_another_host_and_keeps_the_body(
    visitor: Visitor, api: str
) -> None:
    await spoil(visitor, "redirect-foreign")
    headers = await visitor.bearer(api)
    answer = await visitor.http.post(HUNTS[api], headers=headers, json={"Query": "T"})
    assert (307, b"") == (answer.status_code, answer.content)
    assert f"https://localhost:8443/foreign{HUNTS[api]}" == answer.headers["Location"]
