from __future__ import annotations

from dataclasses import replace

import pytest

from defender_tui.core.profiles import ApiChoice
from defender_tui.core.resources import Resource
from defender_tui.core.zones import Zone
from defender_tui.ui.widgets.frame import state_ends, state_line, token_state

from .fakes import NOW, PROFILE
from .fakes_credentials import access_token

TOKEN = access_token(Resource.GRAPH, minutes=58)


@pytest.mark.parametrize("width", [58, 78, 98, 118, 200])
def test_tenant_and_token_are_told_at_any_width(width: int) -> None:
    line = state_line(PROFILE, ApiChoice.GRAPH, TOKEN, NOW, width=width)
    assert "contoso.example" in line.plain
    assert "token 58 min" in line.plain
    assert line.cell_length <= width


def test_a_wide_line_names_profile_cloud_api_and_time() -> None:
    line = state_line(PROFILE, ApiChoice.XDR, TOKEN, NOW, width=118).plain
    for part in ("defender-tui", "contoso-soc", "public · XDR", "UTC 14:03"):
        assert part in line


@pytest.mark.parametrize("width", [58, 78, 118])
def test_the_hunts_of_the_last_minute_are_told_once_there_were_some(width: int) -> None:
    _, state = state_ends(PROFILE, ApiChoice.GRAPH, TOKEN, NOW, width=width, hunts=12)
    assert "hunts 12/min  token 58 min" in state.plain
    _, state = state_ends(PROFILE, ApiChoice.GRAPH, TOKEN, NOW, width=width, hunts=0)
    assert "hunts" not in state.plain


def test_a_long_tenant_gives_way_before_the_token_does() -> None:
    profile = replace(PROFILE, tenant_name="a-very-long-tenant-name-indeed.onmicrosoft.example")
    line = state_line(profile, ApiChoice.GRAPH, TOKEN, NOW, width=40)
    assert line.plain.endswith("token 58 min")
    assert line.cell_length <= 40


def test_without_a_profile_the_line_says_so() -> None:
    assert "no profile yet" in state_line(None, None, None, NOW, width=78).plain


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(58, "token 58 min"), (1300, "token 21 h"), (0.5, "token 30 s"), (-1, "token expired")],
)
def test_a_token_tells_what_it_has_left(minutes: float, words: str) -> None:
    assert words == token_state(access_token(Resource.GRAPH, minutes=minutes), NOW).plain


def test_no_token_is_told_too() -> None:
    assert "no token" == token_state(None, NOW).plain


PARTNER = replace(PROFILE, name="partner-soc", tenant_name="Northwind Traders")


@pytest.mark.parametrize("width", [78, 118])
def test_a_partner_always_sees_profile_customer_cloud_and_api(width: int) -> None:
    line = state_line(PARTNER, ApiChoice.GRAPH, TOKEN, NOW, width=width).plain
    assert "partner-soc ▾  Northwind Traders · public · Graph" in line
    assert line.rstrip().endswith("UTC 14:03")


def test_the_clock_goes_before_the_cloud_does() -> None:
    profile = replace(PARTNER, tenant_name="Northwind Traders (Wholesale)")
    line = state_line(profile, ApiChoice.GRAPH, TOKEN, NOW, width=78).plain
    assert "Northwind Traders (Wholesale) · public · Graph" in line
    assert line.endswith("token 58 min")


def test_the_zone_of_times_is_told_beside_the_hunts_in_80_columns() -> None:
    where, state = state_ends(
        PROFILE, ApiChoice.GRAPH, TOKEN, NOW, width=78, hunts=12, zone=Zone.LOCAL
    )
    assert "contoso.example" in where.plain
    assert "hunts 12/min  token 58 min · local" in state.plain
