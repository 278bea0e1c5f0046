"""The addresses of managed identities as an ASGI application, served without TLS."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from defender_tui.sandbox.managed_identity.answers import (
    APP_SERVICE_PATH,
    IMDS_PATH,
    refusal_answer,
)
from defender_tui.sandbox.managed_identity.app_service import AppServiceCalls
from defender_tui.sandbox.managed_identity.imds import ImdsCalls, unknown_source
from defender_tui.sandbox.managed_identity.site import IdentitySite
from defender_tui.sandbox.refusals import ServiceRefused

_EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def identity_app(site: IdentitySite) -> Starlette:
    """Give the application."""
    app = Starlette(
        routes=[
            Route(IMDS_PATH, ImdsCalls(site).token, methods=_EVERY),
            Route(APP_SERVICE_PATH, AppServiceCalls(site).token, methods=_EVERY),
        ],
        exception_handlers={ServiceRefused: refusal_answer, HTTPException: unknown_source},
    )
    app.router.redirect_slashes = False
    return app
