"""What Entra reads from strangers: any text is read as meant, or refused with a code."""

from __future__ import annotations

import contextlib
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.sandbox.entra.claims_request import read_claims_request
from defender_tui.sandbox.entra.jwt_parts import segment, taken_apart
from defender_tui.sandbox.entra.keys import base64url
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.json_value import JsonObject

_TEXT = st.text(st.characters(codec="utf-8"))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
)


@given(st.dictionaries(_TEXT, _TEXT))
def test_a_form_is_read_as_it_was_written(fields: dict[str, str]) -> None:
    assert fields == TokenForm.read(urlencode(fields).encode(), None).fields


@given(st.binary(), st.none() | _TEXT.map(lambda text: f"Basic {text}"))
def test_any_body_is_a_form_or_refused(body: bytes, authorization: str | None) -> None:
    with contextlib.suppress(SignInRefused):
        TokenForm.read(body, authorization)


@given(st.dictionaries(_TEXT, _JSON), st.dictionaries(_TEXT, _JSON), st.booleans())
def test_a_token_is_taken_apart_as_it_was_put_together(
    header: JsonObject, claims: JsonObject, is_padded: bool
) -> None:
    pad = "==" if is_padded else ""
    parts = taken_apart(f"{segment(header)}{pad}.{segment(claims)}{pad}.AAEC{pad}")
    assert (header, claims, b"\0\1\2") == (parts.header, parts.claims, parts.signature)


@given(_TEXT | st.lists(_TEXT, min_size=3, max_size=3).map(".".join))
def test_any_text_is_a_token_or_none(text: str) -> None:
    with contextlib.suppress(ValueError):
        taken_apart(text)


def test_json_that_is_nested_too_deeply_is_no_token() -> None:
    deep = base64url(b'{"a":' * 100_000)
    with pytest.raises(ValueError, match=r"\."):
        taken_apart(f"{deep}.{deep}.{deep}")


@given(_JSON)
def test_any_claims_are_understood_or_refused(claims: object) -> None:
    with contextlib.suppress(SignInRefused):
        read_claims_request(json.dumps({"access_token": claims}))
        read_claims_request(json.dumps(claims))
