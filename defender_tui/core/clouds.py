"""The clouds of Microsoft: where to sign in, where each API lives, which audience it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from .errors import ConfigError
from .resources import Resource

# Source: https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations
_PUBLIC_EXCHANGE = "api://AzureADTokenExchange"
_US_EXCHANGE = f"{_PUBLIC_EXCHANGE}USGov"
_EXCHANGES: Mapping[str, str] = MappingProxyType(
    {"gcc-high": _US_EXCHANGE, "dod": _US_EXCHANGE, "china": f"{_PUBLIC_EXCHANGE}China"}
)
# The API is there, but not the part of it that this program works with.
_SECURITY_APIS: Mapping[Resource, str] = MappingProxyType(
    {Resource.GRAPH: "the security APIs of Microsoft Graph"}
)
# What people do, with the APIs that it can be done by.
_DONE_BY: Mapping[str, frozenset[Resource]] = MappingProxyType(
    {
        "incident queue": frozenset({Resource.GRAPH, Resource.XDR}),
        "hunting": frozenset({Resource.GRAPH, Resource.XDR}),
        "device action": frozenset({Resource.MDE}),
        "secret out of a vault": frozenset({Resource.KEYVAULT}),
    }
)


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud's addresses.

    `hosts` gives each API's base URL without a trailing slash; `audiences` the resource a token is
    asked for. An API that a cloud lacks is absent from `hosts`. `based_on` names the known cloud
    that a custom one was made from, `None` for a known one.
    """

    name: str
    title: str
    authority: str
    portal: str
    hosts: Mapping[Resource, str]
    audiences: Mapping[Resource, str]
    based_on: str | None = None

    def base_url(self, resource: Resource) -> str:
        """Give the base URL of one API, without a trailing slash.

        Raises:
            ConfigError: this cloud does not offer the API.
        """
        try:
            return self.hosts[resource]
        except KeyError:
            raise ConfigError(
                f"{resource.label} is not available in the cloud “{self.title}”.",
                hint="Choose another API or another cloud in Credentials.",
            ) from None

    def scope(self, resource: Resource) -> str:
        """Give the `/.default` scope that client credentials must ask for.

        Raises:
            ConfigError: this cloud does not offer the API.
        """
        self.base_url(resource)
        return f"{self.audiences[resource]}/.default"

    @property
    def missing_apis(self) -> tuple[Resource, ...]:
        """The APIs that it does not offer; empty for most."""
        return tuple(one for one in Resource if one not in self.hosts)

    @property
    def lacks(self) -> str:
        """Say in one sentence what cannot be done in it; empty where nothing is missing."""
        missing = self.missing_apis
        if not missing:
            return ""
        gone = [what for what, ways in _DONE_BY.items() if ways <= frozenset(missing)]
        names = ", ".join(_SECURITY_APIS.get(api, api.label) for api in missing)
        without = f", so there is no {', no '.join(gone)}" if gone else ""
        return f"The cloud “{self.title}” lacks {names}{without}."

    @property
    def federated_audience(self) -> str:
        """The audience that a federated token is made out to, unless the app says otherwise."""
        return _EXCHANGES.get(self.based_on or self.name, _PUBLIC_EXCHANGE)


def _cloud(
    name: str,
    title: str,
    authority: str,
    portal: str,
    hosts: dict[Resource, str],
    audiences: dict[Resource, str] | None = None,
) -> Cloud:
    asked = {**hosts, **(audiences or {})}
    return Cloud(name, title, authority, portal, MappingProxyType(hosts), MappingProxyType(asked))


