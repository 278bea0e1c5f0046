"""Every claim is put in plain words, and a time is told from a number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.claim_rows import ClaimRow, claim_rows, claims_as_json, header_rows
from defender_tui.core.claims import DecodedToken

# What the vendor's list of claims names for tokens of applications.
DOCUMENTED = [
    "aud",
    "iss",
    "tid",
    "iat",
    "nbf",
    "exp",
    "appid",
    "azp",
    "appidacr",
    "azpacr",
    "idtyp",
    "oid",
    "sub",
    "roles",
    "scp",
    "wids",
    "idp",
    "uti",
    "aio",
    "rh",
    "xms_tcdt",
    "xms_idrel",
    "xms_ftd",
    "xms_cc",
    "ver",
]


def meaning(name: str, value: object) -> str:
    """Give what one claim of this value is said to mean."""
    (row,) = claim_rows(DecodedToken({}, {name: value}))
    return row.meaning


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_claim_of_an_applications_token_is_explained(name: str) -> None:
    assert meaning(name, "anything")


@pytest.mark.parametrize(
    ("told", "name", "value"),
    [
        ("Microsoft Graph", "aud", "https://graph.microsoft.com"),
        ("Defender XDR", "aud", "8ee8fdad-f234-4243-8f3b-15c294843740"),
        ("every other refuses it", "aud", "https://vendor.example"),
        ("an application, no user", "idtyp", "app"),
        ("by a client secret", "appidacr", "1"),
        ("by a certificate", "azpacr", "2"),
        ("public client", "appidacr", "0"),
        ("a v1 token", "ver", "1.0"),
        ("a v2 token", "ver", "2.0"),
        ("can answer continuous access", "xms_cc", ["CP1"]),
        ("not documented", "xms_something", "x"),
        ("", "zeta", "x"),
    ],
)
def test_a_claims_value_is_put_in_words(told: str, name: str, value: object) -> None:
    said = meaning(name, value)
    assert told in said if told else "" == said


@pytest.mark.parametrize(
    ("told", "name", "value"),
    [
        ("as Entra signs", "alg", "RS256"),
        ("no signature at all", "alg", "none"),
        ("Entra never does", "alg", "HS256"),
        ("the signature algorithm", "alg", "ES256"),
        ("others cannot verify", "nonce", "x"),
    ],
)
def test_the_header_is_explained_too(told: str, name: str, value: str) -> None:
    (row,) = header_rows(DecodedToken({name: value}, {}))
    assert told in row.meaning


@pytest.mark.parametrize(
    "sample", ["token-app-only-decoded.json", "token-defender-app-only-decoded-constructed.json"]
)
def test_the_vendors_sample_tokens_hold_nothing_unexplained(reference: Path, sample: str) -> None:
    parts = json.loads((reference / "samples" / sample).read_text(encoding="utf-8"))
    token = DecodedToken(parts["header"], parts["payload"])
    rows = (*claim_rows(token), *header_rows(token))
    assert [] == [row.name for row in rows if not row.meaning]


def test_claims_are_copied_as_json_with_the_header_and_without_the_signature() -> None:
    token = DecodedToken({"alg": "RS256"}, {"aud": "x", "roles": ["a"], "name": "Zoë"})
    copied: Mapping[str, object] = json.loads(claims_as_json(token))
    assert {"header": {"alg": "RS256"}, "claims": dict(token.claims)} == copied
    assert "Zoë" in claims_as_json(token)


def test_the_telling_claims_come_first_and_every_other_follows() -> None:
    token = DecodedToken({}, {"zeta": 1, "xms_ftd": "q", "exp": 0, "roles": ["a"], "aud": "x"})
    rows = claim_rows(token)
    assert ["aud", "roles", "exp", "zeta", "xms_ftd"] == [row.name for row in rows]
    assert ["x", '["a"]', "0", "1", "q"] == [row.value for row in rows]


def test_a_time_claim_is_readable_and_others_are_not_mistaken_for_times() -> None:
    rows = {row.name: row for row in claim_rows(DecodedToken({}, {"exp": 0, "zeta": 0}))}
    assert datetime(1970, 1, 1, tzinfo=UTC) == rows["exp"].time
    assert rows["zeta"] == ClaimRow("zeta", "0", "")


def test_what_nobody_documents_is_said_to_be_so() -> None:
    rows = {row.name: row.meaning for row in claim_rows(DecodedToken({}, {"xms_ftd": "", "b": 1}))}
    assert {"xms_ftd": "internal to Microsoft, not documented", "b": ""} == rows
