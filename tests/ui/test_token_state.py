from __future__ import annotations

from datetime import timedelta

import pytest

from defender_tui.core.claim_rows import claim_rows
from defender_tui.core.claims import DecodedToken, decode_token
from defender_tui.core.errors import ConnectFailed, CredentialsRejected
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from defender_tui.core.tokens import AccessToken
from defender_tui.ui.token.rows import ClaimRows
from defender_tui.ui.token.shelf import TokenShelf
from defender_tui.ui.token.state import (
    TokenSlot,
    TokenState,
    pasted_slot,
    slot_for,
    time_from,
    time_left,
)
from defender_tui.ui.token.wording import access_facts, facts_line

from .fakes_credentials import (
    GRAPH_ROLES,
    NOW,
    FakeTokens,
    access_token,
    app_claims,
    jwt_text,
)


def access_words(slot: TokenSlot) -> str:
    return "\n".join(label.plain + value.plain for label, value in access_facts(slot))


def pasted(claims: dict[str, object]) -> tuple[Secret, DecodedToken]:
    value = Secret(jwt_text(claims))
    return value, decode_token(value)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3480, "58 min"),
        (300, "5 min"),
        (299, "4 min 59 s"),
        (61, "1 min 01 s"),
        (59, "59 s"),
        (0, "expired"),
        (-5, "expired"),
        (86_399, "23 h 59 min"),
    ],
)
def test_time_left_counts_seconds_only_in_the_last_five_minutes(seconds: int, words: str) -> None:
    assert words == time_left(NOW + timedelta(seconds=seconds), NOW)


def test_a_claims_time_is_told_as_seen_from_now() -> None:
    assert "in 58 min" == time_from(NOW + timedelta(minutes=58), NOW)
    assert "5 min ago" == time_from(NOW - timedelta(minutes=5), NOW)
    assert "3 days ago" == time_from(NOW - timedelta(days=3, hours=2), NOW)


def test_a_row_says_how_its_token_stands() -> None:
    good = access_token(Resource.GRAPH, GRAPH_ROLES)
    bare = access_token(Resource.MDE)
    failure = ConnectFailed("Nobody answered.")
    opaque = AccessToken(Resource.GRAPH, Secret("opaque"), NOW + timedelta(hours=1), None)
    states = [
        slot_for(Resource.GRAPH, None).state(NOW),
        slot_for(Resource.GRAPH, good).state(NOW),
        slot_for(Resource.GRAPH, good).state(NOW + timedelta(hours=2)),
        slot_for(Resource.MDE, bare).state(NOW),
        slot_for(Resource.GRAPH, good, error=failure).state(NOW),
        slot_for(Resource.GRAPH, good, error=failure, is_asking=True).state(NOW),
        slot_for(Resource.GRAPH, opaque).state(NOW),
    ]
    assert [
        TokenState.NOT_ASKED,
        TokenState.VALID,
        TokenState.EXPIRED,
        TokenState.NO_ROLES,
        TokenState.FAILED,
        TokenState.ASKING,
        TokenState.UNREADABLE,
    ] == states


def test_a_key_vault_token_is_valid_without_roles() -> None:
    slot = slot_for(Resource.KEYVAULT, access_token(Resource.KEYVAULT))
    assert TokenState.VALID is slot.state(NOW)
    assert "Azure RBAC" in access_words(slot)


def test_a_missing_role_is_named_with_the_way_to_get_it() -> None:
    text = access_words(slot_for(Resource.GRAPH, access_token(Resource.GRAPH, GRAPH_ROLES)))
    assert "✓ browse incidents" in text
    assert "needs SecurityIncident.ReadWrite.All" in text
    assert "Roles appear only in new tokens" in text


def test_a_graph_token_says_that_others_cannot_check_its_signature() -> None:
    graph = facts_line(slot_for(Resource.GRAPH, access_token(Resource.GRAPH)), NOW).plain
    xdr = facts_line(slot_for(Resource.XDR, access_token(Resource.XDR)), NOW).plain
    assert graph.endswith("signature: cannot be checked by third parties")
    assert xdr == "XDR · app-only · v1 · by client secret · signature: not checked yet: k checks it"


