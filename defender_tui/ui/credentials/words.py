"""A credential in a few words."""

from __future__ import annotations

from textual.content import Content

from ...core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    VaultValue,
)
from ...core.errors import ConfigError
from ..text import shown

_NAME_CELLS = 32
_PLACES = {
    SecretPlace.KEYRING: "in the keyring",
    SecretPlace.RUN: "for this run",
    SecretPlace.ENVIRONMENT: "in the environment",
}


def credential_words(credential: Credential) -> Content:
    """Say how a profile proves itself: “secret in the keyring”, “certificate soc.pem”."""
    match credential:
        case ClientSecret(place):
            return Content(f"secret {_PLACES[place]}")
        case Certificate(file):
            return Content.assemble("certificate ", shown(file.name, limit=_NAME_CELLS))
        case FederatedToken():
            return Content("federated token")
        case ManagedIdentity():
            return Content("managed identity")
        case VaultValue(vault):
            name = vault.removeprefix("https://").partition(".")[0]
            return Content.assemble("Key Vault ", shown(name, limit=_NAME_CELLS))


def problem_words(problem: ConfigError, *, limit: int) -> Content:
    """Say what is wrong with a profile's settings where its name stands already."""
    return shown(problem.message.rpartition("”: ")[2], limit=limit).stylize("$text-error")
