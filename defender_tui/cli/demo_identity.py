"""Who we are in an embedded sandbox, from the line that it announces itself with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..core.clouds import custom_cloud
from ..core.profiles import ClientSecret, Profile, SecretPlace
from ..core.secret import Secret

PROFILE_NAME = "demo"
_HOSTS = ("authority", "graph", "xdr", "mde", "keyvault")


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """The application that the sandbox made for us, and its secret."""

    profile: Profile
    secret: Secret


def read_announcement(line: bytes) -> DemoIdentity:
    """Take the first tenant and the first application of a sandbox's first line.

    Raises:
        ValueError: the line is not such an announcement.
    """
    try:
        return _identity(json.loads(line))
    except (KeyError, IndexError, TypeError) as cause:
        raise ValueError("a sandbox announces itself otherwise") from cause


def _identity(announced: dict[str, object]) -> DemoIdentity:
    hosts = {name: _text(announced[name]) for name in _HOSTS}
    application = _first(announced["apps"])
    tenant = _first(announced["tenants"])
    profile = Profile(
        name=PROFILE_NAME,
        tenant_id=_text(announced["tenant_id"]),
        client_id=_text(application["client_id"]),
        cloud=custom_cloud(hosts),
        credential=ClientSecret(SecretPlace.RUN),
        tenant_name=_text(tenant["domain"]),
        ca_file=Path(_text(announced["ca_file"])),
    )
    return DemoIdentity(profile, Secret(_text(application["client_secret"])))


def _first(value: object) -> dict[str, object]:
    if not isinstance(value, list) or not isinstance(value[0], dict):
        raise TypeError("a list of objects was announced otherwise")
    return value[0]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was announced otherwise")
    return value
