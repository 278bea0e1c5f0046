"""What an AADSTS code means for an application without a user, and what to do about it.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import AuthError, ConsentRequired, CredentialsRejected

_CODE = re.compile(r"AADSTS(\d{4,8})")
_TAIL = re.compile(r"\s*Trace ID:.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What went wrong in plain words, and the next step."""

    cause: str
    step: str


def code_in(description: str) -> int | None:
    """Find the AADSTS number in an error description; `None` when there is none."""
    match = _CODE.search(description)
    return int(match.group(1)) if match else None


def described(description: str) -> str:
    """Cut the ids and the code off a description, leaving the provider's sentence."""
    return _CODE.sub("", _TAIL.sub("", description)).lstrip(": ").strip()


def auth_error(
    *,
    error: str,
    description: str,
    codes: tuple[int, ...] = (),
    trace_id: str | None = None,
    correlation_id: str | None = None,
) -> AuthError:
    """Turn the token endpoint's refusal into the error a user can act on."""
    code = codes[0] if codes else code_in(description)
    remedy = _REMEDIES.get(code) if code is not None else None
    sentence = described(description) or error or "The identity provider gave no reason."
    kind = _kind(code, error)
    return kind(
        f"No token: {remedy.cause}" if remedy else f"No token: {sentence}",
        hint=remedy.step if remedy else "Show the trace id to whoever runs the tenant.",
        aadsts=code,
        trace_id=trace_id,
        correlation_id=correlation_id,
    )


def _kind(code: int | None, error: str) -> type[AuthError]:
    if code in _CONSENT:
        return ConsentRequired
    if code in _CREDENTIALS or (code is None and error == "invalid_client"):
        return CredentialsRejected
    return AuthError


_CREDENTIALS = frozenset(
    {
        7000215,
        7000222,
        7000218,
        700025,
        700027,
        50012,
        700024,
        50027,
        50013,
        50048,
        700030,
        70002,
    }
    | {70021, 700211, 700212, 700213, 7002131, 700222, 700229}
)
_CONSENT = frozenset({7000229, 70001, 65001, 90094, 501051, 50105, 650052, 650054, 650056, 650057})

_TENANT = "Check the tenant id on the app's Overview page, and that the cloud is the right one."
_APP = "Check the application (client) id and the tenant id on the app's Overview page."
_CONSENT_STEP = "An administrator of the tenant grants admin consent under API permissions."
_ASSERTION = "Check that this certificate is the one registered under Certificates & secrets."
_FEDERATION = (
    "Compare issuer, subject and audience with the federated credential, letter by letter."
)
_BUSY = "Wait a minute, then try again."
_REQUEST = "This is a fault of the request: report it with the trace id."

