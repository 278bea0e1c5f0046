"""The field of a federated token."""

from __future__ import annotations

from textual.app import ComposeResult

from ...core.credentials import Credential, FederatedToken
from ...core.typed_path import typed_path
from .file_field import FileField
from .kind_fields import KindFields
from .places import Surroundings

_NOTE = "It is read anew for each sign-in. The app trusts its issuer and subject."


class TokenFileFields(KindFields):
    """The file that another issuer's token is in."""

    def __init__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> None:
        super().__init__(around, prefix=prefix, is_reader=is_reader)
        self._initial = _token_file(credential)
        self._file = FileField(
            "Token file",
            _file_text(self._initial),
            placeholder="empty: AZURE_FEDERATED_TOKEN_FILE names it",
            check=None,
            id=self._field_id("token-file"),
        )

    def compose(self) -> ComposeResult:
        yield self._file

    def on_mount(self) -> None:
        self._file.note = _NOTE

    @property
    def credential(self) -> FederatedToken:
        """The credential as it stands."""
        if not self.is_mounted:
            return self._initial
        text = self._file.text
        return FederatedToken(typed_path(text) if text else None)

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential."""
        super().settle(around)
        self._initial = _token_file(credential)
        if self.is_mounted:
            self._file.write(_file_text(self._initial))


def _file_text(credential: FederatedToken) -> str:
    return str(credential.file) if credential.file else ""


def _token_file(credential: Credential) -> FederatedToken:
    return credential if isinstance(credential, FederatedToken) else FederatedToken()
