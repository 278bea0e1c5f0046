"""Codes about tenants, applications and resources that are not there, or not usable."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

_NOT_INSTALLED = (
    "This can happen if the application has not been installed by the administrator of the "
    "tenant or consented to by any user in the tenant. You may have sent your authentication "
    "request to the wrong tenant."
)
_OTHER_CLOUD = "Confidential Client is not supported in Cross Cloud request."

DIRECTORY_WORDINGS: Mapping[int, Wording] = {
    90002: Wording(
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud. Check with your subscription administrator, this may "
        "happen if there are no active subscriptions for the tenant.",
    ),
    900023: Wording(
        "invalid_request",
        "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid "
        "external domain.",
    ),
    50059: Wording(
        "invalid_request",
        "No tenant-identifying information found in either the request or implied by any "
        "provided credentials.",
    ),
    50128: Wording(
        "invalid_request",
        "Invalid domain name - No tenant-identifying information found in either the request or "
        "implied by any provided credentials.",
    ),
    90038: Wording(
        "invalid_request",
        "Tenant '{tenant}' request is being redirected to the National Cloud "
        "'microsoftonline.com'.",
    ),
    900382: Wording("invalid_request", _OTHER_CLOUD),
    900432: Wording("invalid_request", _OTHER_CLOUD),
    9001023: Wording(
        "invalid_request",
        "The grant type is not supported over the /common or /consumers endpoints. Please use "
        "the /organizations or tenant-specific endpoint.",
    ),
    50049: Wording("invalid_instance", "Unknown or invalid instance."),
    700016: Wording(
        "unauthorized_client",
        "Application with identifier '{app}' was not found in the directory '{tenant}'. "
        + _NOT_INSTALLED,
    ),
    700011: Wording(
        "unauthorized_client",
        "Application with identifier '{app}' was not found in the directory.",
    ),
    70001: Wording(
        "unauthorized_client",
        "Application with identifier '{app}' is disabled, or was not found in the directory "
        "'{tenant}'. " + _NOT_INSTALLED,
    ),
    7000229: Wording(
        "invalid_client",
        "The client application {app} is missing service principal in the tenant {tenant}. See "
        "instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
    ),
    7000112: Wording("unauthorized_client", "Application '{app}'({name}) is disabled."),
    500011: Wording(
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {tenant}. "
        + _NOT_INSTALLED,
    ),
    50001: Wording(
        "invalid_resource",
        "The resource named {resource} is disabled, or was not found in the tenant named "
        "{tenant}. " + _NOT_INSTALLED,
    ),
    650052: Wording(
        "invalid_client",
        "The app needs access to a service ('{resource}') that your organization '{tenant}' has "
        "not subscribed to or enabled. Contact your IT Admin to review the configuration of your "
        "service subscriptions.",
    ),
    650054: Wording(
        "invalid_client",
        "The application asked for permissions to access a resource that has been removed or is "
        "no longer available.",
    ),
    650056: Wording(
        "invalid_client",
        "Misconfigured application. This could be due to one of the following: the client has "
        "not listed any permissions for '{resource}' in the requested permissions in the "
        "client's application registration. Or, the admin has not consented in the tenant.",
    ),
    650057: Wording(
        "invalid_resource",
        "Invalid resource. The client has requested access to a resource which is not listed in "
        "the requested permissions in the client's application registration. Client app ID: "
        "{app}. Resource value from request: {resource}.",
    ),
}
