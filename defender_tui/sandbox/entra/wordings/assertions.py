"""Codes about client assertions: signed with a certificate, or by an outside issuer."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

_CERTIFICATES = "https://learn.microsoft.com/entra/identity-platform/certificate-credentials"
_FEDERATION = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
_COMPARE = (
    "Check your federated identity credential Subject, Audience and Issuer against the presented "
    f"assertion. {_FEDERATION}"
)
_NO_RECORD = "No matching federated identity record found for presented assertion"

ASSERTION_WORDINGS: Mapping[int, Wording] = {
    700027: Wording(
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on "
        "application. [Reason - {reason} Please visit the Azure Portal, Graph Explorer or "
        "directly use MS Graph to see configured keys for app Id '{app}'.]",
    ),
    50012: Wording(
        "invalid_client",
        "Client assertion contains an invalid signature. [Reason - {reason}]",
    ),
    700024: Wording(
        "invalid_client",
        "Client assertion is not within its valid time range. Current time: {now}, assertion "
        "valid from {valid_from}, expiry time of assertion {valid_to}. Review the documentation "
        f"at {_CERTIFICATES} .",
    ),
    700021: Wording(
        "invalid_client",
        "Client assertion application identifier doesn't match 'client_id' parameter. Review the "
        f"documentation at {_CERTIFICATES} .",
    ),
    50027: Wording("invalid_request", "JWT token is invalid or malformed."),
    5002730: Wording(
        "invalid_request", "Invalid JWT token. Unsupported key for the signing algorithm."
    ),
    50048: Wording(
        "invalid_client",
        "Subject mismatches Issuer claim in the client assertion. Review the documentation at "
        f"{_CERTIFICATES} .",
    ),
    700030: Wording(
        "invalid_client",
        "Invalid certificate - subject name in certificate is not authorized. SubjectNames/"
        "SubjectAlternativeNames (up to 10) in token certificate are: {subject}.",
    ),
    70021: Wording(
        "invalid_request",
        f"{_NO_RECORD}. Assertion Issuer: '{{issuer}}'. Assertion Subject: '{{subject}}'. "
        f"Assertion Audience: '{{audience}}'. {_FEDERATION}",
    ),
    700211: Wording("invalid_client", f"{_NO_RECORD} issuer '{{issuer}}'. {_COMPARE}"),
    700212: Wording("invalid_client", f"{_NO_RECORD} audience '{{audience}}'. {_COMPARE}"),
    700213: Wording("invalid_client", f"{_NO_RECORD} subject '{{subject}}'. {_COMPARE}"),
    7002131: Wording(
        "invalid_client",
        "No matching federated identity record found for presented assertion. The assertion did "
        f"not satisfy the expression of any flexible federated identity credential. {_COMPARE}",
    ),
    7002138: Wording(
        "invalid_client",
        f"{_NO_RECORD} subject '{{subject}}'. The subject matches with case-insensitive "
        f"comparison, but not with case-sensitive comparison. {_COMPARE}",
    ),
    700222: Wording(
        "invalid_client",
        "AAD-issued tokens may not be used for federated identity flows. Assertion Issuer: "
        "'{issuer}'.",
    ),
    700229: Wording(
        "invalid_client",
        "Only app-only tokens can be used as Federated Identity Credentials for an AAD issuer.",
    ),
}
