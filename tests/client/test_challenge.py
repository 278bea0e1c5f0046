"""Claims that an API asks for are taken to the identity provider."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client import DefenderClient
from defender_tui.client.challenge import claims_asked
from defender_tui.core.errors import NotPermitted, TokenExpired
from tests.client.staged import TENANT, Reply, StagedServer

_ONE = "/graph/v1.0/security/incidents/29"
_CLAIMS = {"access_token": {"nbf": {"essential": True, "value": "1604106651"}}}
_TOKENS = f"/{TENANT}/oauth2/v2.0/token"


def _challenge(letters: str) -> str:
    return f'Bearer realm="", error="insufficient_claims", claims="{letters}"'


def _encoded(claims: object) -> str:
    return base64.b64encode(json.dumps(claims).encode()).decode()


@pytest.mark.parametrize("status", [401, 403])
async def test_the_next_token_is_asked_for_with_the_claims_of_the_challenge(
    client: DefenderClient, server: StagedServer, status: int
) -> None:
    header = {"WWW-Authenticate": _challenge(_encoded(_CLAIMS))}
    body = {"error": {"code": "InvalidAuthenticationToken", "message": "challenged"}}
    server.stage(_ONE, Reply(status, body, header), Reply(body={"id": "29"}))
    assert "29" == (await client.incidents.get("29")).id
    assert [{}, _CLAIMS["access_token"]] == [_without_capability(form) for form in _forms(server)]


def _forms(server: StagedServer) -> list[dict[str, list[str]]]:
    return [parse_qs(one.body.decode()) for one in server.asked if one.path == _TOKENS]


def _without_capability(form: dict[str, list[str]]) -> dict[str, object]:
    """Give what else the claims ask for, having seen that they say we take challenges."""
    asked: dict[str, object] = json.loads(form["claims"][0])["access_token"]
    assert {"values": ["CP1"]} == asked.pop("xms_cc")
    return asked


async def test_a_second_challenge_in_a_row_is_told_and_not_answered_for_ever(
    client: DefenderClient, server: StagedServer
) -> None:
    header = {"WWW-Authenticate": _challenge(_encoded(_CLAIMS))}
    body = {"error": {"code": "InvalidAuthenticationToken", "message": "challenged"}}
    server.stage(_ONE, Reply(401, body, header))
    with pytest.raises(TokenExpired, match="challenged") as caught:
        await client.incidents.get("29")
    assert 2 == len(server.api_calls(_ONE))
    assert 2 == server.tokens_given
    assert caught.value.hint


async def test_a_403_without_a_challenge_costs_no_token(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(_ONE, Reply(403, {"error": {"code": "Forbidden", "message": "No."}}))
    with pytest.raises(NotPermitted):
        await client.incidents.get("29")
    assert 1 == server.tokens_given


def test_the_vendors_sample_is_read(reference: Path) -> None:
    sample = (reference / "samples/cae-claims-challenge-decoded.json").read_text(encoding="utf-8")
    asked = claims_asked(_challenge(_encoded(json.loads(sample))))
    assert asked is not None
    assert json.loads(sample) == json.loads(asked)


@given(st.dictionaries(st.text(), st.text()), st.booleans(), st.booleans())
def test_claims_are_read_with_and_without_padding_in_either_alphabet(
    claims: dict[str, str], is_padded: bool, is_for_urls: bool
) -> None:
    encode = base64.urlsafe_b64encode if is_for_urls else base64.b64encode
    letters = encode(json.dumps(claims).encode()).decode()
    asked = claims_asked(_challenge(letters if is_padded else letters.rstrip("=")))
    assert asked is not None
    assert claims == json.loads(asked)


@given(st.text())
def test_a_header_of_any_text_asks_for_nothing_or_for_json(text: str) -> None:
    for header in (text, _challenge(text), f"insufficient_claims {text}"):
        asked = claims_asked(header)
        assert asked is None or isinstance(json.loads(asked), dict)


@pytest.mark.parametrize(
    "header",
    [
        "",
        'Bearer error="invalid_token"',
        f'Bearer claims="{_encoded(_CLAIMS)}"',
        _challenge(_encoded([1])),
        _challenge("!!!"),
        _challenge("A"),
    ],
)
def test_what_is_no_challenge_asks_for_nothing(header: str) -> None:
    assert claims_asked(header) is None
