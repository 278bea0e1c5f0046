"""The session's schema: from the disk at once, from the tenant once a day, or as it ships."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.errors import NotPermitted, ProtocolError, QueryInvalid, StoreError
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.kql import Column, load_schema
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.schema_cache import KeptSchema, SchemaCache, SchemaOwner
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.client.conftest import profile_for
from tests.client.staged import Reply, StagedServer, serving

PATH = "/graph/beta/security/getHuntingSchema"
RUN = "/graph/v1.0/security/runHuntingQuery"
OURS = {"name": "Ours_CL", "columns": [{"name": "A", "dataType": "Int64"}]}
REFUSED = Reply(403, {"error": {"code": "Forbidden", "message": "No."}})


@dataclass
class Clock:
    time: datetime = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        running.stage(PATH, Reply(body={"tables": [OURS]}))
        yield running


@dataclass
class Stage:
    """What a session is opened with; the clock and the disk outlive it."""

    server: StagedServer
    folder: Path
    authority: trustme.CA
    clock: Clock

    @property
    def asked(self) -> int:
        return sum(one.path == PATH for one in self.server.asked)

    @asynccontextmanager
    async def session(self, cache: SchemaCache | None = None) -> AsyncIterator[Session]:
        secrets = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
        kept = cache or SchemaCache(self.folder / "schema")
        parts = SessionParts(MemoryProfiles(), secrets, now=self.clock.now, schema_cache=kept)
        session = Session(parts)
        profile = profile_for(self.server, self.folder, self.authority)
        await session.save_profile(profile, {SecretPurpose.CLIENT_SECRET: Secret("s")})
        yield session
        await session.close()


@pytest.fixture
def stage(server: StagedServer, tmp_path: Path, authority: trustme.CA) -> Stage:
    return Stage(server, tmp_path, authority, Clock())


async def test_what_a_tenant_named_is_there_at_the_next_start_without_asking(
    stage: Stage,
) -> None:
    async with stage.session() as session:
        assert load_schema() is (await session.hunting_schema()).schema
        found = await session.refresh_schema()
        assert "Ours_CL" in found.schema
        assert stage.clock.time == found.read_at
        assert found is await session.hunting_schema()
    async with stage.session() as session:
        again = await session.hunting_schema()
        assert "Ours_CL" in again.schema
        assert found.read_at == again.read_at
        assert 1 == stage.asked


async def test_it_is_asked_again_after_a_day_or_when_wanted_anew(stage: Stage) -> None:
    async with stage.session() as session:
        await session.refresh_schema()
        stage.clock.time += timedelta(hours=23)
        await session.refresh_schema()
        assert 1 == stage.asked
        await session.refresh_schema(anew=True)
        assert 2 == stage.asked
        stage.clock.time += timedelta(hours=25)
        found = await session.refresh_schema()
        assert (3, stage.clock.time) == (stage.asked, found.read_at)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (REFUSED, NotPermitted),
        (Reply(404, {"error": {"code": "x", "message": "No."}}), ProtocolError),
        (Reply(body={"tables": []}), ProtocolError),
    ],
)
async def test_what_was_known_stays_with_the_reason_when_the_tenant_does_not_tell(
    stage: Stage, reply: Reply, kind: type[Exception]
) -> None:
    async with stage.session() as session:
        before = await session.refresh_schema()
        stage.server.stage(PATH, reply)
        after = await session.refresh_schema(anew=True)
        assert (before.schema, before.read_at) == (after.schema, after.read_at)
        assert isinstance(after.problem, kind)
        stage.server.stage(PATH, Reply(body={"tables": [OURS]}))
        assert (await session.refresh_schema(anew=True)).problem is None


async def test_a_schema_that_cannot_be_kept_is_used_all_the_same(stage: Stage) -> None:
    (stage.folder / "taken").write_text("a file")
    async with stage.session(SchemaCache(stage.folder / "taken")) as session:
        found = await session.refresh_schema()
    assert "Ours_CL" in found.schema
    assert isinstance(found.problem, StoreError)


async def test_a_switch_forgets_the_schema_of_the_other_tenant(stage: Stage) -> None:
    async with stage.session() as session:
        await session.refresh_schema()
        profile = session.profile
        await session.switch_to(None)
        assert load_schema() is (await session.hunting_schema()).schema
        await session.switch_to(profile)
        assert "Ours_CL" in (await session.hunting_schema()).schema
        assert 1 == stage.asked


async def test_the_columns_of_one_table_are_asked_for_by_a_query(stage: Stage) -> None:
    names = ("ColumnName", "ColumnOrdinal", "DataType", "ColumnType")
    rows = [("A", 0, "System.Int64", "long"), ("B", 1, "System.SByte", "bool")]
    answer = {
        "schema": [{"name": name, "type": "String"} for name in names],
        "results": [dict(zip(names, row, strict=True)) for row in rows],
    }
    stage.server.stage(RUN, Reply(body=answer))
    async with stage.session() as session:
        found = await session.read_columns("Odd table")
        assert found is await session.hunting_schema()
    assert b'[\\"Odd table\\"] | getschema' in stage.server.asked[-1].body
    table = found.schema.table("Odd table")
    assert table is not None
    assert (Column("A", "long"), Column("B", "bool")) == table.columns


async def test_columns_of_two_tables_that_are_asked_for_at_once_are_both_kept(
    stage: Stage,
) -> None:
    names = ("ColumnName", "ColumnType")
    answer = {
        "schema": [{"name": name, "type": "String"} for name in names],
        "results": [dict(zip(names, ("A", "long"), strict=True))],
    }
    stage.server.stage(RUN, Reply(body=answer))
    async with stage.session() as session:
        await asyncio.gather(session.read_columns("One"), session.read_columns("Two"))
        known = await session.hunting_schema()
    assert {"One", "Two"} <= {table.name for table in known.schema}


class SlowCache(SchemaCache):
    """A disk that gives nothing back until it may."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def load(self, owner: SchemaOwner) -> KeptSchema | None:
        self.is_asked.set()
        assert self.may_answer.wait(10)
        return super().load(owner)


async def test_a_schema_that_comes_after_a_switch_is_not_that_of_the_next_tenant(
    stage: Stage,
) -> None:
    async with stage.session() as session:
        await session.refresh_schema()
    stage.clock.time += timedelta(days=2)
    stage.server.stage(PATH, REFUSED)
    disk = SlowCache(stage.folder / "schema")
    async with stage.session(disk) as session:
        profile = session.profile
        assert profile is not None
        late = asyncio.create_task(session.refresh_schema())
        await asyncio.to_thread(disk.is_asked.wait, 10)
        await session.switch_to(replace(profile, name="other", client_id="other"))
        disk.may_answer.set()
        await late
        assert "Ours_CL" not in (await session.hunting_schema()).schema


async def test_a_table_that_the_tenant_lacks_is_told_and_changes_nothing(stage: Stage) -> None:
    message = "'take' operator: Failed to resolve table or column expression named 'EmailEvents'"
    stage.server.stage(RUN, Reply(400, {"error": {"code": "BadRequest", "message": message}}))
    async with stage.session() as session:
        with pytest.raises(QueryInvalid):
            await session.read_columns("EmailEvents")
        assert load_schema() is (await session.hunting_schema()).schema
