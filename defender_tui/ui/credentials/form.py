"""The form: the fewest fields that make a working profile."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Select

from ...core.profiles import (
    ApiChoice,
    Profile,
    SecretPlace,
    client_id_problem,
    profile_name_problem,
    secret_problem,
    tenant_problem,
)
from ...core.secret import Secret
from ..text import shown
from ..widgets.form import FieldInput, FormField, SecretInput
from ..widgets.form_guard import recording_problem
from .draft import (
    API_TITLES,
    PLACE_TITLES,
    FormValues,
    clouds_for,
    draft_profile,
    has_kept_secret,
    offered_places,
    values_from,
)

NO_KEYRING = "No usable keyring on this machine, so nothing here can keep it for the next run."


class CredentialForm(VerticalScroll, can_focus=False):
    """The fields of one profile; what was typed stays until `fill` replaces it."""

    class Changed(Message):
        """The user changed a field."""

    def __init__(self, current: Profile | None, places: tuple[SecretPlace, ...]) -> None:
        super().__init__(id="credential-form")
        self._current = current
        self._places = places

    def compose(self) -> ComposeResult:
        values = values_from(self._current, self._places)
        yield FormField(
            "Profile",
            FieldInput(values.name, placeholder="a name for it, such as contoso-soc"),
            check=profile_name_problem,
            id="name",
        )
        yield FormField(
            "Tenant",
            FieldInput(values.tenant_id, placeholder="directory (tenant) id, or a domain"),
            check=tenant_problem,
            id="tenant",
        )
        yield FormField(
            "Application",
            FieldInput(values.client_id, placeholder="application (client) id"),
            check=client_id_problem,
            id="client",
        )
        yield FormField("Client secret", SecretInput(), check=self._secret_check, id="secret")
        yield FormField("Keep secret in", self._place_choice(values.place), id="place")
        yield FormField("Cloud", self._cloud_choice(values.cloud), id="cloud")
        yield FormField("Incidents from", _api_choice(values.incidents_api), id="incidents-api")
        yield FormField("Hunting through", _api_choice(values.hunting_api), id="hunting-api")

    def on_mount(self) -> None:
        self._settle_secret()

    def fill(self, current: Profile | None, places: tuple[SecretPlace, ...]) -> None:
        """Show another profile in place of what was typed; the secret field is emptied."""
        self._current, self._places = current, places
        values = values_from(current, places)
        with self.prevent(FieldInput.Changed, Select.Changed):
            for name, text in (
                ("name", values.name),
                ("tenant", values.tenant_id),
                ("client", values.client_id),
                ("secret", ""),
            ):
                self.query_one(f"#{name} FieldInput", FieldInput).value = text
            self._choose("cloud", _cloud_options(current), values.cloud)
            self._choose("place", _place_options(places), values.place.value)
            self._choose("incidents-api", _API_OPTIONS, values.incidents_api.value)
            self._choose("hunting-api", _API_OPTIONS, values.hunting_api.value)
        for field in self.query(FormField):
            field.problem = ""
        self._settle_secret()

    @property
    def values(self) -> FormValues:
        """The fields as they stand, right or wrong."""
        return FormValues(
            name=self._text("name"),
            tenant_id=self._text("tenant"),
            client_id=self._text("client"),
            cloud=self._choice("cloud"),
            incidents_api=ApiChoice(self._choice("incidents-api")),
            hunting_api=ApiChoice(self._choice("hunting-api")),
            place=SecretPlace(self._choice("place")),
        )

    @property
    def draft(self) -> Profile:
        """The profile that the fields describe; meaningful once `check` has passed."""
        return draft_profile(self.values, self._current)

    @property
    def secret(self) -> Secret | None:
        """The secret as typed; `None` when the kept one is to be used."""
        if self.query_one(SecretInput).disabled:
            return None
        typed = self._text("secret")
        return Secret(typed) if typed else None

    @property
    def is_edited(self) -> bool:
        """Whether something stands here that the current profile does not say."""
        return self.secret is not None or self.values != values_from(self._current, self._places)

    def check(self) -> bool:
        """Check every field, show what is wrong, and go to the first wrong one."""
        wrong = [field for field in self.query(FormField) if not field.validate_now()]
        if wrong:
            wrong[0].query_one(FieldInput).focus()
        return not wrong

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        self.query(FieldInput).first().focus()

    @on(FormField.Edited)
    def _field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        if event.field.id != "secret":
            self._settle_secret()
        self.post_message(self.Changed())

    def _settle_secret(self) -> None:
        """Say in the secret's field what is wanted there, as the other fields now stand."""
        place = SecretPlace(self._choice("place"))
        recorded = recording_problem(self.app.features)
        field = self.query_one("#secret", FormField)
        control = self.query_one(SecretInput)
        control.disabled = place is SecretPlace.ENVIRONMENT or recorded is not None
        field.note = recorded or ""
        if place is SecretPlace.ENVIRONMENT:
            control.placeholder = "read from AZURE_CLIENT_SECRET"
        elif self._is_kept():
            kept = "the keyring" if place is SecretPlace.KEYRING else "memory for this run"
            control.placeholder = f"kept in {kept}; type to replace it"
        else:
            control.placeholder = "the secret's value, not its id"
        is_without = SecretPlace.KEYRING not in self._places
        self.query_one("#place", FormField).note = NO_KEYRING if is_without else ""
        if field.problem:
            field.validate_now()

    def _secret_check(self, typed: str) -> str | None:
        return None if not typed and self._is_kept() else secret_problem(typed)

    def _is_kept(self) -> bool:
        return has_kept_secret(self.values, self._current)

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field}", FormField).text

    def _choice(self, field: str) -> str:
        value = self.query_one(f"#{field} Select", Select).value
        return value if isinstance(value, str) else ""

    def _choose(self, field: str, options: Iterable[tuple[Content, str]], value: str) -> None:
        select: Select[str] = self.query_one(f"#{field} Select", Select)
        select.set_options(options)
        select.value = value

    def _place_choice(self, place: SecretPlace) -> Select[str]:
        return _select(_place_options(self._places), place.value)

    def _cloud_choice(self, cloud: str) -> Select[str]:
        return _select(_cloud_options(self._current), cloud)


def _select(options: Iterable[tuple[Content, str]], value: str) -> Select[str]:
    return Select(options, value=value, allow_blank=False, compact=True)


def _place_options(places: tuple[SecretPlace, ...]) -> list[tuple[Content, str]]:
    return [(Content(PLACE_TITLES[place]), place.value) for place in offered_places(places)]


def _cloud_options(current: Profile | None) -> list[tuple[Content, str]]:
    options = []
    for name, cloud in clouds_for(current).items():
        is_custom = cloud.based_on is not None
        title = f"{cloud.title} · {cloud.authority}" if is_custom else cloud.title
        options.append((shown(title, limit=60), name))
    return options


_API_OPTIONS = [(Content(title), choice.value) for choice, title in API_TITLES.items()]


def _api_choice(choice: ApiChoice) -> Select[str]:
    return _select(_API_OPTIONS, choice.value)
