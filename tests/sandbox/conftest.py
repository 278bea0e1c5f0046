"""A sandbox in this process, with a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from defender_tui.sandbox.app import Sandbox, build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.keys import LazyRsaKey
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.options import SandboxOptions
from defender_tui.sandbox.tenant import App

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
URL = "https://127.0.0.1:8443"
INCIDENT_COUNT = 150
"""How many a visitor finds: more than a page of either API, and quick to make."""
SCOPES = {
    "graph": "https://graph.microsoft.com/.default",
    "xdr": "https://api.security.microsoft.com/.default",
    "mde": "https://api.securitycenter.microsoft.com/.default",
    "keyvault": "https://vault.azure.net/.default",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who calls the sandbox over HTTP."""

    sandbox: Sandbox
    clock: FixedClock
    http: httpx.AsyncClient

    def app(self, name: str = "full") -> App:
        """Give an application of the home tenant."""
        return next(app for app in self.sandbox.tenants[0].apps if app.name == name)

    def credentials(self, app_name: str = "full") -> dict[str, str]:
        """Give the form fields that name an application and prove its identity."""
        app = self.app(app_name)
        return {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret,
        }

    @property
    def tenant_id(self) -> str:
        return self.sandbox.tenants[0].tenant_id

    async def token(self, resource: str, app_name: str = "full") -> str:
        """Give a fresh token."""
        form = self.credentials(app_name) | {"scope": SCOPES[resource]}
        answer = await self.http.post(f"/{self.tenant_id}/oauth2/v2.0/token", data=form)
        return str(answer.json()["access_token"])

    async def bearer(self, resource: str, app_name: str = "full") -> dict[str, str]:
        """Give the header that carries a fresh token."""
        return {"Authorization": f"Bearer {await self.token(resource, app_name)}"}


@pytest.fixture(scope="session")
def signing_keys() -> KeyRing:
    """Give one key for all sandboxes; making one takes long."""
    keys = KeyRing()
    keys.key()
    return keys


@pytest.fixture(scope="session")
def client_key() -> LazyRsaKey:
    """Give the key of all certificates; making one takes long."""
    key = LazyRsaKey()
    key.get()
    return key


@pytest.fixture
async def visitor(signing_keys: KeyRing, client_key: LazyRsaKey) -> AsyncIterator[Visitor]:
    """Give a visitor of a fresh sandbox."""
    clock = FixedClock(NOW)
    sandbox = build_sandbox(
        SandboxOptions(seed=3, now=NOW, incidents=INCIDENT_COUNT, scale=0.05),
        clock=clock,
        keys=signing_keys,
        client_key=client_key,
    )
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Visitor(sandbox, clock, http)
