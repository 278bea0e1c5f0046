"""The `claims` parameter: what a client can do, and what an API demanded of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.json_value import Json


@dataclass(frozen=True, slots=True)
class ClaimsRequest:
    """What the parameter asks of the token.

    `handles_challenges` is the capability `cp1`; `not_before` is the moment of a revocation, in
    epoch seconds, before which the token must not have been issued.
    """

    handles_challenges: bool = False
    not_before: int | None = None


def read_claims_request(text: str) -> ClaimsRequest:
    """Read the parameter, which may be empty.

    Raises:
        SignInRefused: it is not a JSON object.

    Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge (2026-11-23)
    """
    if not text:
        return ClaimsRequest()
    try:
        asked: Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(9000410) from error
    if not isinstance(asked, dict):
        raise refused(9000410)
    capabilities = _member(_member(asked, "access_token"), "xms_cc")
    values = _member(capabilities, "values")
    demanded = _member(_member(_member(asked, "access_token"), "nbf"), "value")
    return ClaimsRequest(
        handles_challenges=isinstance(values, list)
        and any(isinstance(value, str) and value.lower() == "cp1" for value in values),
        not_before=_seconds(demanded),
    )


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _seconds(value: Json) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
        return int(value)
    return None
