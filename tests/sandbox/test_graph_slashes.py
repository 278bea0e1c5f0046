"""Paths with a slash too many."""

from __future__ import annotations

import pytest

from .conftest import Visitor


@pytest.mark.parametrize(
    "path", ["/graph/v1.0//security/incidents", "/graph//v1.0/security//incidents"]
)
async def test_a_slash_too_many_is_forgiven(visitor: Visitor, path: str) -> None:
    answer = await visitor.http.get(f"{path}?$top=1", headers=await visitor.bearer("graph"))
    assert 200 == answer.status_code
    assert "//v1.0" not in answer.json()["@odata.nextLink"]
    assert "/graph/v1.0/security/incidents?" in answer.json()["@odata.nextLink"]
