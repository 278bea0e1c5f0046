"""The list of profiles beside the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import CachePlace, CustomerTenant
from defender_tui.ui.credentials.name_entry import NameEntry
from defender_tui.ui.credentials.profile_pane import ProfileList, deletion_question
from defender_tui.ui.credentials.profile_rows import ProfileRow
from defender_tui.ui.screens.credentials import CredentialsScreen
from defender_tui.ui.widgets.confirm import Confirm

from .fakes_credentials import PROFILE, FakeCredentials, Host
from .rendered import HOSTILE, clickable_actions, screen_lines, screen_text, unsafe_characters

WIDE, NARROW = (120, 40), (80, 24)


def opened(session: FakeCredentials) -> Host:
    return Host(CredentialsScreen(session))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def value_of(pilot: Pilot[None], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field} Input", Input).value


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.full), NARROW])
async def test_a_profile_is_edited_without_being_switched_to(size: tuple[int, int]) -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pressed(pilot, "f8", "down", "enter")
        assert "lab" == value_of(pilot, "name")
        assert (PROFILE, 1) == (session.profile, session.generation)
        assert "contoso-soc is at work. The form holds lab." in screen_text(app)


async def test_one_key_works_with_the_profile_under_the_cursor() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pressed(pilot, "f8", "down", "s")
        assert session.profile is not None
        assert "lab" == session.profile.name
        assert "● lab" in screen_text(app)
        assert "lab" == value_of(pilot, "name")


async def test_the_keys_of_the_list_stand_in_the_footer_only_while_it_has_the_focus() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "d Duplicate" not in screen_lines(app)[-1]
        await pressed(pilot, "f8")
        assert "s Work with it  n New  d Duplicate  x Delete" in screen_lines(app)[-1]


async def test_letters_typed_into_a_field_do_nothing_to_a_profile() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "end", "x", "d", "s", "n")
        assert "contoso-socxdsn" == value_of(pilot, "name")
        assert ("contoso-soc", "lab") == session.names


async def test_what_was_typed_is_dropped_only_when_agreed() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "end", "2", "f8", "down", "enter")
        assert isinstance(pilot.app.screen, Confirm)
        await pressed(pilot, "escape")
        assert "contoso-soc2" == value_of(pilot, "name")
        await pressed(pilot, "enter")
        await pressed(pilot, "y")
        assert "lab" == value_of(pilot, "name")


async def test_a_new_profile_starts_with_an_empty_form() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "f8", "n")
        assert ("default", "") == (value_of(pilot, "name"), value_of(pilot, "tenant"))
        assert "The form holds a new profile." in screen_text(app)


async def test_a_copy_asks_for_a_name_that_is_free_and_comes_into_the_form() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "f8", "down", "d")
        entry = pilot.app.screen
        assert isinstance(entry, NameEntry)
        entry.query_one(Input).value = "contoso-soc"
        await pressed(pilot, "enter")
        assert "There is a profile “contoso-soc” already." in screen_text(app)
        entry.query_one(Input).value = "lab-2"
        await pressed(pilot, "enter")
        assert ("contoso-soc", "lab", "lab-2") == session.names
        assert "lab-2" == value_of(pilot, "name")


async def test_deleting_asks_first_and_goes_on_with_the_next_profile() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "f8", "x")
        assert isinstance(pilot.app.screen, Confirm)
        await pressed(pilot, "escape")
        assert "contoso-soc lab" == " ".join(session.names)
        await pressed(pilot, "x", "y")
        assert "lab" == " ".join(session.names)
        assert "lab ▾" in screen_lines(app)[0]


@pytest.mark.parametrize(
    ("place", "secrets"),
    [
        (SecretPlace.KEYRING, "Its secrets in this machine's keyring go with it."),
        (SecretPlace.RUN, "What was typed for it in this run goes with it."),
        (SecretPlace.ENVIRONMENT, "The application and its files stay"),
    ],
)
def test_the_question_before_deleting_says_what_goes(place: SecretPlace, secrets: str) -> None:
    profile = replace(PROFILE, credential=ClientSecret(place))
    question = deletion_question(ProfileRow(profile.name, profile)).plain
    assert question.startswith("Delete the profile contoso-soc (contoso.example)?")
    assert secrets in question
    assert "kept on disk" not in question
    on_disk = replace(profile, cache=CachePlace.DISK)
    question = deletion_question(ProfileRow(profile.name, on_disk)).plain
    assert "Its incidents that are kept on disk go with it." in question


@pytest.mark.full
async def test_a_profile_from_outside_is_listed_as_not_stored_and_not_deleted() -> None:
    profile = replace(PROFILE, name="env", credential=ClientSecret(SecretPlace.ENVIRONMENT))
    session = FakeCredentials(profile, names=())
    app = opened(session)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pressed(pilot, "f8", "x")
        assert "not stored" in screen_text(app)
        assert not isinstance(pilot.app.screen, Confirm)


@pytest.mark.full
async def test_a_profile_whose_settings_are_wrong_is_listed_with_its_problem() -> None:
    session = FakeCredentials()
    session.problems["lab"] = ConfigError("Profile “lab”: tenant_id is missing.")
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "tenant_id is missing." in screen_text(app)


@pytest.mark.full
async def test_a_partner_takes_one_line_that_counts_its_tenants() -> None:
    tenants = (CustomerTenant("A", "a.example"), CustomerTenant("B", "b.example"))
    session = FakeCredentials()
    session.others["lab"] = replace(PROFILE, name="lab", tenants=tenants)
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "lab  2 tenants" in screen_text(app)
        assert 1 == screen_text(app).count("lab  ")


@pytest.mark.full
async def test_escape_leaves_the_list_for_the_form_in_a_narrow_terminal() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "f8")
        assert pilot.app.screen.query_one(ProfileList).has_focus
        await pressed(pilot, "escape")
        assert "Client secret" in screen_text(app)


async def test_hostile_problems_and_tenant_names_stay_text() -> None:
    hostile = " ".join(HOSTILE)
    session = FakeCredentials()
    session.problems["lab"] = ConfigError(f"Profile “lab”: {hostile}")
    session.profile = replace(PROFILE, tenant_name=hostile)
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)
