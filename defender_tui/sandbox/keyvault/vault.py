"""The vaults of the tenants and what is kept in them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.entra.certificates import AppCertificates
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.keyvault.names import pem_name, pfx_name, secret_name
from defender_tui.sandbox.tenant import App, Certificate, Tenant

_KEPT_FOR = timedelta(days=120)
_ROTATED_BEFORE = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class SecretVersion:
    """One value that a secret had; `value` may take a while to make."""

    version: str
    value: Callable[[], str]
    created: datetime
    content_type: str
    tags: Mapping[str, str] = field(default_factory=dict)
    is_enabled: bool = True
    expires: datetime | None = None
    is_certificate: bool = False

    def attributes(self) -> JsonObject:
        """Give what is known about it besides its value; moments are epoch seconds."""
        created = int(self.created.timestamp())
        attributes: JsonObject = {"enabled": self.is_enabled}
        if self.expires is not None:
            attributes["exp"] = int(self.expires.timestamp())
        return attributes | {
            "created": created,
            "updated": created,
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
        }


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault; each secret's versions begin with the newest, which is never missing."""

    name: str
    tenant: Tenant
    secrets: Mapping[str, Sequence[SecretVersion]]
    lets_nobody_in: bool = False
    """Whether its firewall refuses our address."""


def build_vaults(
    tenants: Sequence[Tenant], certificates: AppCertificates, *, now: datetime
) -> tuple[Vault, ...]:
    """Give one vault for each tenant, and one more of the first that is behind a firewall.

    A vault holds the client secret of each application of its tenant as `client-secret-NAME`, its
    key and certificate as `client-certificate-NAME` (PEM) and `client-pfx-NAME` (PFX without
    passphrase), and a secret that was disabled.
    """
    home = tenants[0]
    locked = Vault(f"{_short_name(home)}-locked", home, {}, lets_nobody_in=True)
    vaults = (
        Vault(f"{_short_name(tenant)}-soc", tenant, _secrets(tenant, certificates, now))
        for tenant in tenants
    )
    return (*vaults, locked)


def _short_name(tenant: Tenant) -> str:
    return tenant.name.partition(" ")[0].lower()


def _secrets(
    tenant: Tenant, certificates: AppCertificates, now: datetime
) -> dict[str, Sequence[SecretVersion]]:
    secrets: dict[str, Sequence[SecretVersion]] = {}
    for app in (one for one in tenant.apps if one.client_secret):
        name = secret_name(app)
        secrets[name] = _client_secret(tenant, app, name, now)
        if app.certificate is not Certificate.NONE:
            name = pem_name(app)
            secrets[name] = (_certificate(tenant, app, name, certificates, now),)
            name = pfx_name(app)
            secrets[name] = (_pfx(tenant, app, name, certificates, now),)
    secrets["client-secret-retired"] = (
        SecretVersion(
            version=_version(tenant, "client-secret-retired", 0),
            value=lambda: "not in use any more",
            created=now - _KEPT_FOR,
            content_type="client secret",
            is_enabled=False,
        ),
    )
    return secrets


def _client_secret(tenant: Tenant, app: App, name: str, now: datetime) -> Sequence[SecretVersion]:
    """Give the secret in use, and the one before it, which signs nobody in any more."""
    rotated = now - _ROTATED_BEFORE
    tags = {"client-id": app.client_id}
    current = SecretVersion(
        version=_version(tenant, name, 1),
        value=lambda: app.client_secret,
        created=rotated,
        content_type="client secret",
        tags=tags,
        expires=now - timedelta(days=1) if app.secret_is_expired else now + _KEPT_FOR,
    )
    former = SecretVersion(
        version=_version(tenant, name, 0),
        value=lambda: app.client_secret[::-1],
        created=now - _KEPT_FOR,
        content_type="client secret",
        tags=tags,
        expires=rotated,
    )
    return current, former


def _certificate(
    tenant: Tenant, app: App, name: str, certificates: AppCertificates, now: datetime
) -> SecretVersion:
    def as_pem() -> str:
        certificate = certificates.of(app)
        return certificate.as_pem().decode() if certificate else ""

    return SecretVersion(
        version=_version(tenant, name, 0),
        value=as_pem,
        created=now - _KEPT_FOR,
        content_type="application/x-pem-file",
        tags={"client-id": app.client_id},
        is_certificate=True,
    )


def _pfx(
    tenant: Tenant, app: App, name: str, certificates: AppCertificates, now: datetime
) -> SecretVersion:
    def as_pfx() -> str:
        certificate = certificates.of(app)
        return base64.b64encode(certificate.as_pfx()).decode() if certificate else ""

    pem = _certificate(tenant, app, name, certificates, now)
    return replace(pem, value=as_pfx, content_type="application/x-pkcs12")


def _version(tenant: Tenant, name: str, number: int) -> str:
    return stable_uuid(tenant.seed, "secret", tenant.name, name, str(number)).replace("-", "")
