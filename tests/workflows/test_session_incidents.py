"""The session's queue and changes, over HTTP to a staged service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConfigError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.preferences import PreferenceFile
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.incident_changes import Changed, Moved, NotChanged
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.client.conftest import profile_for
from tests.client.staged import Reply, StagedServer, serving

LIST = "/graph/v1.0/security/incidents"
ALERT = {"id": "a", "title": "Mimikatz", "evidence": [{"verdict": "malicious"}]}
INCIDENT = {"id": "7", "displayName": "Worm", "status": "active", "alerts": [ALERT]}
SEEN = Incident("7", title="Worm", status="active")


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        running.stage(LIST, Reply(body={"value": [INCIDENT]}))
        running.stage(f"{LIST}/7", Reply(body=INCIDENT))
        yield running


@asynccontextmanager
async def opened(
    server: StagedServer, folder: Path, authority: trustme.CA
) -> AsyncIterator[Session]:
    """Open a session on the service."""
    secrets = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    kept = PreferenceFile(folder)
    session = Session(SessionParts(MemoryProfiles(), secrets, preferences=kept))
    profile: Profile = profile_for(server, folder, authority)
    await session.save_profile(profile, {SecretPurpose.CLIENT_SECRET: Secret("s")})
    yield session
    await session.close()


async def test_a_list_leaves_the_evidence_to_whoever_opens_an_incident(
    server: StagedServer, tmp_path: Path, authority: trustme.CA
) -> None:
    async with opened(server, tmp_path, authority) as session:
        found = {}
        for is_listed in (True, False):
            async for step in session.load_queue(IncidentFilter(), listed=is_listed, anew=True):
                found[is_listed] = step.incidents[0]
    assert () == found[True].evidence
    assert 1 == len(found[False].evidence)
    assert ("Mimikatz", "Mimikatz") == tuple(
        one.alerts[0].title for one in found.values() if one.alerts
    )


async def test_a_change_reads_first_and_tells_how_it_ended(
    server: StagedServer, tmp_path: Path, authority: trustme.CA
) -> None:
    async with opened(server, tmp_path, authority) as session:
        seen = await session.load_incident("7")
        made = await session.change(seen, IncidentChange(assigned_to="kim@x.example"))
        moved = await session.change(
            Incident("7", title="Phish", status="active"), IncidentChange(status="resolved")
        )
    assert isinstance(made, Changed)
    assert isinstance(moved, Moved)
    assert ["title"] == [one.field for one in moved.differences]
    methods = [call.method for call in server.api_calls()]
    assert ["GET", "GET", "PATCH", "GET", "GET"] == methods


async def test_what_cannot_be_changed_does_not_stop_the_others(
    server: StagedServer, tmp_path: Path, authority: trustme.CA
) -> None:
    changes = [
        (SEEN, IncidentChange(status="redirected")),
        (SEEN, IncidentChange(tags=("vip",))),
    ]
    async with opened(server, tmp_path, authority) as session:
        refused, made = [one async for one in session.change_all(changes)]
    assert isinstance(refused, NotChanged)
    assert isinstance(refused.error, ConfigError)
    assert isinstance(made, Changed)
    assert 1 == [call.method for call in server.api_calls()].count("PATCH")


async def test_an_answer_for_the_tenant_before_a_switch_does_not_enter_the_queue_after_it(
    server: StagedServer, tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = INCIDENT | {"lastUpdateDateTime": "2026-11-23T08:00:00Z"}
    server.stage(LIST, Reply(body={"value": [dated]}))
    async with opened(server, tmp_path, authority) as session:

        async def titles() -> list[str | None]:
            steps = [step async for step in session.load_queue(IncidentFilter())]
            return [one.title for one in steps[-1].incidents]

        async def answered_late(_incident_id: str) -> Incident:
            await session.switch_to(session.profile)
            assert ["Worm"] == await titles()
            return Incident("7", title="Of the tenant before")

        await titles()
        monkeypatch.setattr((await session.client()).incidents, "get", answered_late)
        await session.load_incident("7")
        server.stage(LIST, Reply(body={"value": []}))
        assert ["Worm"] == await titles()


async def test_what_is_chosen_on_a_screen_is_kept_on_disk(
    server: StagedServer, tmp_path: Path, authority: trustme.CA
) -> None:
    async with opened(server, tmp_path, authority) as session:
        await session.keep_preferences("incidents", {"me": "kim@x.example"})
    kept = await asyncio.to_thread(PreferenceFile(tmp_path).load, "incidents")
    assert {"me": "kim@x.example"} == kept
