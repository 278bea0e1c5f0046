"""Tokens that stop being good before their time.

Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge (2026-11-23)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from defender_tui.sandbox.bearer import claims_challenge
from defender_tui.sandbox.entra.jwt_parts import taken_apart
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.tokens import CHALLENGED
from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import ENTRA, Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing, Surrounding
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.refusals import ServiceRefused


class SignInFault(Refusing):
    """Entra refuses with one code, whoever asks for a token."""

    services = frozenset({ENTRA})
    is_bound = True

    def __init__(self, refusal: SignInRefused) -> None:
        self._refusal = refusal

    async def refuse(self, call: Call, dialects: Dialects) -> Answer | None:
        if not call.is_for_token:
            return None
        return dialects.sign_in_refused(call, self._refusal)


class Unauthorized(Refusing):
    """401 in the middle of a session, whatever the token is worth."""

    is_bound = True

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        message = "Lifetime validation failed, the token is expired."
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        code = "InvalidAuthenticationToken" if call.service == "graph" else "Unauthorized"
        return await dialects.refused(call, ServiceRefused(401, code, message, headers=headers))


@dataclass(frozen=True, slots=True)
class _Ended:
    token: str
    not_before: int
    handles_challenges: bool

    def includes(self, token: str, claims: JsonObject) -> bool:
        issued_from = claims.get("nbf")
        is_older = not isinstance(issued_from, int) or issued_from < self.not_before
        return token == self.token or (self.handles_challenges and is_older)


class ClaimsChallenge(Refusing):
    """Continuous access evaluation ends a token: only one got after the challenge is good again.

    The first token of each application and resource that is met is the one that is ended. Whoever
    declared to handle challenges must have asked for the new one with the claims of the challenge.
    """

    is_bound = True

    def __init__(self) -> None:
        self._ended: dict[tuple[str, str], _Ended] = {}

    async def refuse(self, call: Call, dialects: Dialects) -> Answer | None:
        token = call.request().headers.get("authorization", "").partition(" ")[2].strip()
        claims = _claims(token)
        if claims is None:
            return None
        whose = (str(claims.get("appid")), str(claims.get("aud")))
        now = int(dialects.clock.now().timestamp())
        ended = self._ended.setdefault(whose, _Ended(token, now, "xms_cc" in claims))
        if not ended.includes(token, claims):
            return None
        wanted: JsonObject = {
            "access_token": {"nbf": {"essential": True, "value": str(ended.not_before)}}
        }
        code = "InvalidAuthenticationToken" if call.service == "graph" else "Unauthorized"
        headers = {"WWW-Authenticate": claims_challenge(wanted)}
        refusal = ServiceRefused(401, code, CHALLENGED, headers=headers)
        return await dialects.refused(call, refusal)


class RotatedKeys(Surrounding):
    """Entra signs with a new key from now on, and the APIs know the old one no more."""

    is_bound = True
    count = 1

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    @asynccontextmanager
    async def around(self, call: Call) -> AsyncIterator[None]:
        await asyncio.to_thread(self._keys.rotate, forget_old=True)
        yield


def _claims(token: str) -> JsonObject | None:
    try:
        return taken_apart(token).claims
    except ValueError:
        return None
