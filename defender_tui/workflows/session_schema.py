"""What a session knows of the tables to hunt in."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..core.errors import ConfigError, DefenderTuiError, ProtocolError, StoreError
from ..core.resources import Resource

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.profiles import Profile
    from ..core.tenant_schema import TenantSchema
    from ..kql.schema import Column, HuntingSchema
    from ..results.table import ResultTable
    from ..store.schema_cache import SchemaCache, SchemaOwner
    from .hunt import HuntOutcome
    from .hunt_queue import Told

FRESH_FOR = timedelta(days=1)
_MOST_COLUMNS = 10_000
_WAY_OUT = "The tables that are known here stay in use; the columns of one can be asked for alone."


@dataclass(frozen=True, slots=True)
class KnownSchema:
    """Tables, columns and functions to hunt with.

    `read_at` is when the tenant named them, `None` for the ones that ship here. `problem` says why
    the latest try to ask it, or to keep what it said, failed.
    """

    schema: HuntingSchema
    read_at: datetime | None = None
    problem: DefenderTuiError | None = None


class SessionSchema(ABC):
    """The schema of the current profile's tenant: as kept from last time, then as it is.

    `_known_schema` goes with the generation it was found in, as does `_schema_asked`, the last in
    which the tenant was asked; a switch makes both stale.
    """

    _known_schema: tuple[int, KnownSchema] | None = None
    _schema_asked: int | None = None
    _schema_lock: asyncio.Lock | None = None

    @property
    @abstractmethod
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""

    @property
    @abstractmethod
    def generation(self) -> int:
        """Counts up at every switch."""

    @property
    @abstractmethod
    def hunting_api(self) -> Resource:
        """The API that answers queries."""

    @property
    @abstractmethod
    def schema_cache(self) -> SchemaCache | None:
        """Where schemas are kept; `None` to keep them as long as the program runs."""

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    @abstractmethod
    def now(self) -> datetime:
        """Give the time, UTC and aware."""

    @abstractmethod
    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        """Run one query when it is its turn."""

    async def hunting_schema(self) -> KnownSchema:
        """Give what is known without asking anybody: as kept from last time, or as it ships."""
        generation, profile = self.generation, self.profile
        if self._known_schema is not None and self._known_schema[0] == generation:
            return self._known_schema[1]
        known = await asyncio.to_thread(_kept, self.schema_cache, profile)
        self._take(generation, known)
        return known

    async def refresh_schema(self, *, anew: bool = False) -> KnownSchema:
        """Ask the tenant when what it said is older than a day, or `anew`.

        Where it does not tell, what was known stays, with the problem; it is not asked again
        unless `anew`. A profile that hunts through Defender XDR asks Graph only then.
        """
        if self._schema_lock is None:
            self._schema_lock = asyncio.Lock()
        async with self._schema_lock:
            generation, known = self.generation, await self.hunting_schema()
            if not anew and not self._is_due(known, generation):
                return known
            self._schema_asked = generation
            try:
                found = await self._asked(known)
            except DefenderTuiError as error:
                found = replace(known, problem=error)
            self._take(generation, found)
            return found

    async def read_columns(self, table: str) -> KnownSchema:
        """Ask for the columns of one table by a query, and give all that is known then.

        Raises:
            QueryInvalid: the tenant has no such table.
            DefenderTuiError: as for any query.
        """
        generation, known = self.generation, await self.hunting_schema()
        outcome = await self.hunt(await asyncio.to_thread(_columns_query, table))
        try:
            columns = await asyncio.to_thread(_columns, outcome.table)
        finally:
            await asyncio.to_thread(outcome.table.close)
        if generation == self.generation:
            # Other columns, or the whole schema, may have come while the query ran.
            known = await self.hunting_schema()
        found = replace(known, schema=known.schema.with_columns(table, columns))
        self._take(generation, found)
        return found

    def _is_due(self, known: KnownSchema, generation: int) -> bool:
        if self.profile is None or self.hunting_api is not Resource.GRAPH:
            return False
        if known.problem is not None and self._schema_asked == generation:
            return False
        return known.read_at is None or self.now() - known.read_at >= FRESH_FOR

    def _take(self, generation: int, known: KnownSchema) -> None:
        if generation == self.generation:
            self._known_schema = (generation, known)

    async def _asked(self, known: KnownSchema) -> KnownSchema:
        client, cache = await self.client(), self.schema_cache
        told = await client.schema.read()
        if told is None:
            raise ProtocolError(
                "Microsoft Graph does not tell the tables of a tenant in this cloud.",
                hint=_WAY_OUT,
            )
        if not told.tables:
            raise ProtocolError(
                "The tenant named no table that this application may query.", hint=_WAY_OUT
            )
        read_at = self.now()
        schema = await asyncio.to_thread(_merged, told)
        problem: StoreError | None = None
        if cache is not None:
            try:
                await asyncio.to_thread(_keep, cache, _owner(client.profile), told, read_at)
            except StoreError as error:
                problem = error
        return replace(known, schema=schema, read_at=read_at, problem=problem)


def _kept(cache: SchemaCache | None, profile: Profile | None) -> KnownSchema:
    from ..kql.schema import load_schema

    kept = None
    if cache is not None and profile is not None:
        try:
            kept = cache.load(_owner(profile))
        except ConfigError:
            # A cloud without Graph has nobody to ask, and so nothing kept.
            kept = None
    if kept is None:
        return KnownSchema(load_schema())
    return KnownSchema(load_schema(kept.schema), kept.read_at)


def _merged(told: TenantSchema) -> HuntingSchema:
    from ..kql.schema import load_schema

    return load_schema(told)


def _keep(cache: SchemaCache, owner: SchemaOwner, told: TenantSchema, read_at: datetime) -> None:
    from ..store.schema_cache import KeptSchema

    cache.save(owner, KeptSchema(told, read_at))


def _owner(profile: Profile) -> SchemaOwner:
    from ..store.schema_cache import SchemaOwner

    return SchemaOwner(profile.tenant_id, profile.client_id, profile.cloud.base_url(Resource.GRAPH))


def _columns_query(table: str) -> str:
    from ..kql.spelled_names import spell_name

    return f"{spell_name(table)} | getschema"


def _columns(table: ResultTable) -> tuple[Column, ...]:
    from ..core.wire.hunting_schema import kql_type
    from ..kql.schema import Column

    places = {column.name: place for place, column in enumerate(table.columns)}
    if not {"ColumnName", "ColumnType"} <= places.keys():
        raise ProtocolError(
            "Could not read the table's columns: the answer does not name them.",
            hint="The columns that are known here stay in use.",
        )
    name, kind = places["ColumnName"], places["ColumnType"]
    return tuple(
        Column(str(row[name]), kql_type(str(row[kind]))) for row in table.page(0, _MOST_COLUMNS)
    )
