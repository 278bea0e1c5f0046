"""Choosing a kind of credential, with the fields of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ...core.credentials import Credential, CredentialKind
from ...core.secret import Secret, SecretPurpose
from ..widgets.form import FormField
from .certificate_fields import CertificateFields
from .choices import choice, choose, chosen
from .identity_fields import IdentityFields
from .kind_fields import KindFields
from .places import Surroundings
from .secret_fields import SecretFields
from .token_file_fields import TokenFileFields


class MakeFields(Protocol):
    """Making the fields of one kind, filled from a credential where it is of that kind."""

    def __call__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> KindFields:
        """Make them; `prefix` starts the ids."""
        ...


STANDING_FIELDS: Mapping[CredentialKind, MakeFields] = {
    CredentialKind.CLIENT_SECRET: SecretFields,
    CredentialKind.CERTIFICATE: CertificateFields,
    CredentialKind.FEDERATED_TOKEN: TokenFileFields,
    CredentialKind.MANAGED_IDENTITY: IdentityFields,
}
KIND_TITLES: Mapping[CredentialKind, str] = {
    CredentialKind.CLIENT_SECRET: "a client secret",
    CredentialKind.CERTIFICATE: "a certificate file",
    CredentialKind.FEDERATED_TOKEN: "a federated token file",
    CredentialKind.MANAGED_IDENTITY: "this machine's managed identity",
    CredentialKind.KEY_VAULT: "a secret or certificate in Key Vault",
}


class CredentialSection(Vertical):
    """One credential: its kind, and the fields of that kind only."""

    DEFAULT_CSS = "CredentialSection { height: auto; }"

    def __init__(
        self,
        credential: Credential,
        around: Surroundings,
        fields: Mapping[CredentialKind, MakeFields],
        *,
        label: str,
        prefix: str = "",
        is_reader: bool = False,
    ) -> None:
        super().__init__()
        self._initial = credential
        self._around = around
        self._makers = fields
        self._prefix = prefix
        self._is_reader = is_reader
        self._options = [(KIND_TITLES[kind], kind.value) for kind in fields]
        self._kind = choice(label, self._options, credential.kind.value, id=f"{prefix}kind")
        self._made: dict[CredentialKind, KindFields] = {}

    def compose(self) -> ComposeResult:
        yield self._kind
        yield self._fields_of(self._initial.kind)

    @property
    def kind(self) -> CredentialKind:
        """The kind that is chosen."""
        return CredentialKind(chosen(self._kind)) if self._kind.is_mounted else self._initial.kind

    @property
    def credential(self) -> Credential:
        """The credential as it stands, right or wrong."""
        made = self._made.get(self.kind)
        return made.credential if made else self._initial

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """The secrets that were typed for the chosen kind."""
        made = self._made.get(self.kind)
        return made.typed if made else {}

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential in place of all that was typed."""
        self._initial, self._around = credential, around
        for fields in self._made.values():
            fields.fill(credential, around)
        if self._kind.is_mounted:
            choose(self._kind, self._options, credential.kind.value)
            if credential.kind not in self._made:
                self.mount(self._fields_of(credential.kind))
            self._show_chosen()

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted, as everything else now stands."""
        self._around = around
        for fields in self._made.values():
            fields.settle(around)

    @on(FormField.Edited)
    async def _kind_edited(self, event: FormField.Edited) -> None:
        if event.field is self._kind:
            if self.kind not in self._made:
                await self.mount(self._fields_of(self.kind))
            self._show_chosen()

    def _show_chosen(self) -> None:
        for kind, fields in self._made.items():
            fields.display = kind is self.kind

    def _fields_of(self, kind: CredentialKind) -> KindFields:
        make = self._makers[kind]
        fields = make(self._initial, self._around, prefix=self._prefix, is_reader=self._is_reader)
        self._made[kind] = fields
        return fields
