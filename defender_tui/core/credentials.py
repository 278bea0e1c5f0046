"""How an application proves who it is. None of these holds a secret, only where one is found.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .secret import SecretPurpose


class SecretPlace(StrEnum):
    """Where a secret or a passphrase is kept."""

    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    RUN = "run"


class CredentialKind(StrEnum):
    """The kinds, by their words in the configuration file."""

    CLIENT_SECRET = "client_secret"
    CERTIFICATE = "certificate"
    FEDERATED_TOKEN = "federated_token"
    MANAGED_IDENTITY = "managed_identity"
    KEY_VAULT = "key_vault"


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A client secret; the value itself lives in `place`."""

    place: SecretPlace = SecretPlace.KEYRING

    @property
    def kind(self) -> CredentialKind:
        """Its word in the configuration file."""
        return CredentialKind.CLIENT_SECRET


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its private key, in one PEM or PFX file.

    `passphrase` says where the passphrase is kept, `None` when the file has none. `sends_chain`
    sends the certificates of the file along, which trust by subject name and issuer wants.
    """

    file: Path
    passphrase: SecretPlace | None = None
    sends_chain: bool = False

    @property
    def kind(self) -> CredentialKind:
        """Its word in the configuration file."""
        return CredentialKind.CERTIFICATE


@dataclass(frozen=True, slots=True)
class FederatedToken:
    """A token of another issuer in a file, read anew for each assertion.

    Without `file` AZURE_FEDERATED_TOKEN_FILE names it.
    """

    file: Path | None = None

    @property
    def kind(self) -> CredentialKind:
        """Its word in the configuration file."""
        return CredentialKind.FEDERATED_TOKEN


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """The identity of the machine or service that this runs on.

    At most one of the ids is set and names a user-assigned identity; without one it is the
    system-assigned identity.
    """

    client_id: str | None = None
    object_id: str | None = None
    resource_id: str | None = None

    @property
    def kind(self) -> CredentialKind:
        """Its word in the configuration file."""
        return CredentialKind.MANAGED_IDENTITY


StandingCredential = ClientSecret | Certificate | FederatedToken | ManagedIdentity


@dataclass(frozen=True, slots=True)
class VaultValue:
    """A client secret or a certificate that rests in Azure Key Vault.

    `vault` is the vault's name or its https address; without `version` the current one is read.
    `reader` is the credential, of the same application or of the machine, that opens the vault.
    What the value is, is told by its content type.
    """

    vault: str
    secret: str
    reader: StandingCredential
    version: str | None = None

    @property
    def kind(self) -> CredentialKind:
        """Its word in the configuration file."""
        return CredentialKind.KEY_VAULT


Credential = StandingCredential | VaultValue
USUAL_CREDENTIAL = ClientSecret()


def needed_secrets(credential: Credential) -> dict[SecretPurpose, SecretPlace]:
    """Give every secret that a credential needs with the place it is kept in.

    Empty for those that need none. What the reader of a vault needs has purposes of its own, so
    that it never meets what the application itself signs in with.
    """
    match credential:
        case ClientSecret(place):
            return {SecretPurpose.CLIENT_SECRET: place}
        case Certificate(passphrase=SecretPlace() as place):
            return {SecretPurpose.CERTIFICATE_PASSPHRASE: place}
        case VaultValue(reader=reader):
            return {purpose.for_vault: place for purpose, place in needed_secrets(reader).items()}
        case _:
            return {}
