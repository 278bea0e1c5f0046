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
from ..resources import Resource
from ..throttle import retry_after_s, window_s
from .hunting import place_in
from .request import ApiRequest

_ROLES = re.compile(
    r"API required roles:\s*(?P<required>[^,.\s][^:]*?),"
    r"\s*application roles:\s*(?P<held>.*?)\.?\s*$"
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
    return Refusal(
        status=status,
        code=_word(error.get("code")),
        message=message,
        request_id=next((value for value in ids if isinstance(value, str) and value), None),
        retry_after_s=asked if asked is not None else window_s(message),
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
    refusal: Refusal, request: ApiRequest, held: tuple[str, ...] = ()
) -> DefenderTuiError:
    """Choose the error for a refusal of `request`; `held` are the roles in the token it carried."""
    status = refusal.status
    if status == 401:
        return TokenExpired(
            f"{_sentence(refusal, request)} The token was not accepted.",
            hint="Get a new token (F5 on Token). If it is refused again, check this machine's "
            "clock, the cloud, and that the tenant has a licence for this API.",
            trace_id=refusal.request_id,
        )
    if status == 403:
        return _not_permitted(refusal, request, held)
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


def _sentence(refusal: Refusal, request: ApiRequest) -> str:
    said = _in_short(refusal.message)
    if not said:
        said = f"{request.resource.label} answered {refusal.status} and gave no reason."
    return f"Could not {request.what}: {said if said[-1] in '.!?…' else said + '.'}"


def _in_short(message: str) -> str:
    return message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]}…"


def _is_hunt(request: ApiRequest) -> bool:
    return request.path.endswith(("/runHuntingQuery", "/advancedhunting/run"))


def _not_permitted(refusal: Refusal, request: ApiRequest, held: tuple[str, ...]) -> NotPermitted:
    match = _ROLES.search(refusal.message)
    required = _names(match.group("required")) if match else ()
    stated = _names(match.group("held")) if match else ()
    title = request.resource.label
    return NotPermitted(
        f"Could not {request.what}: the application lacks a role on {title}."
        if match
        else _sentence(refusal, request),
        hint="Grant it under API permissions, then admin consent, then get a new token "
        "(F5 on Token): roles appear only in new tokens.",
        status=refusal.status,
        code=refusal.code,
        request_id=refusal.request_id,
        required=required,
        held=stated or held,
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