_REMEDIES: dict[int, Remedy] = {
    7000215: Remedy(
        "the client secret is wrong.",
        "Use the secret's value, not its id; if it is lost, add a new secret to the app.",
    ),
    7000222: Remedy(
        "the client secret has expired.",
        "Add a new secret under Certificates & secrets.",
    ),
    7000218: Remedy("no credential was sent.", "Give the profile a client secret."),
    700025: Remedy(
        "the app is a public client and takes no credential.",
        "Turn off “Allow public client flows” under Authentication.",
    ),
    700016: Remedy("the tenant does not know this application.", _APP),
    7000229: Remedy("the app has no service principal in this tenant.", _CONSENT_STEP),
    7000112: Remedy(
        "the application is disabled in this tenant.",
        "Enable sign-in under Enterprise applications > Properties.",
    ),
    70001: Remedy("the application is not installed in this tenant.", _CONSENT_STEP),
    700011: Remedy("the application was not found.", _APP),
    90002: Remedy("the tenant was not found.", _TENANT),
    900023: Remedy("the tenant is neither an id nor a domain.", _TENANT),
    50059: Remedy("the request named no tenant.", _TENANT),
    50128: Remedy("the tenant's domain name is not valid.", _TENANT),
    90038: Remedy("the tenant lives in another national cloud.", "Choose that cloud."),
    900382: Remedy("the app is registered in another cloud.", "Register it in this cloud."),
    900432: Remedy("the app is registered in another cloud.", "Register it in this cloud."),
    500011: Remedy(
        "the tenant does not have this API.",
        "Check the cloud; the API may not be licensed or provisioned there.",
    ),
    50001: Remedy(
        "the tenant does not have this API.",
        "Check the cloud; the API may not be licensed or provisioned there.",
    ),
    650052: Remedy("the tenant has no subscription for this API.", "Ask for the licence."),
    650054: Remedy("the API was removed from the app's permissions.", _CONSENT_STEP),
    650056: Remedy("the app's permissions are not set up right.", _CONSENT_STEP),
    650057: Remedy("the API is not among the app's permissions.", _CONSENT_STEP),
    70011: Remedy("the scope is not valid.", _REQUEST),
    1002012: Remedy("the scope lacks /.default.", _REQUEST),
    700022: Remedy("the scope names several APIs.", _REQUEST),
    700023: Remedy("the scope names no API.", _REQUEST),
    901002: Remedy("a v1 parameter went to the v2 endpoint.", _REQUEST),
    9001023: Remedy("this grant needs the tenant's own address.", _TENANT),
    700027: Remedy("the certificate's signature was not accepted.", _ASSERTION),
    50012: Remedy("the certificate was not accepted.", _ASSERTION),
    700024: Remedy(
        "the assertion is outside its time range.",
        "Set this machine's clock; read the federated token anew.",
    ),
    50027: Remedy("the assertion is malformed.", _REQUEST),
    50013: Remedy("the assertion is malformed.", _REQUEST),
    50048: Remedy("the assertion's subject and issuer differ.", _REQUEST),
    700030: Remedy("the certificate's subject is not trusted.", _ASSERTION),
    70021: Remedy("no federated credential matches.", _FEDERATION),
    700211: Remedy("no federated credential has this issuer.", _FEDERATION),
    700212: Remedy("no federated credential has this audience.", _FEDERATION),
    700213: Remedy("no federated credential has this subject.", _FEDERATION),
    7002131: Remedy("the federated credential's expression does not match.", _FEDERATION),
    700222: Remedy("a token of Entra itself cannot be the assertion.", _FEDERATION),
    700229: Remedy("only an app-only token can be the assertion.", _FEDERATION),
    501051: Remedy("the API wants a role assigned to this app.", _CONSENT_STEP),
    50105: Remedy("the app is not assigned to this API.", _CONSENT_STEP),
    65001: Remedy("consent is missing.", _CONSENT_STEP),
    90094: Remedy("an administrator's consent is missing.", _CONSENT_STEP),
    53003: Remedy(
        "Conditional Access blocked the app.",
        "Run from an allowed network, or ask the policy's owner; show the correlation id.",
    ),
    50131: Remedy(
        "Conditional Access blocked the app.",
        "Run from an allowed network, or ask the policy's owner; show the correlation id.",
    ),
    53011: Remedy("the app was blocked for its risk.", "Ask the tenant's security team."),
    530032: Remedy("a security policy blocked the app.", "Ask the tenant's security team."),
    530035: Remedy("security defaults blocked the app.", "Ask the tenant's security team."),
    50196: Remedy("too many token requests were made in a loop.", _BUSY),
    90055: Remedy("the tenant is being throttled.", _BUSY),
    90006: Remedy("the identity provider had a passing fault.", _BUSY),
    90012: Remedy("the identity provider timed out.", _BUSY),
    90024: Remedy("the identity provider had a passing fault.", _BUSY),
    90033: Remedy("the identity provider had a passing fault.", _BUSY),
    900144: Remedy("the request lacked a parameter.", _REQUEST),
    90014: Remedy("the request lacked a parameter.", _REQUEST),
    90013: Remedy("the request held a wrong parameter.", _REQUEST),
    90019: Remedy("the request named no tenant.", _TENANT),
    90023: Remedy("the request was not valid.", _REQUEST),
    9002313: Remedy("the request was malformed.", _REQUEST),
    70002: Remedy("the credentials were not accepted.", "Check the client secret."),
    70003: Remedy("the grant is not supported.", _REQUEST),
    500021: Remedy("the network allows other tenants only.", "Ask the network's owner."),
    500022: Remedy("the network allows other tenants only.", "Ask the network's owner."),
}
