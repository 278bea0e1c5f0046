"""The fields of a client secret."""

from __future__ import annotations

from textual.app import ComposeResult

from ...core.credentials import ClientSecret, Credential, SecretPlace
from ...core.secret import Secret, SecretPurpose
from .kind_fields import KindFields
from .places import Surroundings
from .secret_pair import SecretPair


class SecretFields(KindFields):
    """The secret and where it is kept."""

    def __init__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> None:
        super().__init__(around, prefix=prefix, is_reader=is_reader)
        self._pair = SecretPair(
            self._purpose(SecretPurpose.CLIENT_SECRET),
            _place(credential),
            around,
            labels=("Client secret", "Keep secret in"),
            ids=(self._field_id("secret"), self._field_id("place")),
        )

    def compose(self) -> ComposeResult:
        yield self._pair

    @property
    def credential(self) -> ClientSecret:
        """The credential as it stands."""
        return ClientSecret(self._pair.place or SecretPlace.RUN)

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """The secret, where one was typed."""
        return self._pair.typed

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential."""
        super().settle(around)
        self._pair.fill(_place(credential), around)

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted, as everything else now stands."""
        super().settle(around)
        self._pair.settle(around)


def _place(credential: Credential) -> SecretPlace:
    return credential.place if isinstance(credential, ClientSecret) else SecretPlace.KEYRING
