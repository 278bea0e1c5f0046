"""The check that a client is the application it says it is."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from defender_tui.sandbox.entra.certificate_assertion import check_certificate_assertion
from defender_tui.sandbox.entra.certificates import AppCertificates
from defender_tui.sandbox.entra.client_assertion import ClientAssertion
from defender_tui.sandbox.entra.federated_assertion import check_federated_assertion
from defender_tui.sandbox.entra.outside_issuer import OutsideIssuer
from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.tenant import App


class Proof(Enum):
    """How a client proved who it is; the value is the claim `appidacr`."""

    SECRET = "1"
    ASSERTION = "2"


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What credentials are held against.

    `audiences` are the names of this tenant's token endpoint, in lower case without slash at the
    end; `issuers` the addresses at which our outside issuer is known.
    """

    certificates: AppCertificates
    outside: OutsideIssuer
    keys: KeyRing
    audiences: Collection[str]
    issuers: Collection[str]
    now: datetime

    def require(self, form: TokenForm, app: App) -> Proof:
        """Give how the application proved itself; the secret counts when both are sent.

        Raises:
            SignInRefused: it did not.
        """
        secret = form.fields.get("client_secret", "")
        if app.is_public_client and (secret or form.get("client_assertion")):
            raise refused(700025)
        if secret:
            self._check_secret(secret, app)
            return Proof.SECRET
        if not form.get("client_assertion"):
            raise refused(7000218)
        assertion = ClientAssertion.read(form)
        if assertion.is_own_of(app):
            check_certificate_assertion(
                assertion,
                app,
                registered=self.certificates.of(app),
                audiences=self.audiences,
                now=self.now,
            )
        else:
            check_federated_assertion(
                assertion,
                app,
                outside=self.outside,
                entra=self.keys,
                issuers=self.issuers,
                now=self.now,
            )
        return Proof.ASSERTION

    def _check_secret(self, secret: str, app: App) -> None:
        for added in app.added_secrets:
            if hmac.compare_digest(secret.encode(), added.text.encode()):
                if not added.begins <= self.now < added.ends:
                    raise refused(7000222, app=app.client_id)
                return
        if not hmac.compare_digest(secret.encode(), app.client_secret.encode()):
            raise refused(7000215, app=app.client_id)
        if app.secret_is_expired:
            raise refused(7000222, app=app.client_id)
