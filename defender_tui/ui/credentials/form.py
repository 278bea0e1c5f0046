"""The form: the fewest fields that make a working profile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from ...core.credentials import CredentialKind, SecretPlace
from ...core.profiles import (
    ApiChoice,
    CachePlace,
    Profile,
    client_id_problem,
    profile_name_problem,
    tenant_problem,
)
from ...core.secret import Secret, SecretPurpose
from ..widgets.form import FieldInput, FormField
from ..widgets.form_guard import recording_problem
from .choices import Option, choice, choose, chosen
from .draft import (
    API_TITLES,
    FormValues,
    clouds_for,
    draft_profile,
    held_secrets,
    values_from,
)
from .keeping_field import KeepingField
from .places import Surroundings
from .section import STANDING_FIELDS, CredentialSection, MakeFields
from .tenants_field import TenantsField
from .vault_fields import VaultFields

_KINDS: Mapping[CredentialKind, MakeFields] = {
    **STANDING_FIELDS,
    CredentialKind.KEY_VAULT: VaultFields,
}
_ONE, _MANY = "one", "many"
_REACH: tuple[Option, ...] = (("one tenant", _ONE), ("tenants of customers (partner)", _MANY))
_APIS: tuple[Option, ...] = tuple((title, api.value) for api, title in API_TITLES.items())


class CredentialForm(VerticalScroll, can_focus=False):
    """The fields of one profile; what was typed stays until `fill` replaces it.

    `incident_folder` is where lists of incidents are kept, `None` where none can be.
    """

    class Changed(Message):
        """The user changed a field."""

    def __init__(
        self,
        profile: Profile | None,
        places: tuple[SecretPlace, ...],
        incident_folder: Path | None = None,
    ) -> None:
        super().__init__(id="credential-form")
        self._profile = profile
        self._places = places
        self._incident_folder = incident_folder
        values = values_from(profile, places)
        self._section = CredentialSection(
            values.credential, Surroundings(places), _KINDS, label="Proves itself by"
        )

    def compose(self) -> ComposeResult:
        values = values_from(self._profile, self._places)
        yield FormField(
            "Profile",
            FieldInput(values.name, placeholder="a name for it, such as contoso-soc"),
            check=profile_name_problem,
            id="name",
        )
        yield choice("Works in", _REACH, _MANY if values.is_partner else _ONE, id="reach")
        yield FormField(
            "Tenant",
            FieldInput(values.tenant_id, placeholder="directory (tenant) id, or a domain"),
            check=tenant_problem,
            id="tenant",
        )
        yield TenantsField(values.customers, id="customers")
        yield FormField(
            "Application",
            FieldInput(values.client_id, placeholder="application (client) id"),
            check=client_id_problem,
            id="client",
        )
        yield self._section
        yield choice("Cloud", _cloud_options(self._profile), values.cloud, id="cloud")
        yield choice("Incidents from", _APIS, values.incidents_api.value, id="incidents-api")
        yield choice("Hunting through", _APIS, values.hunting_api.value, id="hunting-api")
        yield KeepingField(values.cache, id="cache")

    def on_mount(self) -> None:
        self._settle()

    @property
    def profile(self) -> Profile | None:
        """The profile that the form was filled from."""
        return self._profile

    def fill(self, profile: Profile | None, places: tuple[SecretPlace, ...]) -> None:
        """Show another profile in place of what was typed; every secret field is emptied."""
        self._profile, self._places = profile, places
        values = values_from(profile, places)
        self._field("name").write(values.name)
        self._field("tenant").write(values.tenant_id)
        self._field("customers").write(values.customers)
        self._field("client").write(values.client_id)
        choose(self._field("reach"), _REACH, _MANY if values.is_partner else _ONE)
        choose(self._field("cloud"), _cloud_options(profile), values.cloud)
        choose(self._field("incidents-api"), _APIS, values.incidents_api.value)
        choose(self._field("hunting-api"), _APIS, values.hunting_api.value)
        self._keeping.put(values.cache)
        self._section.fill(values.credential, self._surroundings())
        self._settle()

    @property
    def values(self) -> FormValues:
        """The fields as they stand, right or wrong."""
        return FormValues(
            name=self._text("name"),
            is_partner=self._choice("reach") == _MANY,
            tenant_id=self._text("tenant"),
            customers=self._text("customers"),
            client_id=self._text("client"),
            cloud=self._choice("cloud"),
            incidents_api=ApiChoice(self._choice("incidents-api")),
            hunting_api=ApiChoice(self._choice("hunting-api")),
            cache=self._keeping.place,
            credential=self._section.credential,
        )

    @property
    def draft(self) -> Profile:
        """The profile that the fields describe; meaningful once `check` has passed."""
        return draft_profile(self.values, self._profile)

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """What was typed, by what it is for; what is not in here is to be taken as kept."""
        return self._section.typed

    @property
    def is_edited(self) -> bool:
        """Whether something stands here that the profile does not say."""
        return bool(self.typed) or self.values != values_from(self._profile, self._places)

    def check(self) -> bool:
        """Check every field that shows, say what is wrong, and go to the first wrong one."""
        shown = [field for field in self.query(FormField) if self._is_shown(field)]
        wrong = [field for field in shown if not field.validate_now()]
        if wrong:
            wrong[0].focus_control()
        return not wrong

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        self.query(FieldInput).first().focus()

    @on(FormField.Edited)
    def _field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        self._settle()
        self.post_message(self.Changed())

    def _settle(self) -> None:
        """Show the fields that count, and say in them what is wanted as the others now stand."""
        is_partner = self._choice("reach") == _MANY
        self._field("tenant").display = not is_partner
        self._field("customers").display = is_partner
        is_identity = self._section.kind is CredentialKind.MANAGED_IDENTITY
        self._field("client").display = not is_identity
        around = self._surroundings()
        self._field("cloud").note = around.cloud.lacks
        self._section.settle(around)
        is_kept = self._profile is not None and self._profile.cache is CachePlace.DISK
        self._keeping.settle(self._incident_folder, self._text("name"), is_kept=is_kept)

    def _surroundings(self) -> Surroundings:
        name, client_id = self._text("name"), self._text("client")
        held = held_secrets(name, client_id, self._section.credential, self._profile)
        cloud = clouds_for(self._profile)[self._choice("cloud")]
        return Surroundings(self._places, cloud, held, recording_problem(self.app.features))

    def _is_shown(self, field: FormField) -> bool:
        node: Widget = field
        while node is not self:
            if not node.display or not isinstance(node.parent, Widget):
                return False
            node = node.parent
        return True

    def _field(self, name: str) -> FormField:
        return self.query_one(f"#{name}", FormField)

    @property
    def _keeping(self) -> KeepingField:
        return self.query_one(KeepingField)

    def _text(self, name: str) -> str:
        return self._field(name).text

    def _choice(self, name: str) -> str:
        return chosen(self._field(name))


def _cloud_options(profile: Profile | None) -> list[Option]:
    return [
        (f"{cloud.title} · {cloud.authority}" if cloud.based_on else cloud.title, name)
        for name, cloud in clouds_for(profile).items()
    ]
