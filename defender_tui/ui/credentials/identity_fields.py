"""The fields of a managed identity."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult

from ...core.credentials import Credential, ManagedIdentity
from ...core.profiles import client_id_problem
from ..widgets.form import FieldInput, FormField
from .checks import object_id_problem, resource_id_problem
from .choices import choice, choose, chosen
from .kind_fields import KindFields
from .places import Surroundings

_SYSTEM = "system"
_BY: Mapping[str, str] = {
    "client_id": "one by its client id",
    "object_id": "one by its object id",
    "resource_id": "one by its resource id",
}
_OPTIONS = (("the system-assigned one", _SYSTEM), *((title, key) for key, title in _BY.items()))
_WANTED: Mapping[str, str] = {
    "client_id": "client id of the user-assigned identity",
    "object_id": "object (principal) id of the identity",
    "resource_id": "/subscriptions/…/userAssignedIdentities/NAME",
}
_CHECKS = {
    "client_id": client_id_problem,
    "object_id": object_id_problem,
    "resource_id": resource_id_problem,
}


class IdentityFields(KindFields):
    """Which identity of this machine or service it is."""

    def __init__(
        self, credential: Credential, around: Surroundings, *, prefix: str, is_reader: bool
    ) -> None:
        super().__init__(around, prefix=prefix, is_reader=is_reader)
        self._initial = identity = _identity(credential)
        self._which = choice(
            "Identity", _OPTIONS, _named_by(identity), id=self._field_id("identity")
        )
        self._id_field = FormField(
            "Its id",
            FieldInput(_id_of(identity)),
            check=self._check,
            id=self._field_id("identity-id"),
        )

    def compose(self) -> ComposeResult:
        yield self._which
        yield self._id_field

    def on_mount(self) -> None:
        self._show_name(_named_by(self._initial))

    @property
    def credential(self) -> ManagedIdentity:
        """The credential as it stands."""
        if not self.is_mounted:
            return self._initial
        by = chosen(self._which)
        return (
            ManagedIdentity(**{by: self._id_field.text or None}) if by in _BY else ManagedIdentity()
        )

    def fill(self, credential: Credential, around: Surroundings) -> None:
        """Show another credential."""
        super().settle(around)
        self._initial = identity = _identity(credential)
        if self.is_mounted:
            choose(self._which, _OPTIONS, _named_by(identity))
            self._id_field.write(_id_of(identity))
            self._show_name(_named_by(identity))

    @on(FormField.Edited)
    def _which_edited(self, event: FormField.Edited) -> None:
        if event.field is self._which:
            self._show_name(chosen(self._which))
            if self._id_field.problem:
                self._id_field.validate_now()

    def _show_name(self, by: str) -> None:
        self._id_field.display = by in _BY
        self._id_field.query_one(FieldInput).placeholder = _WANTED.get(by, "")

    def _check(self, text: str) -> str | None:
        check = _CHECKS.get(chosen(self._which))
        return check(text) if check else None


def _identity(credential: Credential) -> ManagedIdentity:
    return credential if isinstance(credential, ManagedIdentity) else ManagedIdentity()


def _named_by(identity: ManagedIdentity) -> str:
    return next((key for key in _BY if getattr(identity, key)), _SYSTEM)


def _id_of(identity: ManagedIdentity) -> str:
    return identity.client_id or identity.object_id or identity.resource_id or ""
