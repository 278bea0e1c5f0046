"""The fields of a secret or certificate that rests in Azure Key Vault."""

from __future__ import annotations

from textual.app import ComposeResult

from ...core.credentials import Credential, ManagedIdentity, VaultValue
from ...core.secret import Secret, SecretPurpose
from ..widgets.form import FieldInput, FormField
from .checks import vault_check, vault_secret_problem, version_problem
from .kind_fields import KindFields
from .places import Surroundings
from .section import STANDING_FIELDS, CredentialSection

_NOWHERE = VaultValue("", "", ManagedIdentity())


class VaultFields(KindFields):
    """The vault, what is read there, and the credential that opens it."""

    def __init__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> None:
        super().__init__(around, prefix=prefix, is_reader=is_reader)
        self._initial = value = _vault_value(credential)
        self._vault = FormField(
            "Key Vault",
            FieldInput(value.vault, placeholder="its name, or https://NAME.vault.azure.net"),
            check=self._vault_problem,
            id="vault",
        )
        self._secret = FormField(
            "Secret's name",
            FieldInput(value.secret, placeholder="of the secret or certificate in the vault"),
            check=vault_secret_problem,
            id="vault-secret",
        )
        self._version = FormField(
            "Version",
            FieldInput(value.version or "", placeholder="empty: the current one"),
            check=version_problem,
            id="vault-version",
        )
        self._reader = CredentialSection(
            value.reader,
            around,
            STANDING_FIELDS,
            label="Opened by",
            prefix="reader-",
            is_reader=True,
        )

    def compose(self) -> ComposeResult:
        yield self._vault
        yield self._secret
        yield self._version
        yield self._reader

    @property
    def credential(self) -> VaultValue:
        """The credential as it stands."""
        reader = self._reader.credential
        assert not isinstance(reader, VaultValue)  # no such kind is offered to open with
        return VaultValue(self._vault.text, self._secret.text, reader, self._version.text or None)

    @property
    def typed(self) -> dict[SecretPurpose, Secret]:
        """What was typed to open the vault with."""
        return self._reader.typed

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential."""
        super().settle(around)
        self._initial = value = _vault_value(credential)
        self._vault.write(value.vault)
        self._secret.write(value.secret)
        self._version.write(value.version or "")
        self._reader.fill(value.reader, around)

    def settle(self, around: Surroundings) -> None:
        """Say what is wanted; the cloud decides which vaults are right."""
        super().settle(around)
        self._reader.settle(around)
        if self._vault.problem:
            self._vault.validate_now()

    def _vault_problem(self, text: str) -> str | None:
        return vault_check(self._around.cloud)(text)


def _vault_value(credential: Credential) -> VaultValue:
    return credential if isinstance(credential, VaultValue) else _NOWHERE
