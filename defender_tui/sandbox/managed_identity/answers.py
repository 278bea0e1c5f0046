"""The shape of the refusals in which the two forms of managed identity differ.

Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
and https://learn.microsoft.com/azure/app-service/overview-managed-identity (2026-11-23)
"""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.refusals import ServiceRefused

IMDS_PATH = "/metadata/identity/oauth2/token"
APP_SERVICE_PATH = "/msi/token"


async def refusal_answer(request: Request, error: Exception) -> Response:
    """Give a refusal as the form that was asked words it."""
    if not isinstance(error, ServiceRefused):
        raise error
    if request.url.path.startswith(APP_SERVICE_PATH):
        body: dict[str, str | int] = {
            "statusCode": error.status,
            "message": error.message,
            "correlationId": str(uuid.uuid4()),
        }
    else:
        body = {"error": error.code, "error_description": error.message}
    return JSONResponse(body, status_code=error.status, headers=error.headers)
