"""How tests ask the sandbox's Entra for tokens, and read what they get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import jwt

from tests.sandbox.conftest import SCOPES, Visitor

NOBODY = "11111111-2222-3333-4444-555555555555"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def v2(visitor: Visitor, tenant: str | None = None) -> str:
    return f"/{tenant or visitor.tenant_id}/oauth2/v2.0/token"


def v1(visitor: Visitor, tenant: str | None = None) -> str:
    return f"/{tenant or visitor.tenant_id}/oauth2/token"


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


async def asked(
    visitor: Visitor, change: Mapping[str, str | None], *, tenant: str | None = None
) -> httpx.Response:
    """Ask for a Graph token with the first application's form; None takes a field away."""
    whole: dict[str, str | None] = {**visitor.credentials(), "scope": SCOPES["graph"], **change}
    form = {name: value for name, value in whole.items() if value is not None}
    return await visitor.http.post(v2(visitor, tenant), data=form)


def assertion_form(visitor: Visitor, app_name: str, assertion: str) -> dict[str, str | None]:
    """Give the fields that prove an application's identity with an assertion."""
    return {
        "client_id": visitor.app(app_name).client_id,
        "client_secret": None,
        "client_assertion_type": JWT_BEARER,
        "client_assertion": assertion,
    }


def outcome(answer: httpx.Response) -> tuple[int, str, list[int]]:
    """Give what a refusal comes down to: status, error and codes; `("", [])` beside a 200."""
    body = answer.json()
    return answer.status_code, body.get("error", ""), body.get("error_codes", [])
