"""An API's refusal turned into the error that a user can act on.

Source: https://learn.microsoft.com/en-us/graph/errors
Source: https://learn.microsoft.com/en-us/defender-xdr/api-error-codes
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..errors import (
    ApiError,
    DefenderTuiError,
    NotFound,
    NotPermitted,
    QueryInvalid,
    ServerFault,
    Throttled,
    TokenExpired,
)
from ..portal import Asker
from ..resources import Resource
from ..role_gap import RoleGap, not_permitted
from ..throttle import again_in_s, retry_after_s, window_s
from .hunting import place_in
from .request import ApiRequest

_ROLES = re.compile(
    r"API required roles:\s*(?P<required>[^,.\s][^:]*?),"
    r"\s*application roles:\s*(?P<held>.*?)\.?\s*$"
)
# What Defender answers 401 with when the token is good and the tenant has no service.
_LICENCE = re.compile(r"not provisioned|account mode is inactive", re.IGNORECASE)
# A 403 for what the tenant does not do, whatever the roles.
_NOT_FOR_ROLES = frozenset({"DisabledFeature", "DisallowedOperation"})
_FEATURE_STEP = (
    "No role helps: the feature is turned off in this tenant, or its licence lacks it. Ask whoever "
    "runs Defender there."
)
_MAX_MESSAGE = 600
_MAX_READ_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a refusing answer says; every part may be missing, and then is empty or `None`."""

    status: int
    code: str
    message: str
    request_id: str | None
    retry_after_s: float | None


def read_refusal(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Refusal:
    """Read an error answer in any of the shapes the services use; never fails on odd bodies.

    `headers` has lower-case names.
    """
    error = _error_object(body)
    inner = error.get("innerError") or error.get("innererror") or {}
    inner_id = inner.get("request-id") if isinstance(inner, dict) else None
    message = _word(error.get("message"))
    ids = (
        headers.get("request-id"),
        inner_id,
        error.get("target"),
        headers.get("x-ms-request-id"),
    )
    asked = retry_after_s(headers.get("retry-after"), now)
    said = again_in_s(message) if asked is None else None
    return Refusal(
        status=status,
        code=_word(error.get("code")),
        message=message,
        request_id=next((value for value in ids if isinstance(value, str) and value), None),
        retry_after_s=next((wait for wait in (asked, said) if wait is not None), window_s(message)),
    )


def _error_object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}


def _word(value: object) -> str:
    return value[:_MAX_READ_CHARS].strip() if isinstance(value, str) else ""


def error_for(
    refusal: Refusal,
    request: ApiRequest,
    held: tuple[str, ...] = (),
    asker: Asker | None = None,
) -> DefenderTuiError:
    """Choose the error for a refusal of `request`.

    `held` are the roles in the token it carried; `asker` adds the address of a page.
    """
    status = refusal.status
    if status == 401:
        return TokenExpired(
            f"{_sentence(refusal, request)} The token was not accepted.",
            hint=_token_step(refusal.message),
            trace_id=refusal.request_id,
        )
    if status == 403:
        return _not_permitted(refusal, request, held, asker)
    if status in (404, 410):
        return _not_found(refusal, request)
    if status == 429:
        return _throttled(refusal, request)
    if status >= 500:
        return ServerFault(
            _sentence(refusal, request),
            hint="Try again in a minute. If it stays, ask for less: fewer rows, a shorter time.",
            status=status,
            code=refusal.code,
            request_id=refusal.request_id,
            retry_after_s=refusal.retry_after_s,
        )
    if status == 400 and _is_hunt(request):
        return _query_invalid(refusal)
    return ApiError(
        _sentence(refusal, request),
        hint="Change what it names, then try again.",
        status=status,
        code=refusal.code,
        request_id=refusal.request_id,
    )


def _token_step(message: str) -> str:
    if _LICENCE.search(message):
        return (
            "The tenant has no active Defender service behind this API: check its licence, and "
            "sign in to the Defender portal once, which sets the service up."
        )
    return (
        "Get a new token. If it is refused again, check this machine's clock, the cloud, and that "
        "the tenant has a licence for this API."
    )


def _sentence(refusal: Refusal, request: ApiRequest) -> str:
    said = _in_short(refusal.message)
    if not said:
        said = f"{request.resource.label} answered {refusal.status} and gave no reason."
    return f"Could not {request.what}: {said if said[-1] in '.!?…' else said + '.'}"


def _in_short(message: str) -> str:
    return message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]}…"


def _is_hunt(request: ApiRequest) -> bool:
    return request.path.endswith(("/runHuntingQuery", "/advancedhunting/run"))


def _not_permitted(
    refusal: Refusal, request: ApiRequest, held: tuple[str, ...], asker: Asker | None
) -> NotPermitted:
    if refusal.code in _NOT_FOR_ROLES:
        return NotPermitted(
            _sentence(refusal, request),
            hint=_FEATURE_STEP,
            code=refusal.code,
            request_id=refusal.request_id,
            held=held,
            resource=request.resource,
        )
    match = _ROLES.search(refusal.message)
    required = _names(match.group("required")) if match else ()
    stated = _names(match.group("held")) if match else ()
    return not_permitted(
        f"Could not {request.what}: the application lacks a role on {request.resource.label}."
        if match
        else _sentence(refusal, request),
        RoleGap(request.resource, required, stated or held),
        code=refusal.code,
        request_id=refusal.request_id,
        asker=asker,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _not_found(refusal: Refusal, request: ApiRequest) -> NotFound:
    if _is_hunt(request) and request.resource is Resource.XDR:
        hint = "This hunting API retires on 2027-02-01: hunt through Microsoft Graph instead."
    else:
        hint = "Check the id, and that this is the right tenant."
    return NotFound(
        _sentence(refusal, request),
        hint=hint,
        status=refusal.status,
        code=refusal.code,
        request_id=refusal.request_id,
    )


def _throttled(refusal: Refusal, request: ApiRequest) -> Throttled:
    wait = refusal.retry_after_s
    return Throttled(
        _sentence(refusal, request),
        hint="Wait a minute, then try again."
        if wait is None
        else f"Try again in {max(1, round(wait))} s.",
        status=refusal.status,
        code=refusal.code,
        request_id=refusal.request_id,
        retry_after_s=wait,
    )


def _query_invalid(refusal: Refusal) -> QueryInvalid:
    place = place_in(refusal.message)
    message = _in_short(refusal.message) or "the service gave no reason"
    hint = "Correct the query and run it again."
    if place.name and "resolve table" in message:
        hint = "Check the spelling; a table that the tenant is not licensed for is unknown too."
    return QueryInvalid(
        f"The query was refused: {message}",
        hint=hint,
        status=refusal.status,
        code=refusal.code,
        request_id=refusal.request_id,
        line=place.line,
        column=place.column,
        name=place.name,
    )
