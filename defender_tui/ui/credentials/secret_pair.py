"""A secret and where it is kept: two fields that only make sense together."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from ...core.credentials import SecretPlace
from ...core.profiles import secret_problem
from ...core.secret import Secret, SecretPurpose
from ..widgets.form import FormField, SecretInput
from .choices import Option, choice, choose, chosen
from .places import (
    NO_KEYRING,
    VARIABLES,
    Surroundings,
    offered_place,
    offered_places,
    place_title,
)

_NONE = "none"


class SecretPair(Vertical):
    """A masked field with its place; an optional secret has the further place of none at all.

    `labels` and `ids` are those of the secret and of its place.
    """

    DEFAULT_CSS = "SecretPair { height: auto; }"

    def __init__(
        self,
        purpose: SecretPurpose,
        place: SecretPlace | None,
        around: Surroundings,
        *,
        labels: tuple[str, str],
        ids: tuple[str, str],
        is_optional: bool = False,
    ) -> None:
        super().__init__()
        self._purpose = purpose
        self._around = around
        self._is_optional = is_optional
        self._initial = self._settled(place)
        self._input = SecretInput()
        self._secret_field = FormField(labels[0], self._input, check=self._check, id=ids[0])
        self._place_field = choice(labels[1], self._options(), self._value(place), id=ids[1])

    def compose(self) -> ComposeResult:
        # What is optional is first decided on, then typed.
        fields = (self._secret_field, self._place_field)
        yield from reversed(fields) if self._is_optional else fields

    def on_mount(self) -> None:
        self.settle(self._around)

    @property
    def place(self) -> SecretPlace | None:
        """Where the secret is; `None` when there is none to keep."""
        if not self._place_field.is_mounted:
            return self._initial
        value = chosen(self._place_field)
        return None if value == _NONE else SecretPlace(value)

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """What was typed, by what it is for; empty when what is kept is to be taken."""
        text = self._secret_field.text
        if self._input.disabled or self.place is None or not text:
            return {}
        return {self._purpose: Secret(text)}

    def fill(self, place: SecretPlace | None, around: Surroundings) -> None:
        """Stand at a place, with nothing typed."""
        self._around = around
        self._initial = self._settled(place)
        with self._input.prevent(SecretInput.Changed):
            self._input.value = ""
        self._secret_field.problem = ""
        if self._place_field.is_mounted:
            choose(self._place_field, self._options(), self._value(place))
            self.settle(around)

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted here, as everything else now stands."""
        self._around = around
        if not self._place_field.is_mounted:
            return
        place = self.place
        self._secret_field.display = place is not None
        is_elsewhere = place is SecretPlace.ENVIRONMENT
        self._input.disabled = is_elsewhere or around.recorded is not None
        self._secret_field.note = around.recorded or ""
        self._input.placeholder = self._wanted(place)
        has_note = place is SecretPlace.RUN and SecretPlace.KEYRING not in around.places
        self._place_field.note = NO_KEYRING if has_note else ""
        if self._secret_field.problem:
            self._secret_field.validate_now()

    def _wanted(self, place: SecretPlace | None) -> str:
        if place is SecretPlace.ENVIRONMENT:
            return f"read from {VARIABLES[self._purpose]}"
        if place is not None and self._around.is_kept(self._purpose, place):
            kept = "the keyring" if place is SecretPlace.KEYRING else "memory for this run"
            return f"kept in {kept}; type to replace it"
        return "the passphrase" if self._is_optional else "the secret's value, not its id"

    def _check(self, text: str) -> str | None:
        place = self.place
        if place is None or (not text and self._around.is_kept(self._purpose, place)):
            return None
        if self._is_optional:
            return None if text else "The passphrase is missing."
        return secret_problem(text)

    def _options(self) -> list[Option]:
        none = [("none: the file is not locked", _NONE)] if self._is_optional else []
        offered = offered_places(self._around.places)
        return [*none, *((place_title(place, self._purpose), place.value) for place in offered)]

    def _value(self, place: SecretPlace | None) -> str:
        settled = self._settled(place)
        return settled.value if settled else _NONE

    def _settled(self, place: SecretPlace | None) -> SecretPlace | None:
        if place is None and self._is_optional:
            return None
        return offered_place(place or SecretPlace.KEYRING, self._around.places)
