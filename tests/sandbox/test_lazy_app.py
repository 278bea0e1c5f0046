from __future__ import annotations

import asyncio
import subprocess
import sys

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from defender_tui.sandbox.lazy_app import LazyApp


async def _hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def test_calls_at_the_same_time_wait_for_one_building() -> None:
    built: list[Starlette] = []

    def build() -> Starlette:
        built.append(Starlette(routes=[Route("/", _hello)]))
        return built[-1]

    app = LazyApp(build)
    assert [] == built
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://sandbox.test") as http:
        answers = await asyncio.gather(*(http.get("/") for _ in range(5)))
    assert ["hello"] * 5 == [answer.text for answer in answers]
    assert [await app.app()] == built


def test_a_sandbox_listens_before_it_loads_what_is_asked_of_its_apis() -> None:
    code = "import sys, defender_tui.sandbox.serve; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(answer.stdout.split())
    assert "defender_tui.sandbox.app" in loaded
    apis = ("graph.app", "xdr.app", "keyvault.app", "managed_identity.app", "incident_store")
    assert [] == [name for name in apis if f"defender_tui.sandbox.{name}" in loaded]
