"""Each way in which signing in fails has a cause among the announced applications."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.sandbox.assertions import Signer
from tests.sandbox.conftest import Visitor
from tests.sandbox.token_forms import NOBODY, asked, assertion_form, outcome

Attempt = Callable[[Visitor], Awaitable[httpx.Response]]


async def wrong_secret(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, {"client_secret": visitor.app().client_secret[:-1]})


async def expired_secret(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, visitor.credentials("expired-secret"))


async def unknown_app(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, {"client_id": NOBODY})


async def unknown_tenant(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, {}, tenant=NOBODY)


async def certificate_not_registered(visitor: Visitor) -> httpx.Response:
    """Sign with the certificate of another application, as when the files were mixed up."""
    signer, other = Signer.of(visitor, "full"), visitor.app("read-only").client_id
    assertion = signer.signed({"iss": other, "sub": other})
    return await asked(visitor, assertion_form(visitor, "read-only", assertion))


async def expired_certificate(visitor: Visitor) -> httpx.Response:
    assertion = Signer.of(visitor, "expired-certificate").signed()
    return await asked(visitor, assertion_form(visitor, "expired-certificate", assertion))


async def stale_federated_token(visitor: Visitor) -> httpx.Response:
    stale = await visitor.http.get("/sandbox/federated-token?lifetime_s=-3600")
    return await asked(visitor, assertion_form(visitor, "federated", stale.text))


async def no_consent(visitor: Visitor) -> httpx.Response:
    form = visitor.credentials("multi-tenant")
    return await asked(visitor, form, tenant="northwind.example")


async def no_principal(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, visitor.credentials("without-principal"))


async def disabled_app(visitor: Visitor) -> httpx.Response:
    return await asked(visitor, visitor.credentials("disabled"))


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (wrong_secret, 7000215),
        (expired_secret, 7000222),
        (unknown_app, 700016),
        (unknown_tenant, 90002),
        (certificate_not_registered, 700027),
        (expired_certificate, 700027),
        (stale_federated_token, 700024),
        (no_consent, 700016),
        (no_principal, 7000229),
        (disabled_app, 7000112),
    ],
)
async def test_a_refusal_has_a_natural_cause(visitor: Visitor, attempt: Attempt, code: int) -> None:
    answer = await attempt(visitor)
    assert [code] == outcome(answer)[2]
    assert answer.json()["error_description"].startswith(f"AADSTS{code}: ")