@pytest.mark.parametrize(
    ("words", "header", "claims"),
    [
        (
            "Pasted · for Graph · app-only · v1 · by client secret · "
            "signature: cannot be checked by third parties",
            {"alg": "RS256", "kid": "k", "nonce": "n"},
            {"aud": "https://graph.microsoft.com", "appidacr": "1", "ver": "1.0"},
        ),
        (
            "Pasted · for XDR · app-only · v1 · by certificate or assertion · "
            "signature: not checked yet: k checks it",
            {"alg": "RS256", "kid": "k"},
            {"aud": "https://api.security.microsoft.com", "appidacr": "2", "ver": "1.0"},
        ),
        (
            "Pasted · for api://contoso · app-only · v2 · by client secret · "
            "signature: not checked yet: k checks it",
            {"alg": "RS256", "kid": "k"},
            {"aud": "api://contoso", "azp": "x", "azpacr": "1", "ver": "2.0"},
        ),
        (
            "Pasted · for XDR · a user's token · v1 · public client · "
            "signature: not checked yet: k checks it",
            {"alg": "RS256", "kid": "k"},
            {
                "aud": "https://api.security.microsoft.com",
                "scp": "Incident.Read",
                "appidacr": "0",
                "ver": "1.0",
            },
        ),
    ],
)
def test_a_pasted_token_of_each_kind_is_told_in_one_line(
    words: str, header: dict[str, object], claims: dict[str, object]
) -> None:
    value = Secret(jwt_text(claims, header))
    slot = pasted_slot(value, decode_token(value))
    assert words == facts_line(slot, NOW, None).plain


def test_a_token_in_its_last_minutes_is_expiring() -> None:
    slot = slot_for(Resource.GRAPH, access_token(Resource.GRAPH, GRAPH_ROLES, minutes=4.9))
    assert TokenState.EXPIRING is slot.state(NOW)


def test_a_refusal_is_told_from_a_failure_to_ask() -> None:
    refusal = CredentialsRejected("The client secret has expired.")
    assert TokenState.REFUSED is slot_for(Resource.GRAPH, None, error=refusal).state(NOW)
    failure = ConnectFailed("Nobody answered.")
    assert TokenState.FAILED is slot_for(Resource.GRAPH, None, error=failure).state(NOW)


def test_a_failed_attempt_leaves_the_earlier_token_readable() -> None:
    slot = slot_for(
        Resource.GRAPH, access_token(Resource.GRAPH, GRAPH_ROLES), error=ConnectFailed("No.")
    )
    text = access_words(slot)
    assert "this is the token from before" in text
    assert "✓ hunt" in text


def test_a_users_token_is_not_judged_by_app_roles() -> None:
    claims = {**app_claims(Resource.GRAPH), "scp": "User.Read"}
    slot = pasted_slot(*pasted(claims))
    assert TokenState.VALID is slot.state(NOW)
    assert "user's token" in access_words(slot)
    assert "a user's token" in facts_line(slot, NOW).plain


def test_a_token_for_a_foreign_api_is_shown_without_judgement() -> None:
    slot = pasted_slot(*pasted({**app_claims(Resource.GRAPH), "aud": "https://vendor.example"}))
    assert "another API" in access_words(slot)
    assert "for https://vendor.example" in facts_line(slot, NOW).plain


def test_expiry_is_shown_as_a_time_and_as_time_left() -> None:
    token = access_token(Resource.GRAPH).decoded
    assert token is not None
    rows = ClaimRows(claim_rows(token), lambda: NOW)
    at = next(row for row in range(rows.row_count) if rows.cells(row)[0].plain == "exp")
    _name, value, meaning = (cell.plain for cell in rows.cells(at))
    assert value.startswith("2026-11-23 15:01:05 UTC")
    assert "in 58 min" == meaning


def test_switching_profiles_forgets_failures_but_not_a_pasted_token() -> None:
    shelf = TokenShelf(FakeTokens())
    shelf.fail(Resource.GRAPH, ConnectFailed("No."))
    shelf.begin(Resource.XDR)
    shelf.put_pasted(pasted_slot(*pasted(app_claims(Resource.MDE, ("Machine.Read.All",)))))
    shelf.forget()
    states = [slot.state(NOW) for slot in shelf.slots()]
    assert [TokenState.NOT_ASKED] * 4 + [TokenState.VALID] == states
