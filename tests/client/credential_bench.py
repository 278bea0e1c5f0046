"""A sandbox with every credential, reached at its own address or through an inspecting proxy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from defender_tui.core.clouds import PUBLIC, Cloud, custom_cloud
from defender_tui.core.credentials import Credential
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret, SecretName, SecretPurpose
from tests.client.inspecting_proxy import InspectingProxy, inspecting
from tests.sandbox.served import announced, running, trusting

_HOSTS = ("authority", "graph", "xdr", "mde", "keyvault")


@dataclass
class SecretsAtHand:
    """A source that knows some secrets, and remembers which were asked for."""

    held: Mapping[SecretPurpose, str]
    asked: list[SecretPurpose] = field(default_factory=list)

    async def read(self, name: SecretName) -> Secret | None:
        """Give the secret of a purpose."""
        self.asked.append(name.purpose)
        value = self.held.get(name.purpose)
        return None if value is None else Secret(value)


@dataclass(frozen=True)
class Bench:
    """What a sandbox announced, and the way to it.

    Without a `proxy` its own addresses are used. With one, the addresses are Microsoft's, and only
    the proxy's CA is trusted.
    """

    line: dict[str, Any]
    ca_file: Path
    proxy: InspectingProxy | None = None

    @property
    def cloud(self) -> Cloud:
        """The addresses to call."""
        return PUBLIC if self.proxy else custom_cloud({name: self.line[name] for name in _HOSTS})

    def app(self, name: str) -> dict[str, Any]:
        """Give what was announced of an application of the first tenant."""
        return next(app for app in self.line["apps"] if app["name"] == name)

    def profile(self, app_name: str, credential: Credential, *, tenant: str = "") -> Profile:
        """Give the profile of an application."""
        return Profile(
            name="work",
            tenant_id=tenant or self.line["tenant_id"],
            client_id=self.app(app_name)["client_id"],
            cloud=self.cloud,
            credential=credential,
            ca_file=self.ca_file,
        )

    def control(self) -> httpx.Client:
        """Give a plain client for the sandbox's own addresses."""
        return httpx.Client(verify=trusting(self.line), base_url=self.line["url"], trust_env=False)


@contextmanager
def benches(folder: Path) -> Iterator[dict[str, Bench]]:
    """Serve one sandbox; give the way straight to it and the way through a proxy."""
    with running() as process:
        line = announced(process)
        own_ca = Path(line["ca_file"])
        address = urlsplit(line["url"])
        assert address.hostname
        assert address.port
        with inspecting((address.hostname, address.port), own_ca) as proxy:
            file = folder / "proxy-ca.pem"
            file.write_bytes(proxy.authority.cert_pem.bytes())
            yield {"direct": Bench(line, own_ca), "inspected": Bench(line, file, proxy)}
