"""The runs of the past: to use again, to look at, and to forget."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.hunt_record import HuntRecord
from ..commands import bindings_for
from ..hunting.messages import QueryWanted
from ..hunting.timespans import TIMESPANS
from ..text import shown
from ..widgets.confirm import Confirm
from ..widgets.copying import copy_value
from ..widgets.found_rows import AskingGrid, FoundRows
from ..widgets.query_text import load_colours
from ..worker import Work, run_guarded
from .ports import HistoryWork
from .words import COLUMNS, run_cells, run_facts

_EMPTY = "No runs yet: every query that is run here is remembered."
_OFF = "No runs: this profile keeps no history."


class HistoryGrid(AskingGrid):
    """The runs, with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("hunting", part="history")]


class HistoryRead(Message):
    """The history was read; `texts` are what a search looks in."""

    def __init__(self, records: Sequence[HuntRecord], texts: Sequence[str]) -> None:
        super().__init__()
        self.records = records
        self.texts = texts


class HistoryFailed(Message):
    """The history could not be read or written."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


class HistoryPane(FoundRows[HuntRecord]):
    """All runs, the newest first, read anew whenever the pane is shown."""

    search_words = "words of a query, an error, a tenant or a profile"

    def __init__(self, session: HistoryWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._work = session

    def make_grid(self) -> AskingGrid:
        return HistoryGrid(COLUMNS, empty=Content(_EMPTY))

    def read(self) -> None:
        self._begin(self._reading)

    def cells_of(self, item: HuntRecord) -> Sequence[Content]:
        return run_cells(item, self._work.now())

    def facts_of(self, item: HuntRecord) -> Sequence[Content]:
        return run_facts(item)

    def summary_of(self, item: HuntRecord) -> Sequence[Content]:
        facts = run_facts(item)
        return facts[-1:] + facts[:-1] if item.error else facts

    def query_of(self, item: HuntRecord) -> str:
        return item.query

    def asked(self, what: str) -> None:
        record = self.current
        if what == "delete_all":
            self._ask_to_forget_all()
        elif record is None:
            return
        elif what == "copy":
            copy_value(self.app, record.query)
        elif what == "delete":
            self._begin(partial(self._forgetting, record))
        else:
            self.post_message(_wanted(record, is_to_run=what == "run"))

    # Reading and forgetting

    def _begin(self, work: Work) -> None:
        run_guarded(self, work, name="history", group="history", description="read the history")

    async def _reading(self) -> None:
        try:
            records = await self._work.past_runs()
            texts = await asyncio.to_thread(_texts_of, records)
        except DefenderTuiError as error:
            self.post_message(HistoryFailed(error))
            return
        self.post_message(HistoryRead(records, texts))

    async def _forgetting(self, record: HuntRecord | None) -> None:
        try:
            if record is None:
                await self._work.forget_all_runs()
            else:
                await self._work.forget_run(record.id)
        except DefenderTuiError as error:
            self.post_message(HistoryFailed(error))
            return
        await self._reading()

    def _ask_to_forget_all(self) -> None:
        question = Content("Forget all runs, of all profiles and tenants?")

        def answered(is_agreed: bool | None) -> None:
            if is_agreed:
                self._begin(partial(self._forgetting, None))

        self.app.push_screen(Confirm(question, verb="Forget all"), answered)

    @on(HistoryRead)
    def _history_read(self, event: HistoryRead) -> None:
        event.stop()
        profile, problem = self._work.profile, self._work.history_problem
        keeps = profile is None or profile.keeps_history
        self.say_empty(_EMPTY if keeps else _OFF)
        if problem is not None:
            words = f"The last run is not on disk yet: {problem.message} {problem.hint}"
            self.say(shown(words.rstrip()), is_failure=True)
        else:
            self.say(Content("Runs, newest first" if keeps else "This profile keeps no history"))
        self.show_items(event.records, event.texts)

    @on(HistoryFailed)
    def _history_failed(self, event: HistoryFailed) -> None:
        event.stop()
        self.say(shown(f"{event.error.message} {event.error.hint}"), is_failure=True)


def _texts_of(records: Sequence[HuntRecord]) -> tuple[str, ...]:
    load_colours()
    return tuple(record.search_text for record in records)


def _wanted(record: HuntRecord, *, is_to_run: bool) -> QueryWanted:
    timespan = next((one for one in TIMESPANS if one.iso8601 == record.timespan), None)
    return QueryWanted(record.query, run=is_to_run, timespan=timespan if is_to_run else None)
