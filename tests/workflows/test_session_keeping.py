"""A profile with cache = disk has its queue at once at the next start, and it alone has it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import StoreError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import ApiChoice, CachePlace, Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import SecretName
from defender_tui.store.incident_cache import IncidentCache
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.incident_sync import QueueProgress
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts

ACTIVE = IncidentFilter(statuses=frozenset({"active"}))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[EmbeddedSandbox]:
    with EmbeddedSandbox(has_quota=False) as running:
        yield running


@pytest.fixture
def cache(tmp_path: Path) -> IncidentCache:
    return IncidentCache(tmp_path / "incidents")


@asynccontextmanager
async def a_run(
    sandbox: EmbeddedSandbox,
    cache: IncidentCache,
    *,
    api: ApiChoice = ApiChoice.GRAPH,
    place: CachePlace = CachePlace.DISK,
) -> AsyncIterator[Session]:
    """Start the program once, with a profile that keeps its queue there."""
    identity = sandbox.identity()
    profile = replace(identity.profile, incidents_api=api, cache=place)
    secrets = RunSecrets()
    await secrets.write(SecretName(profile.name), identity.secret)
    places = SecretPlaces(secrets, EnvironmentSecrets(), lambda: None)
    book = MemoryProfiles()
    book.save(profile)
    session = Session(SessionParts(book, places, incident_cache=cache))
    await session.start()
    try:
        yield session
    finally:
        await session.close()


async def read(session: Session, wanted: IncidentFilter = ACTIVE) -> list[QueueProgress]:
    steps = [step async for step in session.load_queue(wanted, listed=True)]
    assert steps[-1].is_complete
    await session.keep_queue()
    return steps


def files(cache: IncidentCache) -> list[Path]:
    return [one for one in cache.folder.rglob("*") if one.is_file()]


@pytest.mark.parametrize("api", list(ApiChoice))
async def test_the_next_run_begins_with_the_kept_list_and_asks_only_for_what_changed(
    sandbox: EmbeddedSandbox, cache: IncidentCache, api: ApiChoice
) -> None:
    async with a_run(sandbox, cache, api=api) as first:
        kept = (await read(first))[-1].incidents
    [file] = files(cache)
    written = file.stat().st_mtime_ns
    async with a_run(sandbox, cache, api=api) as second:
        steps = second.load_queue(ACTIVE, listed=True)
        at_once = await anext(steps)
        assert (kept, False) == (at_once.incidents, at_once.is_complete)
        assert at_once.kept_at is not None
        rest = [step async for step in steps]
        assert [(True, None, frozenset())] == [
            (one.is_complete, one.kept_at, one.news) for one in rest
        ]
        await second.keep_queue()
        assert written == file.stat().st_mtime_ns
        tagged = await second.change_incident(kept[3].id, IncidentChange(tags=(f"by {api}",)))
        await read(second)
    async with a_run(sandbox, cache, api=api) as third:
        [at_once, last] = await read(third)
        assert (f"by {api}",) == next(one.tags for one in at_once.incidents if one.id == tagged.id)
        assert at_once.incidents == last.incidents


async def test_neither_a_secret_nor_a_token_is_in_what_is_kept(
    sandbox: EmbeddedSandbox, cache: IncidentCache
) -> None:
    async with a_run(sandbox, cache) as session:
        await read(session)
        token = await session.acquire(Resource.GRAPH)
    [file] = files(cache)
    text = file.read_text(encoding="utf-8")
    assert "displayName" not in text
    for secret in (sandbox.identity().secret.reveal(), token.value.reveal()):
        assert secret not in text
        assert not any(part in text for part in secret.split(".") if len(part) > 20)


async def test_a_window_that_reaches_further_back_than_what_is_kept_is_read_whole(
    sandbox: EmbeddedSandbox, cache: IncidentCache
) -> None:
    async with a_run(sandbox, cache) as first:
        last = (await read(first))[-1]
        newest = max(one.last_updated for one in last.incidents if one.last_updated)
        await read(first, replace(ACTIVE, since=newest))
    async with a_run(sandbox, cache) as second:
        steps = await read(second)
    assert last.incidents == steps[-1].incidents
    assert all(one.kept_at is None for one in steps)


async def test_a_damaged_list_is_told_and_read_anew(
    sandbox: EmbeddedSandbox, cache: IncidentCache
) -> None:
    async with a_run(sandbox, cache) as first:
        await read(first)
    [file] = files(cache)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    async with a_run(sandbox, cache) as second:
        steps = await read(second)
    assert "were not used" in steps[0].remark
    assert not any(one.remark for one in steps[1:])
    assert all(one.kept_at is None for one in steps)
    assert file.read_bytes().count(b"\n") == whole.count(b"\n")


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_what_was_kept_goes_with_the_profile_and_with_its_wish_to_keep(
    sandbox: EmbeddedSandbox, cache: IncidentCache, *, is_deleted: bool
) -> None:
    async with a_run(sandbox, cache) as session:
        await read(session)
        assert files(cache)
        profile = session.profile
        assert profile is not None
        if is_deleted:
            await session.delete_profile(profile.name)
        else:
            await session.save_profile(replace(profile, cache=CachePlace.MEMORY), {})
            await read(session)
    assert [] == files(cache)


@pytest.mark.parametrize("field", ["tenant_id", "client_id", "hunts_per_minute"])
async def test_saving_another_tenant_or_application_drops_what_was_kept_for_the_former(
    sandbox: EmbeddedSandbox, cache: IncidentCache, field: str
) -> None:
    async with a_run(sandbox, cache) as session:
        await read(session)
        kept = files(cache)
        profile = session.profile
        assert kept
        assert profile is not None
        values: dict[str, Profile] = {
            "tenant_id": replace(profile, tenant_id="former.example"),
            "client_id": replace(profile, client_id="f" * 36),
            "hunts_per_minute": replace(profile, hunts_per_minute=7),
        }
        await session.save_profile(replace(profile, name="another", tenant_id="x.example"), {})
        assert kept == files(cache)
        await session.save_profile(values[field], {})
    assert (kept if field == "hunts_per_minute" else []) == files(cache)


async def test_a_list_that_cannot_be_dropped_is_told_after_the_profile_was_saved(
    sandbox: EmbeddedSandbox, cache: IncidentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    async with a_run(sandbox, cache) as session:
        await read(session)
        assert session.profile is not None
        changed = replace(session.profile, tenant_id="former.example")
        monkeypatch.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreError) as told:
            await session.save_profile(changed, {})
        monkeypatch.undo()
        assert told.value.message.startswith(f"The profile “{changed.name}” was saved. Could not")
        assert changed == session.profile == await session.load_profile(changed.name)


async def test_a_list_that_the_disk_refused_is_kept_after_the_next_reading(
    sandbox: EmbeddedSandbox, cache: IncidentCache
) -> None:
    cache.folder.write_text("a file stands in the way")
    async with a_run(sandbox, cache) as session:
        with pytest.raises(StoreError):
            await read(session)
        cache.folder.unlink()
        await read(session)
        assert 1 == len(files(cache))


async def test_a_profile_set_back_by_hand_loses_what_was_kept_at_the_next_reading(
    sandbox: EmbeddedSandbox, cache: IncidentCache
) -> None:
    async with a_run(sandbox, cache) as first:
        await read(first)
    async with a_run(sandbox, cache, place=CachePlace.MEMORY) as second:
        assert all(one.kept_at is None for one in await read(second))
    assert [] == files(cache)
