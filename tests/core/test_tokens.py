"""A token's end and roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from defender_tui.core.claims import DecodedToken
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from defender_tui.core.tokens import AccessToken

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def token(decoded: DecodedToken | None) -> AccessToken:
    """Make a token that ends in a minute."""
    return AccessToken(Resource.XDR, Secret("eyJ.x.y"), NOW + timedelta(minutes=1), decoded)


def test_the_time_left_runs_down_and_below_zero() -> None:
    assert 60.0 == token(None).seconds_left(NOW)
    assert -1.0 == token(None).seconds_left(NOW + timedelta(seconds=61))


def test_a_token_that_cannot_be_read_has_no_known_roles() -> None:
    assert () == token(None).roles
    assert ("a",) == token(DecodedToken({}, {"roles": ["a"]})).roles


def test_a_shown_token_does_not_show_its_value() -> None:
    assert "eyJ" not in repr(token(None))
