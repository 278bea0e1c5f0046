"""Codes about the request itself: parameters, scopes, grants."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

REQUEST_WORDINGS: Mapping[int, Wording] = {
    900144: Wording(
        "invalid_request",
        "The request body must contain the following parameter: '{parameter}'.",
    ),
    90014: Wording(
        "invalid_request",
        "The required field '{parameter}' is missing from the credential. Ensure that you have "
        "all the necessary parameters for the login request.",
    ),
    90013: Wording("invalid_request", "Invalid input received from the user."),
    90019: Wording(
        "invalid_request",
        "No tenant-identifying information found in either the request or implied by any "
        "provided credentials.",
    ),
    90023: Wording("invalid_request", "Invalid STS request."),
    9002313: Wording("invalid_request", "Invalid request. Request is malformed or invalid."),
    9000410: Wording("invalid_request", "Malformed JSON."),
    9000411: Wording(
        "invalid_request",
        "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
    ),
    900561: Wording(
        "invalid_request",
        "The endpoint only accepts POST requests. Received a {method} request.",
    ),
    70003: Wording(
        "unsupported_grant_type", "The app requested an unsupported grant type '{grant}'."
    ),
    901002: Wording("invalid_request", "The 'resource' request parameter is not supported."),
    70011: Wording(
        "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid. The scope {scope} is "
        "not valid.",
    ),
    1002012: Wording(
        "invalid_scope",
        "The provided value for scope {scope} is not valid. Client credential flows must have a "
        "scope value with /.default suffixed to the resource identifier (application ID URI).",
    ),
    700022: Wording(
        "invalid_scope",
        "The provided value for the input parameter scope '{scope}' is not valid because it "
        "contains more than one resource.",
    ),
    700023: Wording(
        "invalid_scope",
        "The provided value for the input parameter scope '{scope}' is not valid when requesting "
        "an access token: it names no resource.",
    ),
}
