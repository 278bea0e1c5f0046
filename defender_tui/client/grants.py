"""The identity provider's answers, read: a token with its life, or the error that says why not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..core.errors import (
    AuthError,
    DefenderTuiError,
    ProtocolError,
    ServerFault,
    Throttled,
)
from ..core.portal import Asker
from ..core.secret import Secret
from ..core.throttle import retry_after_s

GETTING = "get a token"
# No tenant's policy lets a token live longer.
_MAX_LIFE_S = 7 * 24 * 3600
_SENDABLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Grant:
    """A token as it was granted, with its life in seconds."""

    token: Secret
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """The part of a response that MSAL reads."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Raise for an error, as MSAL expects of a response."""
        if self.status_code >= 400:
            raise RefusedAnswer


class RefusedAnswer(Exception):
    """The provider answered MSAL's own request with an error; the answer is kept beside."""


def granted(
    result: Mapping[str, object], refusal: ProviderAnswer | None, asker: Asker | None = None
) -> Grant:
    """Read what MSAL made of the token endpoint's answer; `refusal` is the last error answer.

    `asker` lets an error name the tenant and the application.

    Raises:
        AuthError: the identity provider refused.
        ProtocolError, ServerFault, Throttled: there is no usable token for another reason.
    """
    token, life_s = result.get("access_token"), _life_s(result.get("expires_in"))
    if isinstance(token, str) and _SENDABLE.fullmatch(token) and life_s is not None:
        return Grant(Secret(token), life_s)
    if refusal is None and "error" in result:
        # MSAL refused by itself; what the provider refuses is read from its own answer.
        raise _denied(result, asker)
    raise without_token(refusal, asker)


def _life_s(value: object) -> int | None:
    if not isinstance(value, int | float | str):
        return None
    try:
        return min(max(0, int(value)), _MAX_LIFE_S)
    except (ValueError, OverflowError):
        return None


def without_token(refusal: ProviderAnswer | None, asker: Asker | None = None) -> DefenderTuiError:
    """Give the error for a request that ended without a token, by the refusal if there was one."""
    if refusal is not None:
        return refused(refusal, GETTING, asker)
    return ProtocolError(
        "Could not get a token: the identity provider's answer cannot be read.",
        hint="A proxy may have answered in its place; check the authority of the profile's cloud.",
    )


def refused(answer: ProviderAnswer, what: str, asker: Asker | None = None) -> DefenderTuiError:
    """Give the error for an error answer; `what` completes “Could not …”."""
    body = json_members(answer.text)
    denial = _denied(body, asker) if "error" in body else None
    if answer.status_code == 429:
        return _throttled(answer, what, denial)
    if answer.status_code >= 500:
        return _failed(answer, what, denial)
    if denial is not None:
        return denial
    return ProtocolError(
        f"Could not {what}: the identity provider answered {answer.status_code} and no reason.",
        hint="Check the authority of the profile's cloud, and any proxy in between.",
    )


def _throttled(answer: ProviderAnswer, what: str, denial: AuthError | None) -> Throttled:
    wait = _retry_after_s(answer)
    return Throttled(
        denial.message if denial else f"Could not {what}: too many requests.",
        hint="Wait a minute." if wait is None else f"Try again in {max(1, round(wait))} s.",
        code=_code(denial),
        request_id=denial.trace_id if denial else None,
        retry_after_s=wait,
    )


def _failed(answer: ProviderAnswer, what: str, denial: AuthError | None) -> ServerFault:
    return ServerFault(
        denial.message if denial else f"Could not {what}: the identity provider failed.",
        hint="Try again in a minute.",
        status=answer.status_code,
        code=_code(denial),
        request_id=denial.trace_id if denial else None,
        retry_after_s=_retry_after_s(answer),
    )


def _retry_after_s(answer: ProviderAnswer) -> float | None:
    return retry_after_s(answer.headers.get("retry-after"), datetime.now(UTC))


def _code(denial: AuthError | None) -> str:
    return "" if denial is None or denial.aadsts is None else f"AADSTS{denial.aadsts}"


def _denied(body: Mapping[str, object], asker: Asker | None) -> AuthError:
    from ..core.aadsts import auth_error

    codes = body.get("error_codes")
    return auth_error(
        error=_text(body, "error") or "",
        description=_text(body, "error_description") or "",
        codes=tuple(c for c in codes if isinstance(c, int)) if isinstance(codes, list) else (),
        trace_id=_text(body, "trace_id"),
        correlation_id=_text(body, "correlation_id"),
        asker=asker,
    )


def _text(body: Mapping[str, object], key: str) -> str | None:
    value = body.get(key)
    return value if isinstance(value, str) and value else None


def json_members(text: str) -> Mapping[str, object]:
    """Give the members of a JSON object; none when the text is no such thing."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
