"""The keyring, and whether what a profile proves itself with is at hand."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from ...core.claims import decode_token
from ...core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    StandingCredential,
    VaultValue,
    needed_secrets,
)
from ...core.errors import ConfigError, DefenderTuiError, ProtocolError
from ...core.profiles import Profile, secret_problem
from ...core.secret import Secret, SecretName, SecretPurpose, SecretSource
from ...core.vaults import vault_url
from .check import Check, broken, failed, passed, skipped, warned

KEYRING, CREDENTIAL = "keyring", "credential"
# So many characters of a secret stand in the directory, to tell which is which.
_HINT_CHARS = 3
_PLACES = {
    SecretPlace.KEYRING: "the keyring",
    SecretPlace.ENVIRONMENT: "the environment",
    SecretPlace.RUN: "this run",
}
_HOW_TO_GIVE = {
    SecretPlace.KEYRING: "Type it in Credentials and save.",
    SecretPlace.RUN: "It is kept for one run only: choose the keyring or the environment as its "
    "place in Credentials.",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is at hand: the secret's or certificate's facts that tell which one it is.

    `hint` is how a secret begins, as the directory shows it; `thumbprint` and `expires_at` belong
    to a certificate.
    """

    hint: str = ""
    thumbprint: str = ""
    expires_at: datetime | None = None


async def check_keyring(
    find_name: Callable[[], str | None], credential: Credential | None
) -> Check:
    """Look for the machine's keyring; a profile that keeps nothing there needs none."""
    try:
        name = await asyncio.to_thread(find_name)
    except DefenderTuiError as error:
        return broken(KEYRING, error)
    if name is not None:
        return passed(KEYRING, f"{name}, usable")
    if credential is not None and keeps_in_keyring(credential):
        return failed(
            KEYRING,
            "this machine has none, and the profile keeps its secret there",
            "Choose the environment as the secret's place in Credentials, or use a credential that "
            "needs no secret.",
        )
    return skipped(KEYRING, "this machine has none, and none is needed")


def keeps_in_keyring(credential: Credential) -> bool:
    """Tell whether anything that a credential needs is kept in the keyring."""
    return SecretPlace.KEYRING in needed_secrets(credential).values()


async def check_credential(
    profile: Profile, secrets: SecretSource, now: datetime
) -> tuple[Check, Held | None]:
    """Look for what the profile signs in with. Gives `None` when it is not at hand.

    What rests in a vault is read at sign-in; here it is the credential that opens the vault.
    """
    credential = profile.credential
    try:
        if not isinstance(credential, VaultValue):
            return await _Search(profile.name, secrets, now).look_for(credential)
        where = vault_url(profile.cloud, credential.vault)
        search = _Search(profile.name, secrets, now, is_for_vault=True)
        line, held = await search.look_for(credential.reader)
    except DefenderTuiError as error:
        return broken(CREDENTIAL, error), None
    found = f"“{credential.secret}” in Key Vault {where}, opened with {line.found}"
    return replace(line, found=found), None if held is None else Held()


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for one credential; `is_for_vault` tells that it opens the vault."""

    profile_name: str
    secrets: SecretSource
    now: datetime
    is_for_vault: bool = False

    async def look_for(self, credential: StandingCredential) -> tuple[Check, Held | None]:
        match credential:
            case ClientSecret(place):
                purpose = self._purpose(SecretPurpose.CLIENT_SECRET)
                secret = await self.secrets.read(SecretName(self.profile_name, purpose))
                return _secret_found(secret, place, purpose)
            case Certificate(passphrase=place):
                purpose = self._purpose(SecretPurpose.CERTIFICATE_PASSPHRASE)
                name = SecretName(self.profile_name, purpose)
                passphrase = None if place is None else await self.secrets.read(name)
                return await _certificate_found(credential, passphrase)
            case FederatedToken():
                return await _token_found(credential, self.now)
            case ManagedIdentity():
                return passed(CREDENTIAL, _endpoint()), Held()
            case _:
                assert_never(credential)

    def _purpose(self, purpose: SecretPurpose) -> SecretPurpose:
        return purpose.for_vault if self.is_for_vault else purpose


def _secret_found(
    secret: Secret | None, place: SecretPlace, purpose: SecretPurpose
) -> tuple[Check, Held | None]:
    from ...client.environment import SECRET_VARIABLES

    where = _PLACES[place]
    if not secret:
        step = _HOW_TO_GIVE.get(place, f"Set {SECRET_VARIABLES[purpose]}.")
        return failed(CREDENTIAL, f"no client secret in {where}", step), None
    held = Held(hint=secret.reveal()[:_HINT_CHARS])
    if problem := secret_problem(secret.reveal()):
        return warned(CREDENTIAL, f"a client secret in {where}", problem), held
    return passed(CREDENTIAL, f"a client secret in {where}"), held


async def _certificate_found(
    credential: Certificate, passphrase: Secret | None
) -> tuple[Check, Held | None]:
    from ...client.certificates import read_certificate_file

    proof = await asyncio.to_thread(read_certificate_file, credential, passphrase)
    found = f"certificate {proof.thumbprint} in {credential.file}"
    return passed(CREDENTIAL, found), Held("", proof.thumbprint, proof.expires_at)


async def _token_found(credential: FederatedToken, now: datetime) -> tuple[Check, Held | None]:
    from ...client.federated_file import FILE_VARIABLE, read_federated_token

    proof = await asyncio.to_thread(read_federated_token, credential)
    where = credential.file or os.environ.get(FILE_VARIABLE, "")
    found = f"a federated token in {where}"
    try:
        ends_at = decode_token(proof.assertion).expires_at
    except ProtocolError as unreadable:
        raise ConfigError(
            f"The federated token file holds no readable token: {unreadable.message}",
            hint="Check the service that writes it.",
        ) from unreadable
    if ends_at is not None and ends_at <= now:
        ended = f"{found}, which ended at {ends_at:%Y-%m-%d %H:%M:%S} UTC"
        step = "Check the service that writes the file: it should renew it before it ends."
        return failed(CREDENTIAL, ended, step), None
    return passed(CREDENTIAL, found), Held()


def _endpoint() -> str:
    # Source: https://learn.microsoft.com/en-us/azure/app-service/overview-managed-identity
    for variable in ("IDENTITY_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"):
        if os.environ.get(variable):
            return f"managed identity at the address in {variable}"
    return "managed identity of this machine; whether it has one shows at sign-in"