# Source: https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
# Source: https://learn.microsoft.com/en-us/defender-xdr/usgov
# Source: https://learn.microsoft.com/en-us/graph/deployments
PUBLIC = _cloud(
    "public",
    "public",
    "https://login.microsoftonline.com",
    "https://security.microsoft.com",
    {
        Resource.GRAPH: "https://graph.microsoft.com",
        Resource.XDR: "https://api.security.microsoft.com",
        Resource.MDE: "https://api.securitycenter.microsoft.com",
        Resource.KEYVAULT: "https://vault.azure.net",
    },
)
GCC = _cloud(
    "gcc",
    "GCC",
    "https://login.microsoftonline.com",
    "https://security.microsoft.com",
    {
        Resource.GRAPH: "https://graph.microsoft.com",
        Resource.XDR: "https://api-gcc.security.microsoft.us",
        Resource.MDE: "https://api-gcc.securitycenter.microsoft.us",
        Resource.KEYVAULT: "https://vault.azure.net",
    },
)
GCC_HIGH = _cloud(
    "gcc-high",
    "GCC High",
    "https://login.microsoftonline.us",
    "https://security.microsoft.us",
    {
        Resource.GRAPH: "https://graph.microsoft.us",
        Resource.XDR: "https://api-gov.security.microsoft.us",
        Resource.MDE: "https://api-gov.securitycenter.microsoft.us",
        Resource.KEYVAULT: "https://vault.usgovcloudapi.net",
    },
)
DOD = _cloud(
    "dod",
    "DoD",
    "https://login.microsoftonline.us",
    "https://security.apps.mil",
    {
        Resource.GRAPH: "https://dod-graph.microsoft.us",
        Resource.XDR: "https://api-gov.security.microsoft.us",
        Resource.MDE: "https://api-gov.securitycenter.microsoft.us",
        Resource.KEYVAULT: "https://vault.usgovcloudapi.net",
    },
)
CHINA = _cloud(
    "china",
    "China",
    "https://login.partner.microsoftonline.cn",
    "https://security.microsoft.cn",
    {Resource.KEYVAULT: "https://vault.azure.cn"},
)
CLOUDS: Mapping[str, Cloud] = MappingProxyType(
    {cloud.name: cloud for cloud in (PUBLIC, GCC, GCC_HIGH, DOD, CHINA)}
)


def cloud_named(name: str) -> Cloud:
    """Look a cloud up by its configuration word.

    Raises:
        ConfigError: there is no such cloud; the hint lists the known ones.
    """
    try:
        return CLOUDS[name]
    except KeyError:
        raise ConfigError(
            f"There is no cloud named “{name}”.",
            hint=f"Known clouds: {', '.join(CLOUDS)}. For other hosts set hosts = {{…}}.",
            key="cloud",
        ) from None


def custom_cloud(hosts: Mapping[str, str], base: Cloud = PUBLIC) -> Cloud:
    """Build a cloud from a table of addresses; what it does not name comes from `base`.

    `hosts` maps `authority`, `portal`, `graph`, `xdr`, `mde` and `keyvault` to https URLs.
    Tokens are asked for the audiences of `base`, since a relay or an emulator stands in for those
    APIs; an API that `base` lacks is its own audience.

    Raises:
        ConfigError: a name is unknown or a value is not an https URL.
    """
    addresses = {name: _https(name, url) for name, url in hosts.items()}
    authority = addresses.pop("authority", base.authority)
    portal = addresses.pop("portal", base.portal)
    try:
        named = {Resource(name): url for name, url in addresses.items()}
    except ValueError as cause:
        raise ConfigError(
            f"hosts names an API that does not exist: {cause}.",
            hint="Use authority, portal, graph, xdr, mde and keyvault.",
            key="hosts",
        ) from cause
    return replace(
        base,
        name="custom",
        title="custom",
        authority=authority,
        portal=portal,
        hosts=MappingProxyType({**base.hosts, **named}),
        audiences=MappingProxyType({**named, **base.audiences}),
        based_on=base.name,
    )


def _https(name: str, url: str) -> str:
    if not _is_base_url(url):
        # An address with credentials in it does not belong on a screen.
        shown = "" if "@" in url else f": {url}"
        raise ConfigError(
            f"hosts.{name} is not an https address{shown}",
            hint="Write it as https://host[:port][/base].",
            key=f"hosts.{name}",
        )
    return url.rstrip("/")


def _is_base_url(url: str) -> bool:
    if any(char.isspace() or not char.isprintable() or char in "\\?#@" for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
