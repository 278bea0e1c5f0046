"""Faults put in force the way a tester does: over the control endpoint."""

from __future__ import annotations

from typing import Any

import httpx

from tests.sandbox.conftest import Visitor

INCIDENTS = {"graph": "/graph/v1.0/security/incidents", "xdr": "/xdr/api/incidents"}
HUNTS = {
    "graph": "/graph/v1.0/security/runHuntingQuery",
    "xdr": "/xdr/api/advancedhunting/run",
}


async def spoil(visitor: Visitor, *specs: str) -> None:
    """Put faults in force."""
    for spec in specs:
        answer = await visitor.http.post("/sandbox/faults", json={"fault": spec})
        assert 201 == answer.status_code, answer.text


async def list_incidents(visitor: Visitor, api: str = "graph", query: str = "") -> httpx.Response:
    """List incidents with a fresh token."""
    url = INCIDENTS[api] + (f"?{query}" if query else "")
    return await visitor.http.get(url, headers=await visitor.bearer(api))


async def hits(visitor: Visitor) -> list[int]:
    """Give how often each fault in force hit."""
    faults: list[dict[str, Any]] = (await visitor.http.get("/sandbox/faults")).json()["faults"]
    return [fault["hits"] for fault in faults]
