"""All fields of the guided registration together, and what they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import SelectionList

from ...core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    SecretPlace,
)
from ...core.permissions import Capability
from ...core.profiles import CustomerTenant, Profile
from ...core.registration.guide_step import StepId
from ...core.registration.plan import Proof, RegistrationPlan, Trust
from ...core.secret import Secret, SecretPurpose
from ...core.typed_path import typed_path
from ..credentials.choices import chosen
from ..credentials.draft import FIRST_NAME, clouds_for
from ..widgets.form import FieldInput, FormField, SecretInput
from ..widgets.form_guard import recording_problem
from .fields import ChooseFields, IdsFields, PartnerFields, ProofFields, SaveFields, StepFields

_OWN_TENANT = "own tenant"
# What has to stand right before a check can be asked for.
_NEEDED: Mapping[StepId, tuple[str, ...]] = {
    StepId.IDS: ("client", "tenant"),
    StepId.PROOF: ("secret", "key-file"),
}


class SetupForm(Vertical):
    """The fields of every step, of which one step's are shown."""

    DEFAULT_CSS = """
    SetupForm { height: auto; }
    """

    class Changed(Message):
        """The user changed a field; `step` is the one it belongs to."""

        def __init__(self, step: StepId) -> None:
            super().__init__()
            self.step = step

    def __init__(self, current: Profile | None, names: tuple[str, ...]) -> None:
        super().__init__(id="setup-form")
        self._current = current
        self._clouds = clouds_for(current)
        self._offered = _free_name(names)
        self._taken = names
        self.certificate_file: Path | None = None
        self._customers: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        cloud = self._current.cloud.name if self._current else "public"
        yield ChooseFields(self._clouds, cloud)
        yield IdsFields(self._current.tenant_id if self._current else "")
        yield ProofFields()
        yield PartnerFields()
        yield SaveFields(self._offered, self._taken)

    def on_mount(self) -> None:
        self._settle_proof()
        recorded = recording_problem(self.app.features)
        if recorded:
            self.query_one(SecretInput).disabled = True
            self.query_one("#secret", FormField).note = recorded

    def show_step(self, step: StepId) -> None:
        """Show one step's fields, if it has some."""
        for fields in self.query(StepFields):
            fields.set_class(fields.step is step, "-current")

    def focus_step(self, step: StepId) -> bool:
        """Put the focus into a step's first field that can take it; false when there is none."""
        for fields in self.query(StepFields):
            if fields.step is step:
                for control in fields.query("Boxes, FieldInput"):
                    if control.focusable and _is_drawn(control):
                        control.focus()
                        return True
        return False

    @property
    def plan(self) -> RegistrationPlan:
        """The plan that the fields describe."""
        issuer, subject = self._text("issuer"), self._text("subject")
        return RegistrationPlan(
            app_name=self._text("app-name"),
            tenant_id=self._text("tenant"),
            client_id=self._text("client"),
            cloud=self._clouds[self._choice("cloud")],
            features=frozenset(
                Capability(word) for word in self.query_one("#features", SelectionList).selected
            ),
            proof=self._proof,
            certificate_file=self.certificate_file,
            trust=Trust(issuer, subject) if issuer and subject else None,
            is_partner=self._choice("partner") == "many",
        )

    def draft(self, place: SecretPlace) -> Profile:
        """Give the profile that the fields describe; a secret would be kept in `place`."""
        plan = self.plan
        same_cloud = self._current is not None and self._current.cloud == plan.cloud
        return Profile(
            name=self.profile_name,
            tenant_id=plan.tenant_id,
            client_id=plan.client_id,
            cloud=plan.cloud,
            credential=self._credential(place),
            ca_file=self._current.ca_file if self._current and same_cloud else None,
            tenants=_tenants(plan.tenant_id, self._customers) if plan.is_partner else (),
        )

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """The secret as typed, by what it is for; empty without one."""
        if self._proof is not Proof.SECRET or self.query_one(SecretInput).disabled:
            return {}
        secret = self._text("secret")
        return {SecretPurpose.CLIENT_SECRET: Secret(secret)} if secret else {}

    def add_customer(self, tenant_id: str) -> None:
        """Remember a customer's tenant in which the application was seen to work."""
        if tenant_id not in self._customers:
            self._customers = (*self._customers, tenant_id)

    @property
    def has_proof(self) -> bool:
        """Whether there is something to prove the identity with, right or wrong."""
        match self._proof:
            case Proof.SECRET:
                return bool(self.typed)
            case Proof.CERTIFICATE:
                return bool(self._text("key-file"))
            case Proof.FEDERATED:
                return bool(self._text("token-file"))

    @property
    def landed(self) -> str:
        """The address where an administrator landed, as pasted."""
        return self._text("landed")

    def wrong_step(self, upto: StepId) -> StepId | None:
        """Check the fields that a check up to a step needs; show what is wrong and say where."""
        for step in (StepId.IDS, StepId.PROOF):
            fields = [self.query_one(f"#{id}", FormField) for id in _NEEDED[step]]
            wrong = [one for one in fields if self._is_used(one) and not one.validate_now()]
            if wrong:
                wrong[0].query_one(FieldInput).focus()
                return step
            if step is upto:
                return None
        return None

    @property
    def profile_name(self) -> str:
        """The name to save under, as typed."""
        return self._text("profile-name")

    def name_is_right(self) -> bool:
        """Check the profile's name and show what is wrong with it."""
        return self.query_one("#profile-name", FormField).validate_now()

    def use_key_pair(self, private_file: Path, certificate_file: Path) -> None:
        """Take over a key pair that was just made."""
        self.certificate_file = certificate_file
        self.query_one("#key-file FieldInput", FieldInput).value = str(private_file)

    @on(FormField.Edited)
    def _field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        if event.field.id == "proof":
            self._settle_proof()
        self._tell(event.field)

    @on(SelectionList.SelectedChanged)
    def _features_chosen(self, event: SelectionList.SelectedChanged[str]) -> None:
        event.stop()
        self.post_message(self.Changed(StepId.CHOOSE))

    def _tell(self, field: FormField) -> None:
        steps = [one.step for one in self.query(StepFields) if field in one.query(FormField)]
        self.post_message(self.Changed(steps[0]))

    def _settle_proof(self) -> None:
        fields = self.query_one(ProofFields)
        for proof in Proof:
            fields.set_class(proof is self._proof, f"-{proof.value}")

    def _is_used(self, field: FormField) -> bool:
        kinds = [proof for proof in Proof if field.has_class(f"for-{proof.value}")]
        return not kinds or self._proof in kinds

    def _credential(self, place: SecretPlace) -> Credential:
        match self._proof:
            case Proof.SECRET:
                return ClientSecret(place)
            case Proof.CERTIFICATE:
                return Certificate(typed_path(self._text("key-file")))
            case Proof.FEDERATED:
                file = self._text("token-file")
                return FederatedToken(typed_path(file) if file else None)

    @property
    def _proof(self) -> Proof:
        return Proof(self._choice("proof"))

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field}", FormField).text

    def _choice(self, field: str) -> str:
        return chosen(self.query_one(f"#{field}", FormField))


def _tenants(own: str, customers: tuple[str, ...]) -> tuple[CustomerTenant, ...]:
    """List the own tenant and the customers', named by their ids; empty without customers."""
    if not customers:
        return ()
    others = (CustomerTenant(one, one) for one in customers if one != own)
    return (CustomerTenant(_OWN_TENANT, own), *others)


def for_tenant(draft: Profile, tenant_id: str) -> Profile:
    """Give a draft at work in a customer's tenant."""
    return replace(draft, tenant_id=tenant_id, tenant_name=None)


def _free_name(names: tuple[str, ...]) -> str:
    numbered = (f"{FIRST_NAME}-{number}" for number in range(2, len(names) + 3))
    return next(name for name in (FIRST_NAME, *numbered) if name not in names)


def _is_drawn(control: Widget) -> bool:
    return all(node.display for node in control.ancestors_with_self if isinstance(node, Widget))
