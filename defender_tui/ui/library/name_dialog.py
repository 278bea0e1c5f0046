"""Asking for the name under which a query is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ...core.errors import DefenderTuiError
from ...core.saved_query import MAX_NAME, QueryNameTaken, SavedQuery, query_name_problem
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput
from ..worker import run_guarded

ReadFolders = Callable[[], Awaitable[tuple[Path, ...]]]


class KeepQuery(Protocol):
    """Keeps the query under a name, in a folder where there is a choice.

    Over one that has the name it is kept only when told.
    """

    async def __call__(self, name: str, *, folder: Path | None, overwrite: bool) -> SavedQuery: ...


class QueryName(Dialog[SavedQuery]):
    """Ask for a name until the query is kept under it; gives the kept query.

    With `can_replace`, Enter a second time replaces the query that has the name. `read_folders`
    gives the folders to choose from; without it the folder is not asked for.
    """

    DEFAULT_CSS = """
    QueryName {
        & Input { margin: 1 0; }
        & .query-name--folder { display: none; color: $text-muted; margin-bottom: 1; }
        & .query-name--folder.-told { display: block; }
        & .query-name--note { display: none; margin-bottom: 1; }
        & .query-name--note.-told { display: block; color: $text-warning; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "turn_folder(1)", "Next folder", show=False, id="query_name.next"),
        Binding("up", "turn_folder(-1)", "Folder before", show=False, id="query_name.before"),
    ]

    class FoldersRead(Message):
        """The folders to choose from are known."""

        def __init__(self, folders: tuple[Path, ...]) -> None:
            super().__init__()
            self.folders = folders

    class Refused(Message):
        """The query could not be kept under that name."""

        def __init__(self, name: str, error: DefenderTuiError) -> None:
            super().__init__()
            self.name = name
            self.error = error

    class Kept(Message):
        """The query has its name."""

        def __init__(self, query: SavedQuery) -> None:
            super().__init__()
            self.query = query

    def __init__(
        self,
        title: Content,
        name: str,
        keep: KeepQuery,
        *,
        verb: str,
        can_replace: bool = False,
        read_folders: ReadFolders | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._given = name
        self._keep = keep
        self._verb = verb
        self._can_replace = can_replace
        self._read_folders = read_folders
        self._folders: tuple[Path, ...] = ()
        self._chosen = 0
        self._taken = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title)
            field = FieldInput(self._given, placeholder="name, or folder/name")
            field.max_length = MAX_NAME
            yield field
            yield Static(Content(""), classes="query-name--folder")
            yield Static(Content(""), classes="query-name--note")
            yield Static(Content(f"Enter {self._verb}   Esc Close"), classes="dialog--keys")

    def on_mount(self) -> None:
        if self._read_folders is not None:
            run_guarded(
                self,
                partial(self._reading_folders, self._read_folders),
                name="query folders",
                group="query folders",
                description="read which folders there are",
            )

    async def _reading_folders(self, read: ReadFolders) -> None:
        try:
            self.post_message(self.FoldersRead(await read()))
        except DefenderTuiError as error:
            self.post_message(self.Refused("", error))

    @on(FoldersRead)
    def _folders_read(self, event: FoldersRead) -> None:
        event.stop()
        self._folders = event.folders
        self.action_turn_folder(0)

    def action_turn_folder(self, step: int) -> None:
        """Choose another folder; behind the last comes the first."""
        if self._folders:
            self._chosen = (self._chosen + step) % len(self._folders)
            self._taken = ""
            line = self.query_one(".query-name--folder", Static)
            keys = "   ↑↓ Folder" if len(self._folders) > 1 else ""
            line.update(Content.assemble("in ", shown(self._folders[self._chosen]), keys))
            line.add_class("-told")

    def _say(self, words: Content) -> None:
        note = self.query_one(".query-name--note", Static)
        note.update(words)
        note.set_class(bool(words), "-told")

    @on(Input.Changed)
    def _name_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._taken = ""
        self._say(Content(query_name_problem(event.value) or "" if event.value else ""))

    @on(Input.Submitted)
    def _name_given(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if problem := query_name_problem(name):
            self._say(Content(problem))
            return
        run_guarded(
            self,
            partial(self._keeping, name, overwrite=self._taken == name),
            name="keep query",
            group="keep query",
            description="keep a query",
        )

    async def _keeping(self, name: str, *, overwrite: bool) -> None:
        folder = self._folders[self._chosen] if self._folders else None
        try:
            query = await self._keep(name, folder=folder, overwrite=overwrite)
        except DefenderTuiError as error:
            self.post_message(self.Refused(name, error))
        else:
            self.post_message(self.Kept(query))

    @on(Refused)
    def _was_refused(self, event: Refused) -> None:
        event.stop()
        if isinstance(event.error, QueryNameTaken) and self._can_replace:
            self._taken = event.name
            self._say(shown(f"{event.error.message} Enter again replaces it."))
        else:
            self._say(shown(f"{event.error.message} {event.error.hint}"))

    @on(Kept)
    def _was_kept(self, event: Kept) -> None:
        event.stop()
        self.dismiss(event.query)
