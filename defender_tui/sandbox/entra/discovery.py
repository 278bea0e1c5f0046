"""How clients find out about clouds: which hosts belong together, and what lies where."""

from __future__ import annotations

from urllib.parse import urlsplit

from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.json_value import Json, JsonObject

_PUBLIC_CLOUD = (
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
)
_CHINA = ("login.partner.microsoftonline.cn", "login.chinacloudapi.cn")
_US_GOVERNMENT = ("login.microsoftonline.us", "login.usgovcloudapi.net")
NATIONAL_HOSTS = frozenset({*_CHINA, *_US_GOVERNMENT})
"""Sign-in hosts of clouds in which none of our tenants lives."""
_SUFFIXES: JsonObject = {
    "azureDataLakeStoreFileSystem": "azuredatalakestore.net",
    "keyVaultDns": "vault.azure.net",
    "mhsmDns": "managedhsm.azure.net",
    "sqlServerHostname": "database.windows.net",
    "storage": "core.windows.net",
}


def instance_discovery(origin: str, authorization_endpoint: str, version: str) -> JsonObject:
    """Tell where a tenant's metadata is, and which hosts share one cache.

    Our own address is a host of its own, so that clients may keep asking it.

    Raises:
        SignInRefused: the endpoint is missing, or lies on a host that nobody knows.
    """
    if not authorization_endpoint:
        raise refused(900144, parameter="authorization_endpoint")
    try:
        endpoint = urlsplit(authorization_endpoint)
        host = endpoint.netloc.lower()
    except ValueError as error:
        raise refused(50049) from error
    own = urlsplit(origin).netloc.lower()
    # MSAL names an authority without its port, and asks where we say for the metadata.
    if host == own.rpartition(":")[0]:
        host = own
    groups = [_PUBLIC_CLOUD, _CHINA, _US_GOVERNMENT]
    if not any(own in group for group in groups):
        groups.insert(0, (own,))
    if not any(host in group for group in groups) or endpoint.scheme != "https":
        raise refused(50049)
    tenant = endpoint.path.strip("/").partition("/")[0] or "common"
    middle = "/v2.0" if "/v2.0/" in endpoint.path else ""
    base = f"https://{host}/{tenant}{middle}"
    return {
        "tenant_discovery_endpoint": f"{base}/.well-known/openid-configuration",
        "api-version": version,
        "metadata": [_group(aliases) for aliases in groups],
    }


def cloud_endpoints(origin: str, graph: str, version: str) -> Json:
    """Tell what lies where in this cloud; its shape depends on the version that is asked for.

    A list in 2019, a short object before, an object since.
    """
    authentication: JsonObject = {
        "loginEndpoint": origin,
        "audiences": [
            "https://management.core.windows.net/",
            "https://management.azure.com/",
        ],
    }
    if version in ("1.0", "2015-01-01"):
        return {
            "galleryEndpoint": "https://gallery.azure.com/",
            "graphEndpoint": "https://graph.windows.net/",
            "portalEndpoint": "https://portal.azure.com/",
            "authentication": authentication,
        }
    cloud: JsonObject = {
        "name": "AzureCloud",
        "authentication": authentication | {"tenant": "common", "identityProvider": "AAD"},
        "portal": "https://portal.azure.com",
        "resourceManager": origin,
        "graph": "https://graph.windows.net/",
        "graphAudience": "https://graph.windows.net/",
        "microsoftGraphResourceId": f"{graph}/",
        "logAnalyticsResourceId": "https://api.loganalytics.io",
        "suffixes": _SUFFIXES,
    }
    return [cloud] if version == "2019-05-01" else cloud


def _group(aliases: tuple[str, ...]) -> JsonObject:
    return {
        "preferred_network": aliases[0],
        "preferred_cache": aliases[1] if len(aliases) > 1 else aliases[0],
        "aliases": list(aliases),
    }
