"""The session: which profile opens, where secrets go, and what a test of credentials shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.changes import IncidentChange
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import ConfigError, CredentialsRejected, NotPermitted, StoreError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret, SecretName, SecretPurpose
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.profiles import ProfileFile
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.credential_test import Step, StepState, TestStep
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.client.conftest import profile_for
from tests.client.staged import TENANT, Reply, StagedServer, serving

LIST = "/graph/v1.0/security/incidents"
TOKEN = f"/{TENANT}/oauth2/v2.0/token"
WRONG_SECRET = {"error": "invalid_client", "error_codes": [7000215]}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        running.stage(LIST, Reply(body={"value": [{"id": "7", "displayName": "Worm"}]}))
        yield running


@pytest.fixture
def profile(server: StagedServer, tmp_path: Path, authority: trustme.CA) -> Profile:
    return profile_for(server, tmp_path, authority)


def places(keyring: RunSecrets | None = None) -> SecretPlaces:
    """Give the places of a machine; a keyring stands in by the same protocol when wanted."""
    return SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: keyring)


def typed(secret: str) -> dict[SecretPurpose, Secret]:
    """Give a client secret as the form hands it over."""
    return {SecretPurpose.CLIENT_SECRET: Secret(secret)}


async def _steps(
    session: Session, draft: Profile, given: Mapping[SecretPurpose, Secret]
) -> list[TestStep]:
    return [step async for step in session.test_credentials(draft, given)]


async def test_without_any_profile_the_session_starts_and_says_where_to_go() -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    await session.start()
    assert session.profile is None
    with pytest.raises(ConfigError, match="No profile"):
        await session.acquire(Resource.GRAPH)


async def test_the_named_profile_wins_over_the_default_and_an_unknown_one_is_named(
    tmp_path: Path, profile: Profile
) -> None:
    book = ProfileFile(tmp_path)
    await asyncio.to_thread(book.save, profile)
    session = Session(SessionParts(book, places(), start_with="absent"))
    with pytest.raises(ConfigError, match="absent"):
        await session.start()
    assert (profile.name,) == session.profile_names()


async def test_the_environments_profile_opens_only_when_none_is_stored(profile: Profile) -> None:
    session = Session(SessionParts(MemoryProfiles(), places(), fallback=profile))
    await session.start()
    assert profile == session.profile


async def test_a_saved_profile_is_current_at_once_and_found_again_later(
    tmp_path: Path, profile: Profile
) -> None:
    keyring = RunSecrets()
    first = Session(SessionParts(ProfileFile(tmp_path), places(keyring)))
    await first.start()
    await first.save_profile(profile, typed("kept"))
    assert (await first.acquire(Resource.GRAPH)).roles
    await first.close()

    later = Session(SessionParts(ProfileFile(tmp_path), places(keyring)))
    await later.start()
    assert profile == later.profile
    assert (await later.acquire(Resource.GRAPH)).roles
    await later.close()
    assert "kept" not in (tmp_path / "config.toml").read_text()


async def test_a_secret_for_this_run_never_reaches_the_keyring(
    tmp_path: Path, profile: Profile
) -> None:
    keyring = RunSecrets()
    session = Session(SessionParts(ProfileFile(tmp_path), places(keyring)))
    await session.start()
    here = Profile.from_mapping(
        "run",
        {
            "tenant_id": TENANT,
            "client_id": profile.client_id,
            "credential": {"kind": "client_secret", "place": "run"},
        },
    )
    await session.save_profile(here, typed("fleeting"))
    assert await keyring.read(SecretName("run")) is None


async def test_a_keyring_that_refuses_leaves_profile_and_file_as_they_were(
    tmp_path: Path, profile: Profile
) -> None:
    class LockedKeyring(RunSecrets):
        async def write(self, name: SecretName, value: Secret) -> None:
            raise StoreError("locked", hint="unlock it")

    session = Session(SessionParts(ProfileFile(tmp_path), places(LockedKeyring())))
    await session.start()
    with pytest.raises(StoreError):
        await session.save_profile(profile, typed("s"))
    assert session.profile is None
    assert not (tmp_path / "config.toml").exists()


async def test_a_switch_makes_answers_on_the_way_stale_and_drops_the_tokens(
    profile: Profile,
) -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    await session.save_profile(profile, typed("s"))
    await session.acquire(Resource.GRAPH)
    before = session.generation
    await session.save_profile(profile, {})
    assert session.generation > before
    assert session.known_token(Resource.GRAPH) is None
    assert (await session.acquire(Resource.GRAPH)).roles
    await session.close()


async def test_a_good_draft_passes_every_step_in_order_without_being_saved(
    profile: Profile,
) -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    steps = await _steps(session, profile, typed("s"))
    assert list(Step) == [one.step for one in steps if one.state is StepState.PASSED]
    assert "newest incident 7" == steps[-1].detail
    assert () == session.profile_names()


async def test_a_wrong_secret_stops_at_its_step_with_the_remedy(
    profile: Profile, server: StagedServer
) -> None:
    server.stage(TOKEN, Reply(401, WRONG_SECRET))
    session = Session(SessionParts(MemoryProfiles(), places()))
    last = (await _steps(session, profile, typed("s")))[-1]
    assert (Step.SECRET, StepState.FAILED) == (last.step, last.state)
    assert isinstance(last.error, CredentialsRejected)
    assert last.error.hint


async def test_a_token_without_roles_fails_at_the_roles_and_names_some(
    profile: Profile, server: StagedServer
) -> None:
    server.roles = []
    session = Session(SessionParts(MemoryProfiles(), places()))
    last = (await _steps(session, profile, typed("s")))[-1]
    assert Step.ROLES == last.step
    assert isinstance(last.error, NotPermitted)
    assert "SecurityIncident.Read.All" in last.error.required


async def test_the_stored_secret_is_tried_when_none_is_typed(
    profile: Profile, server: StagedServer
) -> None:
    session = Session(SessionParts(MemoryProfiles(), places(RunSecrets())))
    await session.start()
    await session.save_profile(profile, typed("from-before"))
    steps = await _steps(session, profile, {})
    assert StepState.PASSED is steps[-1].state
    assert b"from-before" in next(one.body for one in server.asked if one.path == TOKEN)
    await session.close()


async def test_the_queue_keeps_what_matches_and_says_what_was_filtered_here(
    profile: Profile, server: StagedServer
) -> None:
    rows = [{"id": "1", "displayName": "Worm"}, {"id": "2", "displayName": "Phish"}]
    server.stage(LIST, Reply(body={"value": rows}))
    session = Session(SessionParts(MemoryProfiles(), places()))
    await session.save_profile(profile, typed("s"))
    seen = [one async for one in session.load_queue(IncidentFilter(text="phish"))]
    assert ["2"] == [one.id for one in seen[-1].incidents]
    assert (2, True, ("text",)) == (seen[-1].read_count, seen[-1].is_complete, seen[-1].local)
    await session.close()


async def test_a_change_that_cannot_be_is_refused_before_anything_is_sent(
    profile: Profile, server: StagedServer
) -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    await session.save_profile(profile, typed("s"))
    for change in (IncidentChange(), IncidentChange(status="redirected")):
        with pytest.raises(ConfigError):
            await session.change_incident("1", change)
    assert [] == server.api_calls()
    await session.close()


def test_a_machine_without_keyring_offers_this_run_first() -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    assert (SecretPlace.RUN, SecretPlace.ENVIRONMENT) == session.secret_places()
    assert ClientSecret().place is SecretPlace.KEYRING


async def test_a_client_that_is_being_opened_during_a_switch_is_not_kept(
    profile: Profile,
) -> None:
    session = Session(SessionParts(MemoryProfiles(), places()))
    await session.save_profile(profile, typed("s"))
    opening = asyncio.create_task(session.client())
    await asyncio.sleep(0)
    other = replace(profile, name="other")
    await session.switch_to(other)
    assert profile == (await opening).profile
    assert other == (await session.client()).profile
    await session.close()
