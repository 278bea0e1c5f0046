"""What is done with a token on its screen: warnings, grants, code, other APIs, saving."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from defender_tui.core.custom_resource import CustomResource
from defender_tui.core.errors import StoreError
from defender_tui.core.resources import Resource
from defender_tui.core.signature import SignatureState, SignatureVerdict
from defender_tui.ui.screens.token import TokenScreen
from defender_tui.ui.widgets.form import FieldInput

from .fakes_credentials import (
    GRAPH_ROLES,
    NOW,
    PROFILE,
    XDR_ROLES,
    FakeTokens,
    Host,
    access_token,
    app_claims,
    jwt_text,
)
from .rendered import HOSTILE, clickable_actions, screen_lines, screen_text, unsafe_characters
from .test_token_screen import paste, settled, with_graph_token

WIDE, NARROW = (120, 40), (80, 24)
EVERY_SIZE = pytest.mark.parametrize("size", [WIDE, NARROW])


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def at_once(app: Host) -> str:
    """Give what can be read without scrolling, with its lines joined."""
    return " ".join(" ".join(line.split("│")[-1] for line in screen_lines(app)).split())


@EVERY_SIZE
async def test_warnings_stand_above_the_fold(size: tuple[int, int]) -> None:
    session = FakeTokens()
    session.clock_skew_s = 400.0
    session.tokens[Resource.GRAPH] = access_token(Resource.GRAPH)
    app = Host(TokenScreen(session))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "! This machine's clock is 6 min behind the server's." in at_once(app)
        assert "! It holds no roles: the API answers 403 to everything." in at_once(app)


async def test_a_pasted_token_of_another_tenant_and_app_is_told_with_what_to_do() -> None:
    claims = app_claims(Resource.XDR, XDR_ROLES)
    claims |= {"tid": "99998888-7777-4666-8555-444433332222"}
    claims |= {"appid": "11118888-7777-4666-8555-444433332222"}
    app = Host(TokenScreen(FakeTokens()))
    async with app.run_test(size=WIDE) as pilot:
        await paste(pilot, jwt_text(claims))
        assert "another tenant than the profile's: 99998888" in at_once(app)
        assert "another application than the profile's: 11118888" in at_once(app)
        assert "Switch to its profile" in at_once(app)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("signature: verified", SignatureVerdict.VERIFIED),
        ("signature: BY A STRANGER (no such key)", SignatureVerdict.BY_STRANGER),
        ("signature: not checked (no such key)", SignatureVerdict.NOT_FETCHED),
        ("signature: cannot be checked by third parties", SignatureVerdict.NOT_CHECKABLE),
    ],
)
async def test_the_signature_is_checked_by_itself(words: str, verdict: SignatureVerdict) -> None:
    session = with_graph_token()
    session.signature = SignatureState(verdict, "no such key", "key-1")
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert words in at_once(app)
        await press(pilot, "down", "up")
        assert 1 == len(session.checked)


async def test_a_pasted_tokens_signature_is_checked_only_when_asked() -> None:
    session = FakeTokens()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await paste(pilot, jwt_text(app_claims(Resource.XDR, XDR_ROLES)))
        assert [] == session.checked
        assert "not checked yet: k checks it" in at_once(app)
        await press(pilot, "k")
        assert 1 == len(session.checked)
        assert "signature: verified" in at_once(app)


async def test_a_role_granted_since_is_told_apart_from_the_roles_held() -> None:
    session = FakeTokens()
    session.tokens[Resource.XDR] = access_token(Resource.XDR, XDR_ROLES)
    session.grants = {Resource.XDR: (*XDR_ROLES, "Incident.ReadWrite.All")}
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "down")
        told = "Granted in Entra, not in this token yet: Incident.ReadWrite.All. F5 gets a new one."
        assert told in at_once(app)
        session.roles[Resource.XDR] = session.grants[Resource.XDR]
        await press(pilot, "f5")
        assert "Granted in Entra: the same roles." in at_once(app)


async def test_without_a_directory_role_it_says_which_would_let_us_compare() -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "reading that takes Application.Read.All" in at_once(app)


@EVERY_SIZE
async def test_a_missing_role_is_granted_in_three_ways_each_to_copy(size: tuple[int, int]) -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "g")
        assert "in order to" in screen_text(app)
        await press(pilot, "enter")
        assert "Grant SecurityIncident.ReadWrite.All on Microsoft Graph" in screen_text(app)
        for _ in range(3):
            assert "Esc Close" in screen_text(app)
            await press(pilot, "y", "right")
        portal, az, powershell = app.copied
        assert "Grant admin consent" in portal
        assert "az ad app permission add" in az
        assert "New-MgServicePrincipalAppRoleAssignment" in powershell


async def test_the_portal_way_opens_the_apps_page(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    app = Host(TokenScreen(with_graph_token()))
    monkeypatch.setattr(app, "open_url", opened.append)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "g", "enter", "o")
    assert ["https://entra.microsoft.com"] == [url[:27] for url in opened]
    assert PROFILE.client_id in opened[0]


async def test_with_every_role_there_is_nothing_to_grant() -> None:
    session = FakeTokens()
    roles = ("Incident.ReadWrite.All", "AdvancedHunting.Read.All")
    session.tokens[Resource.XDR] = access_token(Resource.XDR, roles)
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "down", "g")
        assert "Nothing is missing" in screen_text(app)


async def test_dropping_tokens_leaves_none_in_hand() -> None:
    session = with_graph_token()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "D")
        assert {} == session.tokens
        assert "Every token in hand was dropped" in screen_text(app)
        assert "● valid" not in screen_text(app)


@EVERY_SIZE
async def test_a_token_for_a_typed_audience_gets_a_row_of_its_own(size: tuple[int, int]) -> None:
    session = FakeTokens()
    app = Host(TokenScreen(session))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n")
        app.screen.query_one(FieldInput).value = "loganalytics"
        await press(pilot, "enter")
        assert "an App ID URI with its scheme" in screen_text(app)
        app.screen.query_one(FieldInput).value = "https://api.loganalytics.io/.default"
        await press(pilot, "enter")
        wanted = CustomResource("https://api.loganalytics.io")
        assert [wanted] == session.asked_customs
        assert "loganaly" in screen_text(app)
        assert "for another API" in screen_text(app)
        await press(pilot, "f5")
        assert [wanted, wanted] == session.asked_customs
        await press(pilot, "D")
        assert "loganaly" in screen_text(app)


@EVERY_SIZE
async def test_the_token_request_is_shown_as_code_in_each_language(size: tuple[int, int]) -> None:
    app = Host(TokenScreen(with_graph_token()))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "left_square_bracket", "left_square_bracket")
        for _ in range(4):
            await press(pilot, "y", "l")
        assert ["# Set", "# Set", "# Set", "// Se"] == [code[:5] for code in app.copied]
        assert all("/oauth2/v2.0/token" in code for code in app.copied)
        await press(pilot, "V", "y")
        assert "/oauth2/token" in app.copied[-1]
        assert "AZURE_CLIENT_SECRET" in screen_text(app)


async def test_all_claims_are_copied_as_json_without_the_signature() -> None:
    session = with_graph_token()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "Y")
    copied = json.loads(app.copied[0])
    assert list(GRAPH_ROLES) == copied["claims"]["roles"]
    assert "RS256" == copied["header"]["alg"]
    assert session.tokens[Resource.GRAPH].value.reveal().split(".")[2] not in app.copied[0]


async def test_a_token_is_saved_only_after_saying_what_that_means() -> None:
    session = with_graph_token()
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "e")
        assert "token itself, in clear" in screen_text(app)
        assert "act as the app" in screen_text(app)
        assert [] == session.saved_tokens
        await press(pilot, "escape")
        assert [] == session.saved_tokens
        await press(pilot, "e", "enter")
        assert [Path("token-graph.txt")] == [file for file, _token in session.saved_tokens]
        assert "readable by you alone" in screen_text(app)


async def test_a_token_that_cannot_be_saved_says_why() -> None:
    session = with_graph_token()
    session.save_error = StoreError("token-graph.txt is a link.", hint="Choose another name.")
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "e", "enter")
        assert "Could not save the token" in screen_text(app)
        assert "token-graph.txt is a link." in screen_text(app)


async def test_hostile_ids_and_findings_stay_text() -> None:
    every = " ".join(HOSTILE)
    session = FakeTokens(replace(PROFILE, client_id=every, tenant_name=every))
    session.signature = SignatureState(SignatureVerdict.NOT_FETCHED, every, every)
    claims = app_claims(Resource.GRAPH) | {"tid": every, "appid": every}
    session.tokens[Resource.GRAPH] = access_token(Resource.GRAPH, HOSTILE)
    session.grants = {Resource.GRAPH: (every,)}
    app = Host(TokenScreen(session))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        assert set() == unsafe_characters(app)
        for keys in (("l",), ("l",), ("l",), ("l",), ("V",), ("e", "escape")):
            await press(pilot, *keys)
            assert set() == unsafe_characters(app)
            assert [] == clickable_actions(app)
        await press(pilot, "g", "enter", "right", "right")
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)
        await press(pilot, "escape")
        await paste(pilot, jwt_text(claims))
        assert set() == unsafe_characters(app)


async def test_expiry_is_warned_of_when_its_time_comes() -> None:
    session = with_graph_token()
    screen = TokenScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        session.time = NOW.replace(hour=23)
        screen.tick()
        await settled(pilot)
        assert "! It has expired: every API refuses it." in at_once(app)
