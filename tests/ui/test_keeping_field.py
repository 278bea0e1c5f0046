"""The form says where the incident list is kept, and offers the disk only where one is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Select

from defender_tui.core.profiles import CachePlace, Profile
from defender_tui.ui.credentials.form import CredentialForm
from defender_tui.ui.credentials.keeping_field import KeepingField
from defender_tui.ui.screens.credentials import CredentialsScreen

from .fakes_credentials import PROFILE, FakeCredentials, Host
from .rendered import screen_text

FOLDER = Path("/cache/defender-tui/incidents")
ON_DISK = replace(PROFILE, cache=CachePlace.DISK)


def with_a_disk(profile: Profile | None = PROFILE) -> FakeCredentials:
    session = FakeCredentials(profile)
    session.incident_folder = FOLDER
    return session


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def go_to_the_field(pilot: Pilot[None]) -> None:
    pilot.app.screen.query_one("#cache Select", Select).focus()
    await settled(pilot)


async def choose_by_keys(pilot: Pilot[None], *, step: str) -> None:
    await go_to_the_field(pilot)
    await pilot.press("enter", step, "enter")
    await settled(pilot)


def words_on(app: Host) -> str:
    """Give the text of the form's side of the screen, its lines joined."""
    return " ".join(
        " ".join(line.partition("│")[0].split()) for line in screen_text(app).splitlines()
    )


async def test_the_disk_is_chosen_with_keys_said_with_its_place_and_saved() -> None:
    session = with_a_disk()
    app = Host(CredentialsScreen(session))
    async with app.run_test(size=(80, 60)) as pilot:
        await choose_by_keys(pilot, step="down")
        said = words_on(app)
        assert f"Folder: {FOLDER}/{PROFILE.name} " in said
        assert "unencrypted, for you alone" in said
        assert "until D on Incidents" in said
        assert pilot.app.screen.query_one(CredentialForm).is_edited
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert [ON_DISK] == [profile for profile, _typed in session.saved]


async def test_going_back_to_memory_says_that_saving_deletes_and_a_reset_takes_it_back() -> None:
    app = Host(CredentialsScreen(with_a_disk(ON_DISK)))
    async with app.run_test(size=(80, 60)) as pilot:
        await choose_by_keys(pilot, step="up")
        assert "Saving deletes what is kept on disk." in words_on(app)
        assert CachePlace.MEMORY is pilot.app.screen.query_one(CredentialForm).draft.cache
        app.under_test.query_one(CredentialForm).fill(ON_DISK, ())
        await settled(pilot)
        assert CachePlace.DISK is pilot.app.screen.query_one(KeepingField).place
        assert str(FOLDER) in words_on(app)


async def test_a_name_that_is_no_profiles_name_is_not_made_part_of_the_place() -> None:
    app = Host(CredentialsScreen(with_a_disk(replace(ON_DISK, name="../elsewhere"))))
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        assert f"Folder: {FOLDER} " in words_on(app)


async def test_where_nothing_is_kept_the_choice_is_not_offered_and_its_setting_stays() -> None:
    session = FakeCredentials(ON_DISK)
    app = Host(CredentialsScreen(session))
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        assert "Keep incidents" not in screen_text(app)
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert [ON_DISK] == [profile for profile, _typed in session.saved]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_choice_and_all_its_words_are_seen_at_once(size: tuple[int, int]) -> None:
    app = Host(CredentialsScreen(with_a_disk()))
    async with app.run_test(size=size) as pilot:
        await choose_by_keys(pilot, step="down")
        assert "Keep incidents in" in screen_text(app)
        assert f"Folder: {FOLDER}/{PROFILE.name}" in words_on(app)
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await go_to_the_field(pilot)
        assert f"Folder: {FOLDER}/{PROFILE.name}" in words_on(app)
