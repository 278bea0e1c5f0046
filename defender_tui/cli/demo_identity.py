"""Who we are in an embedded sandbox, from the line that it announces itself with."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.clouds import custom_cloud
from ..core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    SecretPlace,
    VaultValue,
)
from ..core.profiles import CustomerTenant, Profile
from ..core.secret import Secret

PROFILE_NAME = "demo"
_HOSTS = ("authority", "graph", "xdr", "mde", "keyvault")
_VAULT = "demo-vault"
_BY_SECRET = ClientSecret(SecretPlace.RUN)


@dataclass(frozen=True, slots=True)
class DemoProfile:
    """One application of the sandbox as a profile; `secret` is its client secret, if it has one."""

    profile: Profile
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """The application that the sandbox made for us with its secret, and others to try."""

    profile: Profile
    secret: Secret
    others: tuple[DemoProfile, ...] = ()


def read_announcement(line: bytes) -> DemoIdentity:
    """Take the first tenant and the first application of a sandbox's first line.

    The others that it tells of become profiles for each kind of credential and of refusal; a kind
    that it does not tell of is left out.

    Raises:
        ValueError: the line is not such an announcement.
    """
    try:
        return _identity(json.loads(line))
    except (KeyError, IndexError, TypeError) as cause:
        raise ValueError("a sandbox announces itself otherwise") from cause


def _identity(announced: dict[str, object]) -> DemoIdentity:
    hosts = {name: _text(announced[name]) for name in _HOSTS}
    apps = _objects(announced["apps"])
    tenants = _objects(announced["tenants"])
    profile = Profile(
        name=PROFILE_NAME,
        tenant_id=_text(announced["tenant_id"]),
        client_id=_text(apps[0]["client_id"]),
        cloud=custom_cloud(hosts),
        credential=_BY_SECRET,
        tenant_name=_text(tenants[0]["domain"]),
        ca_file=Path(_text(announced["ca_file"])),
    )
    named = {_text(app["name"]): app for app in apps}
    others = (
        *_by_other_proofs(profile, apps[0], named, announced),
        *_by_secret(profile, named, "read-only"),
        *_by_secret(profile, named, "no-roles"),
        *_partner(profile, named, tenants),
    )
    return DemoIdentity(profile, Secret(_text(apps[0]["client_secret"])), others)


def _by_other_proofs(
    usual: Profile,
    app: dict[str, object],
    named: dict[str, dict[str, object]],
    announced: dict[str, object],
) -> list[DemoProfile]:
    found = []
    if file := app.get("certificate_file"):
        certificate = Certificate(Path(_text(file)))
        found.append(_like(usual, "certificate", app, certificate))
        if isinstance(secrets := announced.get("keyvault_secrets"), dict):
            value = VaultValue(_VAULT, _text(secrets["client_secret"]), certificate)
            found.append(_like(usual, "vault", app, value))
    federated = named.get("federated", {})
    if file := federated.get("federated_token_file"):
        found.append(_like(usual, "federated", federated, FederatedToken(Path(_text(file)))))
    return found


def _by_secret(usual: Profile, named: dict[str, dict[str, object]], name: str) -> list[DemoProfile]:
    app = named.get(name)
    if app is None:
        return []
    one = _like(usual, name, app, _BY_SECRET)
    return [replace(one, secret=Secret(_text(app["client_secret"])))]


def _partner(
    usual: Profile, named: dict[str, dict[str, object]], tenants: list[dict[str, object]]
) -> list[DemoProfile]:
    """Give the partner's profile, for every tenant: one of them has not consented."""
    found = _by_secret(usual, named, "multi-tenant")
    customers = tuple(
        CustomerTenant(_text(one["name"]), _text(one["tenant_id"])) for one in tenants
    )
    return [
        replace(
            one,
            profile=replace(one.profile, name="demo-partner", tenants=customers).in_tenant(
                customers[0]
            ),
        )
        for one in found
    ]


def _like(usual: Profile, name: str, app: dict[str, object], credential: Credential) -> DemoProfile:
    client_id = _text(app["client_id"])
    return DemoProfile(
        replace(usual, name=f"demo-{name}", client_id=client_id, credential=credential)
    )


def _objects(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not value:
        raise TypeError("a list of objects was announced otherwise")
    found = [one for one in value if isinstance(one, dict)]
    if len(found) != len(value):
        raise TypeError("a list of objects was announced otherwise")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was announced otherwise")
    return value
