"""Saved queries: to put into the editor, to run, to rename and to delete."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from ...core.errors import DefenderTuiError
from ...core.saved_query import Library, SavedQuery
from ..commands import bindings_for
from ..hunting.messages import QueryWanted
from ..text import shown
from ..widgets.confirm import Confirm
from ..widgets.copying import copy_value
from ..widgets.found_rows import AskingGrid, FoundRows
from ..widgets.query_text import load_colours
from ..worker import Work, run_guarded
from .messages import LibraryFailed, LibraryRead
from .name_dialog import QueryName
from .parameter_dialog import fill_in
from .ports import LibraryWork
from .words import columns_of, empty_words, library_words, query_cells, query_facts


class LibraryGrid(AskingGrid):
    """The queries, with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("hunting", part="library")]


class LibraryPane(FoundRows[SavedQuery]):
    """All saved queries by folder and name, read anew whenever the pane is shown."""

    search_words = "words of a name, a description or a query"

    def __init__(self, work: LibraryWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._work = work

    def make_grid(self) -> AskingGrid:
        return LibraryGrid(columns_of(Library(())))

    def read(self) -> None:
        self._begin(self._reading)

    def cells_of(self, item: SavedQuery) -> Sequence[Content]:
        return query_cells(item)

    def facts_of(self, item: SavedQuery) -> Sequence[Content]:
        return query_facts(item)

    def query_of(self, item: SavedQuery) -> str:
        return item.text

    def asked(self, what: str) -> None:
        query = self.current
        if query is None:
            return
        match what:
            case "delete":
                self._ask_to_delete(query)
            case "rename":
                self._ask_for_name(query)
            case _ if query.problem:
                self.notify(query.problem, severity="warning", markup=False)
            case "copy":
                copy_value(self.app, query.text)
            case "edit":
                self.post_message(QueryWanted(query.text, name=query.name))
            case _:
                self._fill_in(query, is_to_run=what == "run")

    def _fill_in(self, query: SavedQuery, *, is_to_run: bool) -> None:
        def filled(text: str) -> None:
            self.post_message(QueryWanted(text, run=is_to_run, name=query.name))

        fill_in(self.app, query.text, filled, title=query.name)

    # Reading and changing

    def _begin(self, work: Work) -> None:
        run_guarded(self, work, name="library", group="library", description="saved queries")

    async def _reading(self) -> None:
        try:
            library = await self._work.library()
            texts = await asyncio.to_thread(_texts_of, library)
        except DefenderTuiError as error:
            self.post_message(LibraryFailed(error))
            return
        self.post_message(LibraryRead(library, texts))

    async def _deleting(self, query: SavedQuery) -> None:
        try:
            await self._work.delete_query(query)
        except DefenderTuiError as error:
            self.post_message(LibraryFailed(error))
            return
        await self._reading()

    def _ask_to_delete(self, query: SavedQuery) -> None:
        question = Content.assemble("Delete the file ", shown(query.file), " for good?")

        def answered(is_agreed: bool | None) -> None:
            if is_agreed:
                self._begin(partial(self._deleting, query))

        self.app.push_screen(Confirm(question, verb="Delete"), answered)

    def _ask_for_name(self, query: SavedQuery) -> None:
        async def rename(name: str, *, folder: Path | None, overwrite: bool) -> SavedQuery:
            return await self._work.rename_query(query, name)

        def renamed(answer: SavedQuery | None) -> None:
            if answer is not None:
                self.read()

        title = Content.assemble("New name of ", shown(query.name, limit=60))
        self.app.push_screen(QueryName(title, query.name, rename, verb="Rename"), renamed)

    @on(LibraryRead)
    def _library_read(self, event: LibraryRead) -> None:
        event.stop()
        library = event.library
        self.say(library_words(library), is_failure=bool(library.problems))
        self.say_empty(empty_words(library))
        self.show_items(library.queries, event.texts, columns=columns_of(library))

    @on(LibraryFailed)
    def _library_failed(self, event: LibraryFailed) -> None:
        event.stop()
        self.say(shown(f"{event.error.message} {event.error.hint}"), is_failure=True)


def _texts_of(library: Library) -> tuple[str, ...]:
    load_colours()
    return tuple(query.search_text for query in library.queries)
