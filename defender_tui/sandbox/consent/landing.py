"""The address that a browser is sent to from the consent page.

Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent and
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow (2026-11-23)
"""

from __future__ import annotations

import secrets
import uuid
from urllib.parse import urlencode, urlsplit

from defender_tui.sandbox.consent.request import ConsentRequest, Form
from defender_tui.sandbox.tenant import Tenant

_DENIED = "AADSTS65004: The resource owner or authorization server denied the request."


def accepted(request: ConsentRequest, tenant: Tenant) -> str:
    """Give where an administrator lands who consented for a tenant."""
    if request.form is Form.AUTHORIZE:
        return _at(
            request,
            {"code": f"1.{secrets.token_urlsafe(48)}", "session_state": str(uuid.uuid4())},
        )
    said = {"admin_consent": "True", "tenant": tenant.tenant_id}
    if request.form is Form.V2:
        said["scope"] = request.scope
    return _at(request, said)


def cancelled(request: ConsentRequest) -> str:
    """Give where one lands who did not."""
    if request.form is Form.AUTHORIZE:
        return _at(request, {"error": "access_denied", "error_description": _DENIED})
    if request.form is Form.V2:
        # The consent is told as given and as refused at once; clients must look for the error.
        said = {"admin_consent": "True", "error": "consent_required", "error_description": _DENIED}
        return _at(request, said)
    description = "The admin canceled the request"
    return _at(
        request,
        {"error": "permission_denied", "error_description": description},
        with_state=False,
    )


def _at(request: ConsentRequest, said: dict[str, str], *, with_state: bool = True) -> str:
    if with_state and request.state is not None:
        said["state"] = request.state
    parts = urlsplit(request.redirect_uri)
    query = "&".join(part for part in (parts.query, urlencode(said)) if part)
    return parts._replace(query=query, fragment="").geturl()
