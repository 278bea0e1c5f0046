"""A session that knows the tables that ship here, or those a test gives it."""

from __future__ import annotations

import asyncio
from collections import deque

from defender_tui.core.errors import DefenderTuiError
from defender_tui.kql import load_schema
from defender_tui.workflows.session_schema import KnownSchema


class FakeSchema:
    """Fulfils what `SchemaWork` adds.

    `known_schema` is given until `told_schemas` or `told_columns` has more.
    """

    known_schema: KnownSchema | None = None
    told_schemas: deque[KnownSchema] | None = None
    told_columns: KnownSchema | DefenderTuiError | None = None
    asked_columns: tuple[str, ...] = ()
    asked_schema_anew: int = 0

    async def hunting_schema(self) -> KnownSchema:
        if self.known_schema is None:
            self.known_schema = KnownSchema(await asyncio.to_thread(load_schema))
        return self.known_schema

    async def refresh_schema(self, *, anew: bool = False) -> KnownSchema:
        self.asked_schema_anew += anew
        if self.told_schemas:
            self.known_schema = self.told_schemas.popleft()
        return await self.hunting_schema()

    async def read_columns(self, table: str) -> KnownSchema:
        self.asked_columns = (*self.asked_columns, table)
        if isinstance(self.told_columns, DefenderTuiError):
            raise self.told_columns
        if self.told_columns is not None:
            self.known_schema = self.told_columns
        return await self.hunting_schema()
