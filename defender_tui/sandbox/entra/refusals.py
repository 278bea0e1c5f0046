"""Refusals of the token endpoint with their codes and words.

Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes (2026-11-23)
"""

from __future__ import annotations

import uuid
from datetime import datetime

from defender_tui.sandbox.json_value import JsonObject


class SignInRefused(Exception):
    """Entra refuses; `code` is the number after `AADSTS`."""

    def __init__(self, code: int, error: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.error = error
        self.text = text

    @property
    def status(self) -> int:
        return 401 if self.error == "invalid_client" else 400

    def as_json(self, *, now: datetime, correlation_id: str) -> JsonObject:
        """Give the body of the answer."""
        trace_id = str(uuid.uuid4())
        timestamp = now.strftime("%Y-%m-%d %H:%M:%SZ")
        return {
            "error": self.error,
            "error_description": (
                f"AADSTS{self.code}: {self.text} Trace ID: {trace_id} "
                f"Correlation ID: {correlation_id} Timestamp: {timestamp}"
            ),
            "error_codes": [self.code],
            "timestamp": timestamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.code}",
        }


def tenant_not_found(tenant: str, *, error: str) -> SignInRefused:
    """Refuse a tenant that does not exist."""
    return SignInRefused(
        90002,
        error,
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud. Check with your subscription administrator, this may "
        "happen if there are no active subscriptions for the tenant.",
    )


def tenant_not_a_name(tenant: str) -> SignInRefused:
    """Refuse a tenant text that is neither GUID nor domain."""
    return SignInRefused(
        900023,
        "invalid_request",
        f"Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid "
        "external domain.",
    )


def tenant_not_usable(tenant: str) -> SignInRefused:
    """Refuse a shared endpoint such as `common`, where an application has no identity."""
    return SignInRefused(
        9001023,
        "invalid_request",
        f"The grant type is not supported over the /common or /consumers endpoints ('{tenant}'). "
        "Please use the /organizations or tenant-specific endpoint.",
    )


def parameter_missing(name: str) -> SignInRefused:
    """Refuse a form that lacks a field."""
    return SignInRefused(
        900144,
        "invalid_request",
        f"The request body must contain the following parameter: '{name}'.",
    )


def malformed() -> SignInRefused:
    """Refuse a body that is no form."""
    return SignInRefused(
        9002313, "invalid_request", "Invalid request. Request is malformed or invalid."
    )


def grant_not_supported(grant: str) -> SignInRefused:
    """Refuse any grant but client credentials."""
    return SignInRefused(
        70003, "unsupported_grant_type", f"The app requested an unsupported grant type '{grant}'."
    )


def only_post(method: str) -> SignInRefused:
    """Refuse another method than POST."""
    return SignInRefused(
        900561,
        "invalid_request",
        f"The endpoint only accepts POST requests. Received a {method} request.",
    )


def app_not_found(client_id: str, tenant: str) -> SignInRefused:
    """Refuse a client id that the tenant does not know."""
    return SignInRefused(
        700016,
        "unauthorized_client",
        f"Application with identifier '{client_id}' was not found in the directory '{tenant}'. "
        "This can happen if the application has not been installed by the administrator of the "
        "tenant or consented to by any user in the tenant. You may have sent your authentication "
        "request to the wrong tenant.",
    )


def credential_missing() -> SignInRefused:
    """Refuse a form with neither secret nor assertion."""
    return SignInRefused(
        7000218,
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'.",
    )


def secret_wrong(client_id: str) -> SignInRefused:
    """Refuse a secret that is not the right one."""
    return SignInRefused(
        7000215,
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the "
        "client secret value, not the client secret ID, for a secret added to app "
        f"'{client_id}'.",
    )


def certificate_not_registered(client_id: str) -> SignInRefused:
    """Refuse an assertion by an application without certificates."""
    return SignInRefused(
        700027,
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on "
        f"application '{client_id}'.",
    )


def resource_parameter_sent() -> SignInRefused:
    """Refuse the v1 parameter at the v2 endpoint."""
    return SignInRefused(
        901002, "invalid_request", "The 'resource' request parameter is not supported."
    )


def scope_not_default(scope: str) -> SignInRefused:
    """Refuse a scope that does not end in `/.default`."""
    return SignInRefused(
        1002012,
        "invalid_scope",
        f"The provided value for scope {scope} is not valid. Client credential flows must have a "
        "scope value with /.default suffixed to the resource identifier (application ID URI).",
    )


def scope_invalid(scope: str) -> SignInRefused:
    """Refuse several scopes at once."""
    return SignInRefused(
        70011,
        "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid. "
        f"The scope {scope} is not valid.",
    )


def resource_not_found(resource: str, tenant: str) -> SignInRefused:
    """Refuse a resource that the tenant does not have."""
    return SignInRefused(
        500011,
        "invalid_resource",
        f"The resource principal named {resource} was not found in the tenant named {tenant}. "
        "This can happen if the application has not been installed by the administrator of the "
        "tenant or consented to by any user in the tenant. You might have sent your "
        "authentication request to the wrong tenant.",
    )
