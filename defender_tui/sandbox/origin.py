"""The addresses of the sandbox as its caller wrote them."""

from __future__ import annotations

from starlette.requests import Request

BASE_PATHS = {"graph": "/graph", "xdr": "/xdr", "mde": "/mde", "keyvault": "/keyvault"}


def host_origin(request: Request) -> str:
    """Give scheme, host and port that the client asked, e.g. `https://127.0.0.1:8443`."""
    return f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"


def service_url(request: Request) -> str:
    """Give the address of the called API: the origin plus its base path, without slash."""
    return host_origin(request) + str(request.scope.get("root_path", "")).rstrip("/")
