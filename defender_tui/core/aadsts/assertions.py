"""Codes of a signed assertion that was not accepted: certificates and federated tokens.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials
Source: https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations
"""

from __future__ import annotations

from ..portal import Page
from .remedy import Remedy

_REGISTERED = (
    f"Compare the certificate's thumbprint with {Page.SECRETS.path} > Certificates; upload the "
    "public part there if it is missing, and check that it has not expired."
)
_FEDERATED = f"{Page.SECRETS.path} > Federated credentials"
_MALFORMED = (
    "For a federated token, check that the file holds a whole JWT made for this application; "
    "for a certificate, report it with the trace id."
)


def _certificate(cause: str, step: str = _REGISTERED, *, is_general: bool = False) -> Remedy:
    return Remedy(cause, step, Page.SECRETS, is_general, quotes=True)


def _federation(cause: str, step: str) -> Remedy:
    return Remedy(cause, step, Page.SECRETS, quotes=True)


REMEDIES = {
    700027: _certificate("the certificate's signature was not accepted."),
    50012: _certificate("the certificate or assertion was not accepted.", is_general=True),
    700024: Remedy(
        "the assertion is outside its time range.",
        "Set this machine's clock. For a federated token, check that whoever writes its file "
        "still renews it: the file is read anew for each try.",
        quotes=True,
    ),
    50027: Remedy("the assertion is malformed.", _MALFORMED, quotes=True),
    50013: Remedy("the assertion is not valid.", _MALFORMED, is_general=True, quotes=True),
    50048: Remedy(
        "the assertion's subject and issuer differ.",
        "In an assertion signed with the app's own key both are the application (client) id.",
    ),
    700030: _certificate(
        "the certificate's subject is not trusted.",
        "Register its subject name and issuer with the app, and let the profile send the chain; "
        f"or upload the certificate itself in {Page.SECRETS.path}.",
    ),
    70021: _federation(
        "no federated credential matches the token.",
        "Compare issuer, subject and audience letter by letter, upper and lower case too, in "
        f"{_FEDERATED}. One just added takes some minutes: then try again.",
    ),
    700211: _federation(
        "no federated credential has the token's issuer.",
        f"Correct the issuer in {_FEDERATED}, letter by letter: a slash at the end counts.",
    ),
    700212: _federation(
        "no federated credential has the token's audience.",
        f"Correct the audience in {_FEDERATED}; in the public cloud it is api://AzureADTokenExchange.",
    ),
    700213: _federation(
        "no federated credential has the token's subject.",
        f"Correct the subject in {_FEDERATED}, letter by letter: upper and lower case count.",
    ),
    7002131: _federation(
        "the federated credential's expression does not match the token.",
        f"Correct the expression in {_FEDERATED}.",
    ),
    700222: _federation(
        "a token of Entra itself cannot be the assertion.",
        "Hand in a token of another issuer, or of a managed identity with the audience "
        "api://AzureADTokenExchange.",
    ),
    700229: _federation(
        "only an app-only token can be the assertion.",
        "Hand in the token of a managed identity or of a workload, not one of a user.",
    ),
}
