"""The fields of a certificate with its private key."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult

from ...core.credentials import Certificate, Credential
from ...core.secret import Secret, SecretPurpose
from ...core.typed_path import typed_path
from .checks import certificate_text_problem
from .choices import choice, choose, chosen
from .file_field import FileField
from .kind_fields import KindFields
from .places import Surroundings
from .secret_pair import SecretPair

NO_CERTIFICATE = Certificate(Path())
_ALONE, _CHAIN = "alone", "chain"
_CHAIN_OPTIONS = (
    ("the certificate alone", _ALONE),
    ("its chain too (subject name and issuer)", _CHAIN),
)


class CertificateFields(KindFields):
    """The file, its passphrase, and whether the chain goes along."""

    def __init__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> None:
        super().__init__(around, prefix=prefix, is_reader=is_reader)
        self._initial = shown_first = _certificate(credential)
        self._file = FileField(
            "Certificate",
            _file_text(shown_first),
            placeholder="path of a PEM or PFX file with the private key",
            check=certificate_text_problem,
            id=self._field_id("certificate"),
        )
        self._pair = SecretPair(
            self._purpose(SecretPurpose.CERTIFICATE_PASSPHRASE),
            shown_first.passphrase,
            around,
            labels=("Passphrase", "Passphrase in"),
            ids=(self._field_id("passphrase"), self._field_id("passphrase-place")),
            is_optional=True,
        )
        self._chain = choice(
            "Sign-in sends",
            _CHAIN_OPTIONS,
            _CHAIN if shown_first.sends_chain else _ALONE,
            id=self._field_id("chain"),
        )

    def compose(self) -> ComposeResult:
        yield self._file
        yield self._pair
        yield self._chain

    @property
    def credential(self) -> Certificate:
        """The credential as it stands."""
        if not self.is_mounted:
            return self._initial
        return Certificate(
            typed_path(self._file.text), self._pair.place, chosen(self._chain) == _CHAIN
        )

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """The passphrase, where one was typed."""
        return self._pair.typed

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential."""
        super().settle(around)
        self._initial = certificate = _certificate(credential)
        self._pair.fill(certificate.passphrase, around)
        if self.is_mounted:
            self._file.write(_file_text(certificate))
            chain = _CHAIN if certificate.sends_chain else _ALONE
            choose(self._chain, _CHAIN_OPTIONS, chain)

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted, as everything else now stands."""
        super().settle(around)
        self._pair.settle(around)


def _file_text(certificate: Certificate) -> str:
    return "" if certificate.file == NO_CERTIFICATE.file else str(certificate.file)


def _certificate(credential: Credential) -> Certificate:
    return credential if isinstance(credential, Certificate) else NO_CERTIFICATE
