"""The sandbox's own addresses under `/sandbox/`: what it counted, its faults, its clock."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.faults.book import FaultBook
from defender_tui.sandbox.faults.links import FOREIGN_PATH
from defender_tui.sandbox.faults.skew import SandboxClock
from defender_tui.sandbox.faults.spec import FaultSpecError, parse_spec
from defender_tui.sandbox.incoming import UnreadableBody, json_object
from defender_tui.sandbox.json_value import JsonObject

_LONGEST_ADVANCE_S = 10 * 366 * 24 * 3600
_LONGEST_DELAY_S = 3600


class Control:
    """Answers those who test a client with the sandbox."""

    def __init__(
        self, book: FaultBook, activity: Activity, clock: SandboxClock, *, is_clock_own: bool
    ) -> None:
        self._book = book
        self._activity = activity
        self._clock = clock
        self._is_clock_own = is_clock_own

    def routes(self) -> list[BaseRoute]:
        every = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        return [
            Route("/sandbox/state", self._state, methods=["GET"]),
            Route("/sandbox/faults", self._list, methods=["GET"]),
            Route("/sandbox/faults", self._add, methods=["POST"]),
            Route("/sandbox/faults", self._clear, methods=["DELETE"]),
            Route("/sandbox/clock", self._time, methods=["GET"]),
            Route("/sandbox/clock", self._advance, methods=["POST"]),
            Route(FOREIGN_PATH + "/{rest:path}", self._foreign, methods=every),
        ]

    async def _state(self, _request: Request) -> Response:
        return JSONResponse(self._activity.as_json() | {"faults_hit": self._book.hits})

    async def _list(self, _request: Request) -> Response:
        return self._faults()

    async def _add(self, request: Request) -> Response:
        try:
            body = await json_object(request)
            delay_s = _number(body, "delay_s", _LONGEST_DELAY_S) if "delay_s" in body else None
            self._book.add(parse_spec(str(body.get("fault", ""))), delay_s=delay_s)
        except UnreadableBody:
            return _refused('The body is not an object like {"fault": "throttle:2@/graph"}.')
        except (FaultSpecError, _NoNumber) as error:
            return _refused(str(error))
        return self._faults(status=201)

    async def _clear(self, _request: Request) -> Response:
        self._book.clear()
        return self._faults()

    async def _time(self, _request: Request) -> Response:
        return JSONResponse({"now": self._clock.now().isoformat()})

    async def _advance(self, request: Request) -> Response:
        if not self._is_clock_own:
            return _refused("The clock is the machine's own; start with --now to move it.", 409)
        try:
            seconds = _number(await json_object(request), "advance_s", _LONGEST_ADVANCE_S)
        except UnreadableBody:
            return _refused('The body is not an object like {"advance_s": 60}.')
        except _NoNumber as error:
            return _refused(str(error))
        self._clock.steady.advance(timedelta(seconds=seconds))
        return await self._time(request)

    async def _foreign(self, request: Request) -> Response:
        self._activity.foreign_calls += 1
        if "authorization" in request.headers:
            self._activity.foreign_tokens += 1
        return _refused("This stands for a foreign host, where no client should have come.", 404)

    def _faults(self, *, status: int = 200) -> Response:
        faults = [entry.as_json() for entry in self._book.entries()]
        return JSONResponse({"faults": faults}, status_code=status)


class _NoNumber(ValueError):
    """A member is not a number of the size that it should have."""


def _number(body: JsonObject, name: str, most: float) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise _NoNumber(f"“{name}” is not a number from 0 to {most}.")
    return float(value)


def _refused(message: str, status: int = 400) -> Response:
    return JSONResponse({"error": {"message": message}}, status_code=status)
