"""What the fields of every kind of credential have in common."""

from __future__ import annotations

from abc import abstractmethod

from textual.containers import Vertical

from ...core.credentials import Credential
from ...core.secret import Secret, SecretPurpose
from .places import Surroundings


class KindFields(Vertical):
    """The fields of one kind of credential.

    They are mounted when the kind is first chosen and stay from then on, so that what was typed
    outlives a look at another kind. `prefix` starts the ids of the fields; with `is_reader` the
    secrets are those of a vault's opener.
    """

    DEFAULT_CSS = "KindFields { height: auto; }"

    def __init__(self, around: Surroundings, *, prefix: str, is_reader: bool) -> None:
        super().__init__()
        self._around = around
        self._prefix = prefix
        self._is_reader = is_reader

    @property
    @abstractmethod
    def credential(self) -> Credential:
        """The credential that the fields describe, right or wrong."""

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """The secrets that were typed, by what they are for."""
        return {}

    @abstractmethod
    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential; one of another kind empties the fields."""

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted, as everything else now stands."""
        self._around = around

    def _purpose(self, purpose: SecretPurpose) -> SecretPurpose:
        return purpose.for_vault if self._is_reader else purpose

    def _field_id(self, name: str) -> str:
        return f"{self._prefix}{name}"
