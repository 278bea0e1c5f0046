"""The configuration file's `[profiles.NAME]` table, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .clouds import Cloud
from .config_table import ConfigTable
from .credential_table import read_credential, write_credential
from .credentials import Credential, ManagedIdentity
from .errors import ConfigError
from .profiles import (
    ApiChoice,
    CachePlace,
    CustomerTenant,
    Profile,
    client_id_problem,
    profile_name_problem,
    resolve_cloud,
    tenant_problem,
)

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
        "tenants",
        "hunts_per_minute",
        "history",
        "cache",
    }
)
_MOST_HUNTS_PER_MINUTE = 10_000


def read_profile(name: str, values: Mapping[str, object], *, file: Path | None = None) -> Profile:
    """Read one profile table.

    Raises:
        ConfigError: a key is unknown, missing or wrong; it names the key.
    """
    table = ConfigTable(name, values, file)
    if problem := profile_name_problem(name):
        raise table.error("profiles", problem)
    table.check_keys(_KEYS)
    credential = read_credential(table)
    tenants = _tenants(table)
    tenant_id = _tenant_id(table, tenants)
    at_work = next((one.name for one in tenants if one.tenant_id == tenant_id), None)
    return Profile(
        name=name,
        tenant_id=tenant_id,
        client_id=_client_id(table, credential),
        tenant_name=at_work or table.text("tenant_name"),
        cloud=_cloud(table),
        ca_file=table.file("ca_file"),
        incidents_api=table.word("incidents_api", ApiChoice, ApiChoice.GRAPH),
        hunting_api=table.word("hunting_api", ApiChoice, ApiChoice.GRAPH),
        credential=credential,
        tenants=tenants,
        hunts_per_minute=table.count("hunts_per_minute", most=_MOST_HUNTS_PER_MINUTE),
        keeps_history=table.flag("history", default=True),
        cache=table.word("cache", CachePlace, CachePlace.MEMORY),
    )


def _client_id(table: ConfigTable, credential: Credential) -> str:
    client_id = (table.text("client_id") or "").strip()
    if isinstance(credential, ManagedIdentity):
        client_id = client_id or credential.client_id or ""
        if not client_id:
            return client_id
    if problem := client_id_problem(client_id):
        raise table.error("client_id", problem)
    return client_id


def _tenant_id(table: ConfigTable, tenants: tuple[CustomerTenant, ...]) -> str:
    tenant_id = (table.text("tenant_id") or "").strip()
    if not tenants:
        if problem := tenant_problem(tenant_id):
            raise table.error("tenant_id", problem)
        return tenant_id
    if not tenant_id:
        return tenants[0].tenant_id
    if all(tenant_id != one.tenant_id for one in tenants):
        raise table.error(
            "tenant_id",
            "tenant_id is not among tenants.",
            "Leave it out to start with the first one.",
        )
    return tenant_id


def _tenants(table: ConfigTable) -> tuple[CustomerTenant, ...]:
    found: list[CustomerTenant] = []
    for entry in table.tables("tenants") or ():
        entry.check_keys(frozenset({"name", "tenant_id"}))
        tenant = CustomerTenant(entry.needed_text("name"), entry.needed_text("tenant_id"))
        if problem := tenant_problem(tenant.tenant_id):
            raise entry.error(entry.place_of("tenant_id"), problem)
        if any(one.name == tenant.name or one.tenant_id == tenant.tenant_id for one in found):
            raise entry.error(entry.place_of("name"), f"“{tenant.name}” is listed twice.")
        found.append(tenant)
    return tuple(found)


def write_profile(profile: Profile) -> dict[str, object]:
    """Give the table that `read_profile` reads back as the same profile; defaults are left out."""
    table: dict[str, object] = {}
    if not profile.is_partner or profile.tenant_id != profile.tenants[0].tenant_id:
        table["tenant_id"] = profile.tenant_id
    if profile.client_id:
        table["client_id"] = profile.client_id
    if profile.is_partner:
        table["tenants"] = [
            {"name": tenant.name, "tenant_id": tenant.tenant_id} for tenant in profile.tenants
        ]
    elif profile.tenant_name:
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
    if profile.hunts_per_minute is not None:
        table["hunts_per_minute"] = profile.hunts_per_minute
    if not profile.keeps_history:
        table["history"] = False
    if profile.cache is not CachePlace.MEMORY:
        table["cache"] = profile.cache.value
    table["credential"] = write_credential(profile.credential)
    return table


def _cloud(table: ConfigTable) -> Cloud:
    name, hosts = table.text("cloud"), table.table("hosts")
    addresses = hosts.texts() if hosts else None
    try:
        return resolve_cloud(name, addresses)
    except ConfigError as cause:
        raise table.error(cause.key or "cloud", cause.message, cause.hint) from cause
