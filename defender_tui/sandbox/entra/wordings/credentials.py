"""Codes about secrets, and about an application that may not prove itself."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

CREDENTIAL_WORDINGS: Mapping[int, Wording] = {
    7000215: Wording(
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the "
        "client secret value, not the client secret ID, for a secret added to app '{app}'.",
    ),
    7000222: Wording(
        "invalid_client",
        "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to "
        "create new keys for your app: https://aka.ms/NewClientSecret, or consider using "
        "certificate credentials for added security: https://aka.ms/certCreds.",
    ),
    7000218: Wording(
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'.",
    ),
    700025: Wording(
        "invalid_client",
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
    70002: Wording("invalid_client", "Error validating credentials."),
    50013: Wording(
        "invalid_grant",
        "Assertion failed signature validation. [Reason - {reason}]",
    ),
    70016: Wording(
        "authorization_pending",
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    ),
    70018: Wording("bad_verification_code", "Invalid verification code."),
    70019: Wording("expired_token", "Verification code expired. Have the user retry the sign-in."),
}
