"""Key Vault's address. No secret is kept in the sandbox yet, so every one is unknown."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_HELP = "https://go.microsoft.com/fwlink/?linkid=2125182"


def keyvault_app() -> Starlette:
    """Give the application, to be mounted under a base path or a host."""
    app = Starlette(
        routes=[
            Route("/secrets/{name}", _no_secret),
            Route("/secrets/{name}/{version}", _no_secret),
        ],
        exception_handlers={404: _no_operation},
    )
    app.router.redirect_slashes = False
    return app


async def _no_secret(request: Request) -> Response:
    name = request.path_params["name"]
    message = (
        f"A secret with (name/id) {name} was not found in this key vault. If you recently deleted "
        "this secret you may be able to recover it using the correct recovery command. "
        f"For help resolving this issue, please see {_HELP}"
    )
    return _error("SecretNotFound", message)


async def _no_operation(request: Request, _error_raised: Exception) -> Response:
    return _error("NotFound", f"No operation is defined for {request.url.path}.")


def _error(code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=404)
