"""The configuration file's `[profiles.NAME]` table, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from .clouds import Cloud
from .errors import ConfigError
from .profiles import (
    ApiChoice,
    ClientSecret,
    Profile,
    SecretPlace,
    client_id_problem,
    profile_name_problem,
    resolve_cloud,
    tenant_problem,
)

_Word = TypeVar("_Word", bound=StrEnum)
_KEYS = frozenset(
    {
        "tenant_id",
        "tenant_name",
        "client_id",
        "cloud",
        "hosts",
        "ca_file",
        "incidents_api",
        "hunting_api",
        "credential",
    }
)


class _Table:
    """One TOML table with typed look-ups that fail by naming the key, `path` and all."""

    def __init__(
        self, name: str, values: Mapping[str, object], file: Path | None, path: str = ""
    ) -> None:
        self._name = name
        self._values = values
        self._file = file
        self._path = path

    def error(self, key: str, message: str, hint: str = "") -> ConfigError:
        return ConfigError(
            f"Profile “{self._name}”: {message}", hint=hint, file=self._file, key=key
        )

    def check_keys(self, known: frozenset[str]) -> None:
        for key in self._values:
            if key not in known:
                names = ", ".join(sorted(known))
                place = self._path + key
                raise self.error(place, f"{place} is not a setting.", f"Known settings: {names}.")

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        place = self._path + key
        raise self.error(place, f"{place} must be text in quotes.")

    def table(self, key: str) -> _Table | None:
        value = self._values.get(key)
        place = self._path + key
        if value is None:
            return None
        if isinstance(value, Mapping):
            return _Table(self._name, value, self._file, f"{place}.")
        raise self.error(place, f"{place} must be a table.")

    def texts(self) -> dict[str, str]:
        found = ((key, self.text(key)) for key in self._values)
        return {key: value for key, value in found if value is not None}

    def word(self, key: str, kind: type[_Word], default: _Word) -> _Word:
        value = self.text(key)
        if value is None:
            return default
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            place = self._path + key
            raise self.error(place, f"{place} = “{value}” is not known.", f"Use {known}.") from None


def read_profile(name: str, values: Mapping[str, object], *, file: Path | None = None) -> Profile:
    """Read one profile table.

    Raises:
        ConfigError: a key is unknown, missing or wrong; it names the key.
    """
    table = _Table(name, values, file)
    if problem := profile_name_problem(name):
        raise table.error("profiles", problem)
    table.check_keys(_KEYS)
    tenant_id = (table.text("tenant_id") or "").strip()
    if problem := tenant_problem(tenant_id):
        raise table.error("tenant_id", problem)
    client_id = (table.text("client_id") or "").strip()
    if problem := client_id_problem(client_id):
        raise table.error("client_id", problem)
    ca_file = table.text("ca_file")
    return Profile(
        name=name,
        tenant_id=tenant_id,
        client_id=client_id,
        tenant_name=table.text("tenant_name"),
        cloud=_cloud(table),
        ca_file=Path(ca_file).expanduser() if ca_file else None,
        incidents_api=table.word("incidents_api", ApiChoice, ApiChoice.GRAPH),
        hunting_api=table.word("hunting_api", ApiChoice, ApiChoice.GRAPH),
        credential=_credential(table),
    )


def write_profile(profile: Profile) -> dict[str, object]:
    """Give the table that `read_profile` reads back as the same profile; defaults are left out."""
    table: dict[str, object] = {
        "tenant_id": profile.tenant_id,
        "client_id": profile.client_id,
    }
    if profile.tenant_name:
        table["tenant_name"] = profile.tenant_name
    table["cloud"] = profile.cloud.based_on or profile.cloud.name
    if profile.cloud.based_on is not None:
        addresses = {resource.value: url for resource, url in profile.cloud.hosts.items()}
        table["hosts"] = {
            "authority": profile.cloud.authority,
            "portal": profile.cloud.portal,
            **addresses,
        }
    if profile.ca_file:
        table["ca_file"] = str(profile.ca_file)
    if profile.incidents_api is not ApiChoice.GRAPH:
        table["incidents_api"] = profile.incidents_api.value
    if profile.hunting_api is not ApiChoice.GRAPH:
        table["hunting_api"] = profile.hunting_api.value
    table["credential"] = {
        "kind": profile.credential.kind,
        "place": profile.credential.place.value,
    }
    return table


def _cloud(table: _Table) -> Cloud:
    name, hosts = table.text("cloud"), table.table("hosts")
    addresses = hosts.texts() if hosts else None
    try:
        return resolve_cloud(name, addresses)
    except ConfigError as cause:
        raise table.error(cause.key or "cloud", cause.message, cause.hint) from cause


def _credential(table: _Table) -> ClientSecret:
    inner = table.table("credential")
    if inner is None:
        return ClientSecret()
    inner.check_keys(frozenset({"kind", "place"}))
    kind = inner.text("kind") or "client_secret"
    if kind != "client_secret":
        raise inner.error(
            "credential.kind",
            f"credential.kind = “{kind}” is not known.",
            "Use client_secret.",
        )
    return ClientSecret(inner.word("place", SecretPlace, SecretPlace.KEYRING))
