from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from textual import events
from textual.pilot import Pilot

from defender_tui.core.errors import CredentialsRejected
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from defender_tui.ui.screens.token import TokenScreen
from defender_tui.ui.token.detail import TokenDetail
from defender_tui.ui.token.raw import RawToken
from defender_tui.ui.widgets.form import SecretInput

from .fakes_credentials import (
    GRAPH_ROLES,
    PROFILE,
    FakeTokens,
    Host,
    access_token,
    app_claims,
    jwt_text,
)
from .rendered import (
    HOSTILE,
    clickable_actions,
    screen_lines,
    screen_text,
    unsafe_characters,
)

WIDE, NARROW = (120, 40), (80, 24)
REFUSED = CredentialsRejected(
    "No token: the client secret has expired.", hint="Add a new secret.", aadsts=7000222
)


def with_graph_token() -> FakeTokens:
    session = FakeTokens()
    session.tokens[Resource.GRAPH] = access_token(Resource.GRAPH, GRAPH_ROLES)
    return session


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


async def paste(pilot: Pilot[None], text: str) -> None:
    await pilot.press("p")
    await settled(pilot)
    pilot.app.screen.query_one(SecretInput).post_message(events.Paste(text))
    await settled(pilot)
    await pilot.press("enter")
    await pilot.app.workers.wait_for_complete()
    await settled(pilot)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_screen_opens_with_what_the_token_in_hand_allows(size: tuple[int, int]) -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        text = screen_text(app)
        assert "● valid" in text
        assert "58 min" in text
        assert "✓ browse incidents" in text
        assert "needs SecurityIncident.ReadWrite.All" in text
        assert "– not asked" in text


async def test_f5_gets_a_new_token_for_the_chosen_api_past_the_caches() -> None:
    session = FakeTokens()
    app = Host(TokenScreen(session))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("down", "f5")
        await settled(pilot)
        assert [(Resource.XDR, True)] == session.asked
        assert "XDR · app-only" in screen_text(app)


async def test_acquire_all_asks_for_the_three_apis_with_roles() -> None:
    session = FakeTokens()
    app = Host(TokenScreen(session))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("A")
        await settled(pilot)
        asked = {resource for resource, _fresh in session.asked}
        assert {Resource.GRAPH, Resource.XDR, Resource.MDE} == asked
        assert "○ no roles" in screen_text(app)


async def test_a_failure_shows_its_remedy_and_leaves_the_earlier_token() -> None:
    session = with_graph_token()
    session.errors[Resource.GRAPH] = REFUSED
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        text = screen_text(app)
        assert "Could not get a token for Microsoft Graph" in text
        assert "Add a new secret." in text
        assert "! refused" in text
        assert "✓ browse incidents" in text


async def test_a_closed_error_stays_closed_until_the_next_failure() -> None:
    session = FakeTokens()
    session.errors[Resource.GRAPH] = REFUSED
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        screen.look_for_switch()
        await settled(pilot)
        assert not screen.has_error
        await pilot.press("f5")
        await settled(pilot)
        assert screen.has_error


async def test_success_after_a_failure_closes_the_error() -> None:
    session = FakeTokens()
    session.errors[Resource.GRAPH] = REFUSED
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        session.errors.clear()
        await pilot.press("f5")
        await settled(pilot)
        assert not screen.has_error
        assert "● valid" in screen_text(app)


async def test_f5_stops_a_token_request_that_is_under_way() -> None:
    session = FakeTokens()
    session.holds = asyncio.Event()
    app = Host(TokenScreen(session))
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("f5")
        await pilot.press("f5")
        session.holds.set()
        await settled(pilot)
        assert "Stopped asking for a Graph token." in screen_text(app)
        assert {} == session.tokens


async def test_a_token_that_arrives_after_a_switch_of_profile_is_dropped() -> None:
    session = FakeTokens()
    session.holds = asyncio.Event()
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        session.generation = 2
        screen.look_for_switch()
        session.errors[Resource.GRAPH] = REFUSED
        session.holds.set()
        await settled(pilot)
        assert not screen.has_error
        assert "! refused" not in screen_text(app)


async def test_the_time_left_counts_down_by_itself() -> None:
    session = with_graph_token()
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        session.time += timedelta(minutes=55)
        screen.tick()
        await settled(pilot)
        assert "3 min 00 s" in screen_text(app)
        session.time += timedelta(minutes=5)
        screen.tick()
        await settled(pilot)
        assert "○ expired" in screen_text(app)


async def test_enter_shows_the_whole_claim_and_y_copies_it() -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("enter", "down", "y")
        await settled(pilot)
        assert ['["SecurityIncident.Read.All", "ThreatHunting.Read.All"]'] == app.copied
        await pilot.press("enter")
        await settled(pilot)
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert '"ThreatHunting.Read.All"' in screen_text(app)


