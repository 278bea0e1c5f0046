"""Pasted tokens are read for what they say, and never trusted."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.claim_rows import claim_rows, header_rows
from defender_tui.core.claims import MAX_TOKEN_CHARS, DecodedToken, decode_token
from defender_tui.core.errors import ProtocolError
from defender_tui.core.secret import Secret

KEY = "a key of the tests that is long enough for HS256"
V1: dict[str, object] = {
    "aud": "https://api.security.microsoft.com",
    "iss": "https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/",
    "iat": 1795392000,
    "exp": 1795395900,
    "appid": "00001111-aaaa-2222-bbbb-3333cccc4444",
    "appidacr": "1",
    "roles": ["Incident.Read.All", "AdvancedHunting.Read.All"],
    "oid": "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",
    "tid": "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    "ver": "1.0",
}
V2: dict[str, object] = {
    "aud": "11112222-bbbb-3333-cccc-4444dddd5555",
    "azp": "00001111-aaaa-2222-bbbb-3333cccc4444",
    "azpacr": "2",
    "exp": 1795395900,
    "ver": "2.0",
}


def signed(claims: dict[str, object], **header: object) -> str:
    """Make a token of these claims."""
    return jwt.encode(claims, KEY, algorithm="HS256", headers=header or None)


def decoded(claims: dict[str, object]) -> DecodedToken:
    """Make a token of these claims and read it again."""
    return decode_token(Secret(signed(claims)))


def test_a_v1_token_tells_its_api_application_roles_and_end() -> None:
    token = decoded(V1)
    assert "https://api.security.microsoft.com" == token.audience
    assert "00001111-aaaa-2222-bbbb-3333cccc4444" == token.client_id
    assert ("Incident.Read.All", "AdvancedHunting.Read.All") == token.roles
    assert datetime(2026, 11, 23, 1, 5, tzinfo=UTC) == token.expires_at
    assert "by client secret" == token.authenticated_by
    assert token.is_app_only


def test_a_v2_token_names_the_application_in_its_own_way() -> None:
    token = decoded(V2)
    assert "00001111-aaaa-2222-bbbb-3333cccc4444" == token.client_id
    assert "by certificate or assertion" == token.authenticated_by
    assert () == token.roles


def test_the_header_is_read_too() -> None:
    token = decode_token(Secret(signed(V1, kid="key-1", nonce="abc")))
    assert {"alg": "HS256", "kid": "key-1", "nonce": "abc"}.items() <= token.header.items()
    rows = {row.name: row for row in header_rows(token)}
    assert "key-1" == rows["kid"].value
    assert "cannot verify" in rows["nonce"].meaning
    assert [*token.header] == [row.name for row in header_rows(token)]


@pytest.mark.parametrize(
    "dress",
    [
        "{}",
        "Bearer {}",
        "bearer {}\n",
        "BEARER\t{}",
        '"{}"',
        "'{}'",
        '"Bearer {}"',
        'Bearer "{}"',
        "\r\n  {}  \r\n",
        "Bearer%20{}",
        "Authorization: Bearer {}",
        "AUTHORIZATION:bearer {}\r\n",
        "authorization=Bearer%20{}",
        '-H "Authorization: Bearer {}" \\',
        '"Authorization": "Bearer {}",',
        '{{"token_type": "Bearer", "expires_in": 3599, "access_token": "{}"}}',
        '  "access_token": "{}",',
        "{{'access_token': '{}'}}",
        '"{{\\"access_token\\": \\"{}\\"}}"',
        '{{"accessToken": "{}", "expiresOn": "2026-11-23"}}',
        "access_token={}&token_type=Bearer",
        '"{}\\n"',
        "`{}`",
        "<{}>",
    ],
)
def test_what_people_copy_along_with_a_token_does_no_harm(dress: str) -> None:
    assert V1 == decode_token(Secret(dress.format(signed(V1)))).claims


def test_a_token_wrapped_by_a_mail_or_terminal_is_read() -> None:
    token = signed(V1)
    wrapped = "\r\n ".join(token[at : at + 64] for at in range(0, len(token), 64))
    assert V1 == decode_token(Secret(wrapped)).claims


def _part(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


HEADER = _part(b'{"alg":"HS256","typ":"JWT"}')


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("nothing to decode", ""),
        ("nothing to decode", " \r\n"),
        ("nothing to decode", "Bearer "),
        ("here is no dot", "not a token"),
        ("here are two", "a.b"),
        ("here are 7", "a.b.c.d.e.f.g"),
        ("an id \\(GUID\\)", "11111111-2222-4333-8444-555555555555"),
        ("client secret", "abc8Q~abcdefghijklmnopqrstuvwxyz0123456789"),
        ("shortened", f"{HEADER}.{HEADER[:9]}...{HEADER[9:]}.AAAA"),
        ("shortened", "eyJ0eXAiOi <truncated> wGWqJUdDA"),
        ("shortened", "eyJ0eXAiOi…"),
        ("encrypted", "a.b.c.d.e"),
        ("cut or changed", "a.b.c"),
        ("cut or changed", f"{HEADER}.{_part(b'{')}.AAAA"),
        ("cut or changed", f"{HEADER}.{_part(bytes([0xFF, 0xFE, 0xFD]))}.AAAA"),
        ("no header", f"{_part(b'[]')}.{_part(b'{}')}.AAAA"),
        ("header part is not base64url", f"e%yJ.{_part(b'{}')}.AAAA"),
        ("header part is not JSON", f"{_part(b'hello')}.{_part(b'{}')}.AAAA"),
        ("claims part is not JSON", f"{HEADER}.{_part(b'{')}.AAAA"),
        ("signature is not base64url", f"{HEADER}.{_part(b'{}')}.ü"),
        ("no claims", f"{HEADER}.{_part(b'[1]')}.AAAA"),
        ("too long", "x" * (MAX_TOKEN_CHARS + 1)),
        ("cut or changed", f"{HEADER}.{_part(b'[' * 60_000)}.AAAA"),
    ],
)
def test_what_is_no_token_is_refused_in_one_clear_line(told: str, text: str) -> None:
    with pytest.raises(ProtocolError, match=told) as caught:
        decode_token(Secret(text))
    assert caught.value.hint
    assert "\n" not in caught.value.message


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        token = decode_token(Secret(text))
    except ProtocolError:
        return
    assert isinstance(token.claims, dict)


@given(st.binary(), st.binary(), st.binary())
def test_any_three_parts_are_read_or_refused(header: bytes, payload: bytes, end: bytes) -> None:
    try:
        token = decode_token(Secret(".".join(map(_part, (header, payload, end)))))
    except ProtocolError:
        return
    assert isinstance(token.claims, dict)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
claim_names = st.sampled_from([*V1, *V2, "nbf", "scp", "idtyp", "xms_cc", "anything"])


@given(st.dictionaries(claim_names, json_values))
def test_claims_of_every_kind_can_be_read(claims: dict[str, object]) -> None:
    token = decode_token(
        Secret(f"{HEADER}.{_part(json.dumps(claims, ensure_ascii=True).encode())}.AAAA")
    )
    assert set(claims) == {row.name for row in claim_rows(token)}
    assert all(isinstance(role, str) for role in token.roles)
    assert token.expires_at is None or token.expires_at.tzinfo is UTC
    assert isinstance(token.is_app_only, bool)
    assert token.authenticated_by


@pytest.mark.parametrize(
    ("roles", "claim"),
    [
        ((), None),
        ((), "Incident.Read.All"),
        ((), {"a": 1}),
        (("a",), ["a", 1, None, ["b"]]),
        ((), []),
    ],
)
def test_roles_of_an_odd_kind_grant_nothing(roles: tuple[str, ...], claim: object) -> None:
    assert roles == DecodedToken({}, {"roles": claim}).roles


@pytest.mark.parametrize(
    "value", [None, True, "1795395900", 1e300, -1e300, 10**40, float("nan"), float("inf"), []]
)
def test_a_time_out_of_range_or_of_another_kind_is_no_time(value: object) -> None:
    assert DecodedToken({}, {"exp": value}).expires_at is None


@pytest.mark.parametrize(
    ("is_app_only", "claims"),
    [
        (True, {}),
        (True, {"idtyp": "app"}),
        (False, {"idtyp": "user"}),
        (False, {"scp": "Incident.Read"}),
        (False, {"upn": "ann@contoso.com"}),
        (False, {"unique_name": "ann@contoso.com"}),
        (False, {"preferred_username": "ann@contoso.com"}),
        (False, {"idtyp": "app", "scp": ""}),
        (True, {"oid": "1", "sub": "1"}),
        (True, {"sub": "1"}),
        (False, {"oid": "1", "sub": "2"}),
    ],
)
def test_a_users_token_is_told_from_an_applications(
    is_app_only: bool, claims: dict[str, object]
) -> None:
    assert is_app_only == DecodedToken({}, claims).is_app_only


@pytest.mark.parametrize(
    ("words", "proof"),
    [("public client", "0"), ("by client secret", "1"), ("not stated", "9"), ("not stated", None)],
)
def test_how_the_application_proved_itself_is_put_in_words(words: str, proof: str | None) -> None:
    assert words == DecodedToken({}, {"appidacr": proof}).authenticated_by
