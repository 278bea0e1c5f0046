"""Reading the schema for the browser, in the background."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical

from ...core.errors import DefenderTuiError
from ..screens.base import WorkScreen
from ..worker import Work, run_guarded
from .index import SchemaIndex
from .messages import ColumnsNotRead, SchemaChanged, SchemaRead
from .ports import SchemaWork

if TYPE_CHECKING:
    from ...kql.schema import HuntingSchema
    from ...workflows.session_schema import KnownSchema

_PATIENCE_S = 0.3


class SchemaReading(Vertical):
    """Has the schema that is known, and asks for more of it. One reading at a time."""

    def __init__(self, session: SchemaWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.work = session
        self.known: KnownSchema | None = None
        self.is_asking = False

    @abstractmethod
    def take_index(self, index: SchemaIndex | None) -> None:
        """Show another schema; `None` while it is on its way."""

    @abstractmethod
    def draw_line(self) -> None:
        """Say what is known, and whether more is asked for."""

    def begin(self) -> None:
        """Read what is known; the tenant is asked when that is due."""
        self._start(partial(self._reading, anew=False))

    def reload(self) -> None:
        """Forget one tenant's schema and read another's; what was unfolded stays."""
        self.known = None
        self.is_asking = False
        self.take_index(None)
        self.begin()

    def ask_tenant(self) -> None:
        """Ask the tenant for all it has; when it does not tell, the error is shown."""
        self._wait_for(partial(self._reading, anew=True))

    def ask_columns(self, table: str) -> None:
        """Ask for the columns of one table."""
        self._wait_for(partial(self._asking_columns, table))

    def _wait_for(self, work: Work) -> None:
        self.is_asking = True
        self.draw_line()
        self._start(work)

    def _start(self, work: Work) -> None:
        run_guarded(
            self, work, name="schema", group="schema", description="read the hunting schema"
        )

    async def _reading(self, *, anew: bool) -> None:
        generation = self.work.generation
        if not anew:
            known = await self.work.hunting_schema()
            index = await asyncio.to_thread(_prepared, known.schema)
            self.post_message(SchemaRead(known, index, generation, is_last=False))
        found = await self.work.refresh_schema(anew=anew)
        index = await asyncio.to_thread(_prepared, found.schema)
        self.post_message(SchemaRead(found, index, generation, is_last=True, is_asked_for=anew))

    async def _asking_columns(self, table: str) -> None:
        generation = self.work.generation
        try:
            known = await self.work.read_columns(table)
        except DefenderTuiError as error:
            self.post_message(ColumnsNotRead(table, error, generation))
            return
        index = await asyncio.to_thread(_prepared, known.schema)
        self.post_message(SchemaRead(known, index, generation, is_last=True))

    @on(SchemaRead)
    def _schema_read(self, event: SchemaRead) -> None:
        event.stop()
        if event.generation != self.work.generation:
            return
        before, self.known = self.known, event.known
        self.is_asking = False
        if before is None or before.schema is not event.known.schema:
            self.take_index(event.index)
            if before is not None or event.known.read_at is not None:
                # What ships here is what everybody begins with.
                self.post_message(SchemaChanged(event.known.schema, event.generation))
        self.draw_line()
        if not event.is_last:
            self.is_asking = True
            self.set_timer(_PATIENCE_S, self.draw_line)
        if event.is_asked_for and event.known.problem is not None:
            self._tell(event.known.problem, "Could not read which tables the tenant has")

    @on(ColumnsNotRead)
    def _columns_not_read(self, event: ColumnsNotRead) -> None:
        event.stop()
        if event.generation == self.work.generation:
            self.is_asking = False
            self.draw_line()
            self._tell(event.error, f"Could not read the columns of {event.table}")

    def _tell(self, error: DefenderTuiError, what: str) -> None:
        if isinstance(self.screen, WorkScreen):
            self.screen.show_error(error, what)


def _prepared(schema: HuntingSchema) -> SchemaIndex:
    """Lay out a schema, and read what spelling its names takes."""
    from ...kql.spelled_names import spell_name

    spell_name("T")
    return SchemaIndex.of(schema)