@pytest.mark.parametrize(
    ("size", "tabs"),
    [
        (NARROW, ["Access", "Claims", "Header", "As code", "Raw"]),
        (WIDE, ["Claims", "Header", "As code", "Raw"]),
    ],
)
async def test_brackets_go_through_the_tabs_round_and_round(
    size: tuple[int, int], tabs: list[str]
) -> None:
    screen = TokenScreen(with_graph_token())
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "   ".join(tabs) in screen_text(app)
        detail = screen.query_one(TokenDetail)
        seen = []
        for _ in tabs:
            seen.append("As code" if detail.tab == "code" else detail.tab.capitalize())
            await pilot.press("right_square_bracket")
            await settled(pilot)
        assert tabs == seen
        await pilot.press("left_square_bracket", "enter")
        await settled(pilot)
        assert screen.query_one(RawToken).has_focus


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_copy_stands_in_its_place_among_the_keys_and_yields_to_the_errors(
    size: tuple[int, int],
) -> None:
    session = with_graph_token()
    app = Host(TokenScreen(session))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert screen_lines(app)[-1].startswith(" F5 Acquire")
        assert "y Copy" in screen_lines(app)[-1]
        session.errors[Resource.GRAPH] = REFUSED
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("y")
        assert "the client secret has expired" in app.copied[0]


async def test_the_raw_token_is_masked_until_asked_for_and_again_on_leaving() -> None:
    session = with_graph_token()
    token = session.tokens[Resource.GRAPH].value.reveal()
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert token[:40] not in screen_text(app)
        await pilot.press("v")
        await settled(pilot)
        assert token[:40] in screen_text(app)
        app.post_message(events.AppBlur())
        await settled(pilot)
        assert token[:40] not in screen_text(app)
        await pilot.press("v")
        await settled(pilot)
        screen.query_one(RawToken).expire()
        await settled(pilot)
        assert token[:40] not in screen_text(app)


async def test_another_rows_token_does_not_come_up_revealed() -> None:
    session = with_graph_token()
    session.tokens[Resource.XDR] = access_token(Resource.XDR)
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("v", "down")
        await settled(pilot)
        assert not app.screen.query_one(RawToken).is_revealed


async def test_the_token_is_copied_only_after_asking_with_the_tenant_named() -> None:
    session = with_graph_token()
    token = session.tokens[Resource.GRAPH].value.reveal()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("v", "y")
        await settled(pilot)
        assert [] == app.copied
        assert "contoso.example" in screen_text(app)
        await pilot.press("y")
        await settled(pilot)
        assert [token] == app.copied


async def test_a_pasted_token_is_decoded_here_and_shown_beside_the_others() -> None:
    session = FakeTokens()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        token = jwt_text(app_claims(Resource.XDR, ("Incident.Read.All",)))
        await paste(pilot, f"Bearer {token[:100]}\n{token[100:]}\n")
        text = screen_text(app)
        assert "Pasted · for XDR · app-only" in text
        assert "✓ browse incidents" in text
        assert [] == session.asked


async def test_a_pasted_text_that_is_no_token_says_so_and_loses_nothing() -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=WIDE) as pilot:
        await paste(pilot, "hello")
        text = screen_text(app)
        assert "Could not decode the token" in text
        assert "three parts with dots" in text
        assert "● valid" in text


async def test_a_pasted_token_is_never_drawn_while_it_is_being_pasted() -> None:
    app = Host(TokenScreen(FakeTokens()))
    token = jwt_text(app_claims(Resource.XDR))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settled(pilot)
        pilot.app.screen.query_one(SecretInput).post_message(events.Paste(token))
        await settled(pilot)
        assert token[:30] not in screen_text(app)
        assert f"{len(token):,} characters" in screen_text(app)


async def test_the_chosen_row_and_tab_survive_a_resize_and_new_tokens() -> None:
    session = with_graph_token()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "f5")
        await settled(pilot)
        await pilot.press("v", "v")
        await pilot.resize_terminal(*NARROW)
        await pilot.press("f5")
        await settled(pilot)
        assert "XDR · app-only" in screen_text(app)
        assert "characters. v shows them" in screen_text(app)


async def test_hostile_claims_and_errors_stay_text() -> None:
    every = " ".join(HOSTILE)
    session = FakeTokens(replace(PROFILE, tenant_name=every))
    session.errors[Resource.XDR] = CredentialsRejected(every, hint=every, trace_id=every)
    claims = {text: text for text in HOSTILE} | app_claims(Resource.GRAPH)
    claims |= {"aud": every, "ver": every, "roles": list(HOSTILE)}
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await paste(pilot, jwt_text(claims, {"alg": "RS256", "kid": every}))
        assert "‹U+202E›gnp.exe" in screen_text(app)
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)
        await pilot.press("enter", "end", "y", "v", "y")
        await settled(pilot)
        assert set() == unsafe_characters(app)
        await pilot.press("escape", "escape", "ctrl+home", "down", "f5")
        await settled(pilot)
        assert "! refused" in screen_text(app)
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)


async def test_a_claim_of_a_hundred_thousand_characters_does_not_hurt() -> None:
    claims = {**app_claims(Resource.GRAPH), "big": "x" * 100_000}
    app = Host(TokenScreen(FakeTokens()))
    async with app.run_test(size=WIDE) as pilot:
        await paste(pilot, jwt_text(claims))
        await pilot.press("enter", "end")
        await settled(pilot)
        assert "big" in screen_text(app)


async def test_a_token_nobody_can_read_is_still_a_token() -> None:
    session = FakeTokens()
    opaque = replace(access_token(Resource.GRAPH), value=Secret("opaque"), decoded=None)
    session.tokens[Resource.GRAPH] = opaque
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "? unreadable" in screen_text(app)
        assert "which is no fault" in screen_text(app)
