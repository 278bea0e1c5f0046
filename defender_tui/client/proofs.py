"""What an application proves its identity with, in hand and ready to be sent or signed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..core.credentials import ManagedIdentity
from ..core.secret import Secret


@dataclass(frozen=True, slots=True)
class SecretProof:
    """The value of a client secret."""

    value: Secret


@dataclass(frozen=True, slots=True)
class CertificateProof:
    """A certificate with its private key.

    `private_key` is PEM without a passphrase. `certificates` are PEM blocks, the application's own
    first, then those that issued it, as far as they are known. `thumbprint` is SHA-1 in hexadecimal
    digits, as the portal shows it; `expires_at` is UTC.
    """

    private_key: Secret
    certificates: tuple[str, ...]
    thumbprint: str
    expires_at: datetime
    sends_chain: bool = False


@dataclass(frozen=True, slots=True)
class AssertionProof:
    """A token in which another issuer vouches for the application."""

    assertion: Secret


@dataclass(frozen=True, slots=True)
class MachineProof:
    """Where the program runs is the proof: the machine asks for itself."""

    identity: ManagedIdentity


ApplicationProof = SecretProof | CertificateProof | AssertionProof
Proof = ApplicationProof | MachineProof


def msal_credential(proof: ApplicationProof) -> str | dict[str, object]:
    """Give the proof in the form that MSAL takes; it holds clear secrets.

    With the thumbprint alone MSAL sends all the certificates that it is given; with a certificate
    it signs by the newer algorithm and sends that one.
    """
    match proof:
        case SecretProof(value):
            return value.reveal()
        case AssertionProof(assertion):
            return {"client_assertion": assertion.reveal}
        case CertificateProof(key, certificates, thumbprint, sends_chain=True):
            return {
                "private_key": key.reveal(),
                "thumbprint": thumbprint,
                "public_certificate": "".join(certificates),
            }
        case CertificateProof(key, certificates):
            return {"private_key": key.reveal(), "public_certificate": certificates[0]}
