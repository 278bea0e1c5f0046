"""Codes that an administrator's browser meets on the way to the consent page."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

CONSENT_WORDINGS: Mapping[int, Wording] = {
    50011: Wording(
        "invalid_request",
        "The redirect URI '{redirect_uri}' specified in the request does not match the redirect "
        "URIs configured for the application '{app}'. Make sure the redirect URI sent in the "
        "request matches one added to your application in the Azure portal.",
    ),
    500113: Wording("invalid_request", "No reply address is registered for the application."),
    50194: Wording(
        "invalid_request",
        "Application '{app}'({name}) is not configured as a multi-tenant application. Usage of "
        "the /common endpoint is not supported for such apps created after '10/15/2018'. Use a "
        "tenant-specific endpoint or configure the application to be multi-tenant.",
    ),
}
