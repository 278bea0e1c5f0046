"""A refusal of the token endpoint read into the error that a user can act on."""

from __future__ import annotations

import re

from ..errors import AuthError, ConsentRequired, CredentialsRejected
from ..portal import Asker
from . import assertions, consent, credentials, policies, requests, whereabouts
from .remedy import Remedy

_CODE = re.compile(r"AADSTS(\d{4,8})")
_TAIL = re.compile(r"\s*Trace ID:.*", re.DOTALL)
_UNKNOWN_STEP = (
    "This program does not know the code: look it up, or show it with trace and correlation id to "
    "whoever runs the tenant."
)
_NO_CODE_STEP = "Show the trace id to whoever runs the tenant."
_CREDENTIALS = credentials.REMEDIES | assertions.REMEDIES
REMEDIES: dict[int, Remedy] = (
    _CREDENTIALS | consent.REMEDIES | whereabouts.REMEDIES | policies.REMEDIES | requests.REMEDIES
)


def code_in(description: str) -> int | None:
    """Find the AADSTS number in an error description; `None` when there is none."""
    return next(iter(_codes_in(description)), None)


def described(description: str) -> str:
    """Cut the ids and the code off a description, leaving the provider's sentence."""
    return _CODE.sub("", _TAIL.sub("", description)).lstrip(": ").strip()


def auth_error(
    *,
    error: str,
    description: str,
    codes: tuple[int, ...] = (),
    trace_id: str | None = None,
    correlation_id: str | None = None,
    asker: Asker | None = None,
) -> AuthError:
    """Turn the token endpoint's refusal into the error a user can act on.

    Of several codes the one that tells most counts. `asker` lets the words name tenant and
    application, and adds the portal page's address.
    """
    told = tuple(sorted(dict.fromkeys(codes or _codes_in(description)), key=_how_vague))
    code = told[0] if told else None
    remedy = REMEDIES.get(code) if code is not None else None
    sentence = described(description)
    kind = _kind(code, error)
    if remedy is None:
        return kind(
            f"No token: {sentence or error or 'The identity provider gave no reason.'}",
            hint=_NO_CODE_STEP if code is None else _UNKNOWN_STEP,
            aadsts=code,
            further_codes=told[1:],
            trace_id=trace_id,
            correlation_id=correlation_id,
        )
    return kind(
        f"No token: {_named(remedy.cause, asker)}",
        hint=remedy.step,
        aadsts=code,
        further_codes=told[1:],
        trace_id=trace_id,
        correlation_id=correlation_id,
        said=sentence if remedy.quotes else "",
        link=asker.link_to(remedy.page) if asker and remedy.page else None,
    )


def _codes_in(description: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _CODE.findall(description))


def _how_vague(code: int) -> int:
    remedy = REMEDIES.get(code)
    if remedy is None:
        return 2
    return 1 if remedy.is_general else 0


def _named(cause: str, asker: Asker | None) -> str:
    tenant = f"the tenant {asker.tenant_id}" if asker else "the tenant"
    app = f"the application {asker.client_id}" if asker and asker.client_id else "this application"
    return cause.replace("{tenant}", tenant).replace("{app}", app)


def _kind(code: int | None, error: str) -> type[AuthError]:
    if code in consent.REMEDIES:
        return ConsentRequired
    if code in _CREDENTIALS or (code is None and error == "invalid_client"):
        return CredentialsRejected
    return AuthError
