"""The fields of each step. They are all there from the start, so nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button
from textual.widgets.selection_list import Selection

from ...core.clouds import Cloud
from ...core.permissions import Capability
from ...core.profiles import (
    client_id_problem,
    profile_name_problem,
    secret_problem,
    tenant_problem,
)
from ...core.registration.features import USUAL_FEATURES
from ...core.registration.guide_step import StepId
from ...core.registration.plan import USUAL_NAME, Proof, app_name_problem
from ..credentials.choices import choice
from ..widgets.form import FieldInput, FormField, SecretInput
from ..widgets.toggles import Boxes

PROOF_TITLES: Mapping[Proof, str] = {
    Proof.SECRET: "by a client secret",
    Proof.CERTIFICATE: "by a certificate",
    Proof.FEDERATED: "by tokens of another issuer",
}


class StepFields(Vertical):
    """What is typed or chosen in one step; shown only in that step."""

    DEFAULT_CSS = """
    StepFields {
        height: auto; margin: 0 0 1 0; display: none;
        &.-current { display: block; }
        & Boxes { height: auto; border: none; padding: 0; background: transparent; }
        & .field--about { color: $text-muted; }
        & Button { margin: 1 0 0 16; }
    }
    """

    def __init__(self, step: StepId) -> None:
        super().__init__(id=f"fields-{step.name.lower()}")
        self.step = step


class ChooseFields(StepFields):
    """What the application is to do, how it is called, for whom and where."""

    def __init__(self, clouds: Mapping[str, Cloud], cloud: str) -> None:
        super().__init__(StepId.CHOOSE)
        self._clouds = clouds
        self._cloud = cloud

    def compose(self) -> ComposeResult:
        options = [
            Selection(Content(one.value), one.value, one in USUAL_FEATURES) for one in Capability
        ]
        yield Boxes(*options, id="features", compact=True)
        yield FormField(
            "Called",
            FieldInput(USUAL_NAME, placeholder="a name for the application"),
            check=app_name_problem,
            id="app-name",
        )
        titles = [(title, proof.value) for proof, title in PROOF_TITLES.items()]
        yield choice("Proves itself", titles, Proof.SECRET.value, id="proof")
        whom = [("this tenant only", "one"), ("customers' tenants, too", "many")]
        yield choice("Is for", whom, "one", id="partner")
        named = [(cloud.title, name) for name, cloud in self._clouds.items()]
        yield choice("Cloud", named, self._cloud, id="cloud")


class IdsFields(StepFields):
    """The two ids."""

    def __init__(self, tenant_id: str) -> None:
        super().__init__(StepId.IDS)
        self._tenant_id = tenant_id

    def compose(self) -> ComposeResult:
        yield FormField(
            "Application",
            FieldInput(placeholder="application (client) id"),
            check=client_id_problem,
            id="client",
        )
        yield FormField(
            "Tenant",
            FieldInput(self._tenant_id, placeholder="directory (tenant) id, or a domain"),
            check=tenant_problem,
            id="tenant",
        )


class ProofFields(StepFields):
    """The credential; which fields show depends on its kind."""

    DEFAULT_CSS = """
    ProofFields {
        & > .for-certificate, & > .for-federated, & > .for-secret { display: none; }
        &.-secret > .for-secret { display: block; }
        &.-certificate > .for-certificate { display: block; }
        &.-federated > .for-federated { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(StepId.PROOF)

    def compose(self) -> ComposeResult:
        yield _shown_for(
            "secret",
            FormField(
                "Client secret",
                SecretInput(placeholder="the secret's value, not its id"),
                check=secret_problem,
                id="secret",
            ),
        )
        yield _shown_for(
            "certificate",
            FormField(
                "Key file",
                FieldInput(placeholder="file with private key and certificate (PEM or PFX)"),
                check=_file_problem,
                id="key-file",
            ),
        )
        button = Button(
            Content("Make a key and a certificate  k"),
            id="make-key",
            action="screen.make_key",
            compact=True,
        )
        button.add_class("for-certificate")
        yield button
        yield _shown_for(
            "federated",
            FormField("Issuer", FieldInput(placeholder="iss of your tokens"), id="issuer"),
        )
        yield _shown_for(
            "federated",
            FormField("Subject", FieldInput(placeholder="sub of your tokens"), id="subject"),
        )
        yield _shown_for(
            "federated",
            FormField(
                "Token file",
                FieldInput(placeholder="AZURE_FEDERATED_TOKEN_FILE when empty"),
                id="token-file",
            ),
        )


class PartnerFields(StepFields):
    """Where a customer's administrator landed."""

    def __init__(self) -> None:
        super().__init__(StepId.PARTNER)

    def compose(self) -> ComposeResult:
        yield FormField(
            "Landed on",
            FieldInput(placeholder="the whole address; F5 reads it and tests that tenant"),
            id="landed",
        )


class SaveFields(StepFields):
    """The name under which it is saved."""

    def __init__(self, name: str, taken: tuple[str, ...]) -> None:
        super().__init__(StepId.CHECK)
        self._offered = name
        self._taken = taken

    def compose(self) -> ComposeResult:
        yield FormField(
            "Profile",
            FieldInput(self._offered, placeholder="a name for it, such as contoso-soc"),
            check=self._problem,
            id="profile-name",
        )
        title = Content("Save as a profile  ctrl+s")
        yield Button(title, id="save", action="screen.save", compact=True)

    def _problem(self, text: str) -> str | None:
        if text in self._taken:
            return "There is a profile of this name; choose another."
        return profile_name_problem(text)


def _shown_for(proof: str, field: FormField) -> FormField:
    field.add_class(f"for-{proof}")
    return field


def _file_problem(text: str) -> str | None:
    # Whether it is there is told by the check, off the loop that draws the screen.
    return None if text else "The file is missing: k makes a key and a certificate here."
