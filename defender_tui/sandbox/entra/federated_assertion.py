"""Assertions of an outside issuer, held against an application's federated credentials.

Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
(2026-11-23)
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from defender_tui.sandbox.entra.client_assertion import ClientAssertion
from defender_tui.sandbox.entra.outside_issuer import OutsideIssuer
from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.tenant import TOKEN_EXCHANGE, App, FederatedCredential


def check_federated_assertion(
    assertion: ClientAssertion,
    app: App,
    *,
    outside: OutsideIssuer,
    entra: KeyRing,
    issuers: Collection[str],
    now: datetime,
) -> None:
    """Check an assertion that somebody else made for the application.

    Issuer, subject and audience must be the same to the letter.

    Raises:
        SignInRefused: no credential of the application fits, or the assertion is not signed by the
            issuer, or not of this time.
    """
    trusted = [one for one in app.federated_credentials if _is_issuer(assertion, one, issuers)]
    if assertion.is_from_entra and not trusted:
        raise refused(700222, issuer=assertion.issuer)
    audience = ", ".join(assertion.audiences)
    if not app.federated_credentials:
        raise refused(70021, issuer=assertion.issuer, subject=assertion.subject, audience=audience)
    if not trusted:
        raise refused(700211, issuer=assertion.issuer)
    subjects = [credential.subject for credential in trusted]
    if assertion.subject not in subjects:
        folded = {subject.casefold() for subject in subjects}
        code = 7002138 if assertion.subject.casefold() in folded else 700213
        raise refused(code, subject=assertion.subject)
    if not any(
        credential.subject == assertion.subject and _is_audience(assertion, credential)
        for credential in trusted
    ):
        raise refused(700212, audience=audience)
    if assertion.parts.header.get("alg") != "RS256":
        raise refused(5002730)
    key_id = assertion.parts.header_text("kid")
    key = entra.find(key_id) if assertion.is_from_entra else outside.key()
    if key is None or key.key_id != key_id:
        raise refused(50013, reason="The key was not found.")
    if not key.is_signature(assertion.parts.signature, assertion.parts.signed):
        raise refused(
            50013,
            reason="The provided signature value did not match the expected signature value.",
        )
    assertion.require_time(now)


def _is_issuer(
    assertion: ClientAssertion, credential: FederatedCredential, issuers: Collection[str]
) -> bool:
    if credential.issuer:
        return assertion.issuer == credential.issuer
    return assertion.issuer in issuers


def _is_audience(assertion: ClientAssertion, credential: FederatedCredential) -> bool:
    """Tell whether it was meant for the exchange; Entra writes the id in place of the name."""
    if assertion.is_from_entra:
        return TOKEN_EXCHANGE.app_id in assertion.audiences
    return credential.audience in assertion.audiences
