"""The list of profiles, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from ...core.credentials import SecretPlace, needed_secrets
from ...core.profiles import CachePlace, Profile
from ...workflows.profiles import Destination
from ..commands import bindings_for
from ..ports import CredentialWork
from ..text import shown
from ..widgets.confirm import Confirm
from ..worker import Work, run_guarded
from .name_entry import NameEntry
from .profile_rows import ProfileRow, row_line, rows_of


class ProfileList(OptionList):
    """The profiles to choose from; its keys are those of the registry for this part."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("credentials", part="profiles")]


class ProfilePane(Vertical):
    """The list, read anew whenever it may have changed. What takes time is done behind it."""

    DEFAULT_CSS = """
    ProfilePane {
        height: auto; margin: 0 0 1 0;
        & ProfileList {
            height: auto; max-height: 12; padding: 0; border: none; background: transparent;
            scrollbar-size: 1 1;
        }
        & ProfileList > .option-list--option-highlighted {
            background: $foreground 8%; color: $foreground;
        }
        & ProfileList:focus > .option-list--option-highlighted {
            background: $primary 30%; text-style: bold;
        }
        & #no-profiles { color: $text-muted; }
    }
    """

    class EditAsked(Message):
        """This profile is wanted in the form; `None` for a new one."""

        def __init__(self, profile: Profile | None) -> None:
            super().__init__()
            self.profile = profile

    class Changed(Message):
        """Profiles were copied or dropped, or another is at work; `said` tells which."""

        def __init__(self, said: str) -> None:
            super().__init__()
            self.said = said

    class Listed(Message):
        """Where one can go was read."""

        def __init__(self, destinations: Sequence[Destination]) -> None:
            super().__init__()
            self.destinations = destinations

    def __init__(self, work: CredentialWork) -> None:
        super().__init__()
        self._work = work
        self._destinations: Sequence[Destination] = ()
        self._rows: list[ProfileRow] = []

    def compose(self) -> ComposeResult:
        yield ProfileList(compact=True)
        yield Static(Content("None stored yet. Save makes the first."), id="no-profiles")

    def on_mount(self) -> None:
        self.show_profiles()

    def show_profiles(self) -> None:
        """List what is known, and read the rest anew."""
        self._show()
        self._do(self._listing, "list the profiles", group="list")

    async def _listing(self) -> None:
        self.post_message(self.Listed(await self._work.destinations()))

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        event.stop()
        self._destinations = event.destinations
        self._show()

    def _show(self) -> None:
        current = self._work.profile
        names = self._work.profile_names()
        self._rows = rows_of(names, self._destinations, current)
        listed = self.query_one(ProfileList)
        at = listed.highlighted
        here = current.name if current else None
        listed.set_options(row_line(row, is_current=row.name == here) for row in self._rows)
        listed.display = bool(self._rows)
        self.query_one("#no-profiles").display = not self._rows
        if self._rows:
            first = next((at for at, row in enumerate(self._rows) if row.name == here), 0)
            listed.highlighted = min(first if at is None else at, len(self._rows) - 1)

    @property
    def at_hand(self) -> ProfileRow | None:
        """The profile under the cursor; `None` in an empty list."""
        at = self.query_one(ProfileList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are taken."""
        return tuple(row.name for row in self._rows)

    # What can be done with the profile at hand

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.edit()

    def edit(self) -> None:
        """Ask for the profile at hand in the form."""
        if row := self.at_hand:
            self._do(partial(self._loading, row.name), "read a profile")

    async def _loading(self, name: str) -> None:
        self.post_message(self.EditAsked(await self._load(name)))

    async def _load(self, name: str) -> Profile:
        current = self._work.profile
        if current is not None and current.name == name:
            return current
        return await self._work.load_profile(name)

    def switch(self) -> None:
        """Work with the profile at hand from now on."""
        if row := self.at_hand:
            self._do(partial(self._switching, row.name), "switch the profile")

    async def _switching(self, name: str) -> None:
        await self._work.switch_to(await self._load(name))
        self.post_message(self.Changed(f"Switched to {name}."))

    def duplicate(self) -> None:
        """Ask for a name, then copy the profile at hand."""
        if row := self.at_hand:
            self.app.push_screen(
                NameEntry(row.name, self.names), partial(self._duplicate_as, row.name)
            )

    def _duplicate_as(self, name: str, new_name: str | None) -> None:
        if new_name:
            self._do(partial(self._duplicating, name, new_name), "copy a profile")

    async def _duplicating(self, name: str, new_name: str) -> None:
        copy = await self._work.duplicate_profile(name, new_name)
        self.post_message(self.Changed(f"Copied {name} to {new_name}."))
        self.post_message(self.EditAsked(copy))

    def delete(self) -> None:
        """Ask, then drop the profile at hand with its secrets."""
        row = self.at_hand
        if row is None:
            return
        if not row.is_stored:
            self.notify("It is not stored, so there is nothing to delete.", markup=False)
            return
        question = deletion_question(row)
        self.app.push_screen(
            Confirm(question, verb="Delete"), partial(self._delete_if_agreed, row.name)
        )

    def _delete_if_agreed(self, name: str, is_agreed: bool | None) -> None:
        if is_agreed:
            self._do(partial(self._deleting, name), "delete a profile")

    async def _deleting(self, name: str) -> None:
        await self._work.delete_profile(name)
        self.post_message(self.Changed(f"Deleted {name}."))

    def _do(self, work: Work, description: str, *, group: str = "profile") -> None:
        run_guarded(self, work, name=description, group=group, description=description)


def deletion_question(row: ProfileRow) -> Content:
    """Ask before a profile goes, and say what goes with it."""
    name = shown(row.name, limit=64).stylize("bold")
    tenant = shown(row.profile.tenant_title, limit=64) if row.profile else None
    what: list[Content | str] = ["Delete the profile ", name]
    if tenant is not None:
        what += [" (", tenant, ")"]
    places = set(needed_secrets(row.profile.credential).values()) if row.profile else set()
    if SecretPlace.KEYRING in places:
        secrets = " Its secrets in this machine's keyring go with it."
    elif SecretPlace.RUN in places:
        secrets = " What was typed for it in this run goes with it."
    else:
        secrets = ""
    kept = ""
    if row.profile is not None and row.profile.cache is CachePlace.DISK:
        kept = " Its incidents that are kept on disk go with it."
    rest = " The application and its files stay as they are."
    return Content.assemble(*what, "?", secrets, kept, rest)
