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
from defender_tui.sandbox.tenant import App


def check_federated_assertion(
    assertion: ClientAssertion,
    app: App,
    *,
    outside: OutsideIssuer,
    issuers: Collection[str],
    now: datetime,
) -> None:
    """Check an assertion that somebody else made for the application.

    Issuer, subject and audience must be the same to the letter.

    Raises:
        SignInRefused: no credential of the application fits, or the assertion is not signed by the
            issuer, or not of this time.
    """
    if assertion.is_from_entra:
        raise refused(700222, issuer=assertion.issuer)
    audience = ", ".join(assertion.audiences)
    if not app.federated_credentials:
        raise refused(70021, issuer=assertion.issuer, subject=assertion.subject, audience=audience)
    if assertion.issuer not in issuers:
        raise refused(700211, issuer=assertion.issuer)
    subjects = [credential.subject for credential in app.federated_credentials]
    if assertion.subject not in subjects:
        folded = {subject.casefold() for subject in subjects}
        code = 7002138 if assertion.subject.casefold() in folded else 700213
        raise refused(code, subject=assertion.subject)
    if not any(
        credential.subject == assertion.subject and credential.audience in assertion.audiences
        for credential in app.federated_credentials
    ):
        raise refused(700212, audience=audience)
    key = outside.key()
    header = assertion.parts.header
    if header.get("alg") != "RS256":
        raise refused(5002730)
    if header.get("kid") != key.key_id:
        raise refused(50013, reason="The key was not found.")
    if not key.is_signature(assertion.parts.signature, assertion.parts.signed):
        raise refused(
            50013,
            reason="The provided signature value did not match the expected signature value.",
        )
    assertion.require_time(now)
