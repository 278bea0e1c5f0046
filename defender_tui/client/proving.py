"""Getting hold of what proves the application, as the profile's credential says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.credentials import (
    Certificate,
    ClientSecret,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    StandingCredential,
    VaultValue,
)
from ..core.errors import ConfigError
from ..core.profiles import Profile
from ..core.secret import Secret, SecretName, SecretPurpose, SecretSource
from .environment import SECRET_VARIABLES
from .proofs import MachineProof, Proof, SecretProof

if TYPE_CHECKING:
    from .keyvault import KeyVault, VaultSecret

_TITLES = {
    SecretPurpose.CLIENT_SECRET: "client secret",
    SecretPurpose.CERTIFICATE_PASSPHRASE: "certificate passphrase",
    SecretPurpose.VAULT_CLIENT_SECRET: "client secret for the vault",
    SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE: "certificate passphrase for the vault",
}
_PFX_TYPE = "application/x-pkcs12"
_PEM_TYPE = "application/x-pem-file"


class Prover:
    """Gets the proof of one profile, anew for each token.

    Only what comes out of a vault is kept: it is read once, and again when it was refused or is
    wanted anew. `open_vault` gives a reader of vaults to a profile that has one.
    """

    def __init__(
        self, profile: Profile, secrets: SecretSource, open_vault: Callable[[], KeyVault]
    ) -> None:
        self._profile = profile
        self._secrets = secrets
        self._open_vault = open_vault
        self._from_vault: Proof | None = None
        self._reading = asyncio.Lock()

    async def prove(self, *, anew: bool = False) -> Proof:
        """Give what proves the application; `anew` does not rely on what a vault held before.

        Raises:
            ConfigError: a secret is not at hand, a file cannot be used, or the vault is none of
                this cloud; it names what is missing.
            StoreError: the keyring refused.
            DefenderTuiError: the vault could not be read.
        """
        credential = self._profile.credential
        if not isinstance(credential, VaultValue):
            return await self._standing(credential)
        async with self._reading:
            if anew or self._from_vault is None:
                # What a vault held before is not to count any more, even if it cannot be read now.
                self._from_vault = None
                self._from_vault = await self._read_vault(credential)
            return self._from_vault

    def forget(self) -> None:
        """Drop what came out of a vault: it is read again when it is next needed."""
        self._from_vault = None

    async def newer_than(self, refused: Proof) -> Proof | None:
        """Give what the vault holds by now in place of what was refused; `None` when that is all.

        Raises:
            DefenderTuiError: as `prove`.
        """
        credential = self._profile.credential
        if not isinstance(credential, VaultValue):
            return None
        async with self._reading:
            if self._from_vault in (None, refused):
                self._from_vault = await self._read_vault(credential)
            return None if self._from_vault == refused else self._from_vault

    async def _standing(self, credential: StandingCredential, *, is_reader: bool = False) -> Proof:
        match credential:
            case ClientSecret(place):
                purpose = _purpose(SecretPurpose.CLIENT_SECRET, is_reader)
                secret = await self._secret(purpose, place)
                _check_sendable(secret, purpose)
                return SecretProof(secret)
            case Certificate(passphrase=place):
                purpose = _purpose(SecretPurpose.CERTIFICATE_PASSPHRASE, is_reader)
                passphrase = None if place is None else await self._secret(purpose, place)
                from .certificates import read_certificate_file

                return await asyncio.to_thread(read_certificate_file, credential, passphrase)
            case FederatedToken():
                from .federated_file import read_federated_token

                return await asyncio.to_thread(read_federated_token, credential)
            case ManagedIdentity():
                return MachineProof(credential)

    async def _secret(self, purpose: SecretPurpose, place: SecretPlace) -> Secret:
        secret = await self._secrets.read(SecretName(self._profile.name, purpose))
        if secret:
            return secret
        variable = SECRET_VARIABLES[purpose]
        raise ConfigError(
            f"Profile “{self._profile.name}” has no {_TITLES[purpose]} at hand.",
            hint=f"Set {variable}."
            if place is SecretPlace.ENVIRONMENT
            else "Type it in Credentials, or choose the environment as its place there and set "
            f"{variable}.",
            key="credential",
        )

    async def _read_vault(self, credential: VaultValue) -> Proof:
        opening = await self._standing(credential.reader, is_reader=True)
        found = await self._open_vault().read(credential, opening)
        return await asyncio.to_thread(_proof_in, found, credential)


def _purpose(purpose: SecretPurpose, is_reader: bool) -> SecretPurpose:
    return purpose.for_vault if is_reader else purpose


def _proof_in(found: VaultSecret, credential: VaultValue) -> Proof:
    """Tell by its content type what a value is. Blocks."""
    kind = found.content_type.partition(";")[0].strip().lower()
    # No client secret begins so, and a certificate may have been stored without its label.
    is_pem = kind == _PEM_TYPE or found.value.reveal().lstrip().startswith("-----BEGIN ")
    if is_pem or kind == _PFX_TYPE:
        from .certificates import read_stored_certificate

        title = f"The certificate “{credential.secret}” in the vault “{credential.vault}”"
        return read_stored_certificate(found.value, is_pfx=not is_pem, title=title)
    return SecretProof(Secret(found.value.reveal().strip()))


def _check_sendable(secret: Secret, purpose: SecretPurpose) -> None:
    if secret.encoded() is None:
        raise ConfigError(
            f"The {_TITLES[purpose]} holds a character that cannot be sent.",
            hint=f"Type it again in Credentials, or set {SECRET_VARIABLES[purpose]} anew.",
            key="credential",
        )
