"""Somebody who works with the machines of the home tenant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from tests.sandbox.conftest import Visitor

API = "/mde/api"
COMMENT = {"Comment": "because of alert 1234"}
BODIES: dict[str, dict[str, str]] = {
    "isolate": {**COMMENT, "IsolationType": "Full"},
    "unisolate": COMMENT,
    "runAntiVirusScan": {**COMMENT, "ScanType": "Quick"},
    "collectInvestigationPackage": COMMENT,
    "restrictCodeExecution": COMMENT,
    "unrestrictCodeExecution": COMMENT,
    "StopAndQuarantineFile": {**COMMENT, "Sha1": "87662bc3d60e4200ceaf7aae249d1c343f4b83c9"},
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A visitor with a token of Defender for Endpoint."""

    visitor: Visitor
    headers: dict[str, str]

    @classmethod
    async def of(cls, visitor: Visitor, app_name: str = "full") -> Desk:
        return cls(visitor, await visitor.bearer("mde", app_name))

    async def get(self, path: str, **params: str) -> httpx.Response:
        query = {f"${name}": value for name, value in params.items()}
        return await self.visitor.http.get(f"{API}{path}", headers=self.headers, params=query)

    async def post(self, path: str, body: object) -> httpx.Response:
        return await self.visitor.http.post(f"{API}{path}", headers=self.headers, json=body)

    async def order(
        self, machine_id: str, action: str, body: object | None = None
    ) -> httpx.Response:
        """Order an action, with a body that suffices unless another is given."""
        wanted = BODIES[action] if body is None else body
        return await self.post(f"/machines/{machine_id}/{action}", wanted)

    async def started(self, machine_id: str, action: str) -> dict[str, Any]:
        answer = await self.order(machine_id, action)
        assert 201 == answer.status_code, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def machines(self, **params: str) -> Sequence[dict[str, Any]]:
        answer = await self.get("/machines", **params)
        assert 200 == answer.status_code, answer.text
        found: list[dict[str, Any]] = answer.json()["value"]
        return found

    async def machine_id(self, name: str) -> str:
        """Give the id of a machine of the home tenant by its short name."""
        return str((await self.get(f"/machines/{name}.contoso.example")).json()["id"])

    async def status(self, action_id: str) -> str:
        return str((await self.get(f"/machineactions/{action_id}")).json()["status"])

    def wait(self, seconds: float) -> None:
        """Let time pass at the sandbox."""
        self.visitor.clock.advance(timedelta(seconds=seconds))


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Give status and code of a refusal, which must have the shape of this API."""
    error = answer.json()["error"]
    assert {"code", "message", "target"} == set(error)
    return answer.status_code, error["code"]
