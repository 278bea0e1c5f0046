"""Refusals in the shape of whichever service they seem to come from."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra import answers
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import IDENTITY, Call
from defender_tui.sandbox.lazy_app import LazyApp
from defender_tui.sandbox.managed_identity import answers as managed_identity
from defender_tui.sandbox.refusals import ServiceRefused


class Dialects:
    """Writes refusals with each service's own hand, so that a fault cannot be told from it."""

    def __init__(self, services: Mapping[str, LazyApp], clock: Clock) -> None:
        self._services = services
        self.clock = clock

    async def refused(self, call: Call, refusal: ServiceRefused) -> Answer:
        """Give an API's refusal as an answer."""
        if call.service == IDENTITY:
            return Answer.of(await managed_identity.refusal_answer(call.request(), refusal))
        service = self._services.get(call.service)
        handlers = {} if service is None else (await service.app()).exception_handlers
        handler = handlers.get(ServiceRefused, _plain)
        response: Response = await handler(call.request(), refusal)
        return Answer.of(response)

    def sign_in_refused(self, call: Call, refusal: SignInRefused) -> Answer:
        """Give Entra's refusal as an answer."""
        return Answer.of(answers.refusal_answer(call.request(), refusal, self.clock))


async def _plain(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, ServiceRefused)
    body = {"error": {"code": refusal.code, "message": refusal.message}}
    return JSONResponse(body, status_code=refusal.status, headers=refusal.headers)
