"""Where secrets can be kept, in the form's words, and which of them are there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...core.clouds import PUBLIC, Cloud
from ...core.credentials import Credential, SecretPlace, needed_secrets
from ...core.secret import SecretPurpose

NO_KEYRING = "No usable keyring on this machine, so nothing here can keep it for the next run."
# By the names that the program reads them under; those of the vault's opener are its own.
VARIABLES: Mapping[SecretPurpose, str] = {
    SecretPurpose.CLIENT_SECRET: "AZURE_CLIENT_SECRET",
    SecretPurpose.CERTIFICATE_PASSPHRASE: "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    SecretPurpose.VAULT_CLIENT_SECRET: "DEFENDER_TUI_VAULT_CLIENT_SECRET",
    SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE: "DEFENDER_TUI_VAULT_CERTIFICATE_PASSWORD",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the credential's fields have to know of the rest.

    `places` are where this machine can keep a secret. `held` are the secrets that are kept for the
    profile as its name and application now stand. `recorded` says why none may be typed.
    """

    places: tuple[SecretPlace, ...] = ()
    cloud: Cloud = PUBLIC
    held: Mapping[SecretPurpose, SecretPlace] = field(default_factory=dict)
    recorded: str | None = None

    def is_kept(self, purpose: SecretPurpose, place: SecretPlace) -> bool:
        """Tell whether a secret need not be typed: the environment holds its own."""
        return place is SecretPlace.ENVIRONMENT or self.held.get(purpose) is place


def place_title(place: SecretPlace, purpose: SecretPurpose = SecretPurpose.CLIENT_SECRET) -> str:
    """Name a place as one chooses it."""
    return {
        SecretPlace.KEYRING: "this machine's keyring",
        SecretPlace.RUN: "this run only",
        SecretPlace.ENVIRONMENT: f"the environment ({VARIABLES[purpose]})",
    }[place]


def offered_places(places: tuple[SecretPlace, ...]) -> tuple[SecretPlace, ...]:
    """Give the places to choose from, the best first; a keyring only where there is a real one."""
    keyring = (SecretPlace.KEYRING,) if SecretPlace.KEYRING in places else ()
    return (*keyring, SecretPlace.RUN, SecretPlace.ENVIRONMENT)


def offered_place(place: SecretPlace, places: tuple[SecretPlace, ...]) -> SecretPlace:
    """Give a place where it is offered here, else the best there is."""
    offered = offered_places(places)
    return place if place in offered else offered[0]


def saved_where(credential: Credential) -> str:
    """Say in one sentence for each secret where it is after saving; empty without any."""
    said = {}
    for purpose, place in needed_secrets(credential).items():
        what = "passphrase" if "passphrase" in purpose else "secret"
        where = {
            SecretPlace.KEYRING: "in this machine's keyring",
            SecretPlace.RUN: "kept for this run only and gone when you quit",
            SecretPlace.ENVIRONMENT: f"read from {VARIABLES[purpose]} at every start",
        }[place]
        said[what, place] = f"The {what} is {where}."
    return " ".join(said.values())
