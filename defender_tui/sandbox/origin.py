"""The addresses of the sandbox as its caller wrote them."""

from __future__ import annotations

from starlette.requests import Request

BASE_PATHS = {"graph": "/graph", "xdr": "/xdr", "mde": "/mde", "keyvault": "/keyvault"}

_REGIONS = ("us", "eu", "uk", "au", "swa", "ina", "aea")

# Source: https://learn.microsoft.com/defender-xdr/api-supported, usgov (2026-11-23)
REAL_HOSTS = {
    "graph": ("graph.microsoft.com",),
    "xdr": (
        "api.security.microsoft.com",
        "api-eu.security.microsoft.com",
        "api-uk.security.microsoft.com",
        "api-us.security.microsoft.com",
        *(f"{region}.api.security.microsoft.com" for region in _REGIONS),
        "api-gcc.security.microsoft.us",
        "api-gov.security.microsoft.us",
    ),
    "mde": (
        "api.securitycenter.microsoft.com",
        "api-gcc.securitycenter.microsoft.us",
        "api-gov.securitycenter.microsoft.us",
    ),
    "keyvault": ("{vault}.vault.azure.net",),
}
"""Hosts that are answered without a base path; every other one is Entra."""


def host_origin(request: Request) -> str:
    """Give scheme, host and port that the client asked, e.g. `https://127.0.0.1:8443`."""
    return f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"


def service_url(request: Request) -> str:
    """Give the address of the called API: the origin plus its base path, without slash."""
    return host_origin(request) + str(request.scope.get("root_path", "")).rstrip("/")
