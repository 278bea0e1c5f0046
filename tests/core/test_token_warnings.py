"""A token that will be refused, or that is not what it seems, is told before it is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.claims import DecodedToken
from defender_tui.core.resources import Resource
from defender_tui.core.token_warnings import TokenUse, WarningKind, warnings_for

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"
APP = "00001111-aaaa-2222-bbbb-3333cccc4444"
HEADER = {"typ": "JWT", "alg": "RS256"}
GOOD: Mapping[str, object] = {
    "aud": "https://api.security.microsoft.com",
    "iat": int(NOW.timestamp()) - 600,
    "nbf": int(NOW.timestamp()) - 600,
    "exp": int(NOW.timestamp()) + 3300,
    "appid": APP,
    "idtyp": "app",
    "roles": ["Incident.Read.All"],
    "tid": TENANT,
    "ver": "1.0",
}
USE = TokenUse(
    now=NOW,
    held_for=Resource.XDR,
    audience="https://api.security.microsoft.com",
    tenant_id=TENANT,
    client_id=APP,
)


def kinds(changes: Mapping[str, object], use: TokenUse = USE) -> list[WarningKind]:
    """Give what is warned of when these claims of a good token are changed."""
    return [found.kind for found in warnings_for(DecodedToken(HEADER, {**GOOD, **changes}), use)]


def text(changes: Mapping[str, object], use: TokenUse = USE) -> str:
    """Give the only warning's words."""
    (found,) = warnings_for(DecodedToken(HEADER, {**GOOD, **changes}), use)
    assert found.remedy
    return f"{found.text} {found.remedy}"


def test_a_good_token_is_not_warned_of() -> None:
    assert [] == kinds({})


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (WarningKind.EXPIRED, {"exp": int(NOW.timestamp())}),
        (WarningKind.EXPIRING, {"exp": int(NOW.timestamp()) + 299}),
        (WarningKind.NOT_YET_VALID, {"nbf": int(NOW.timestamp()) + 90}),
        (WarningKind.WRONG_AUDIENCE, {"aud": "https://graph.microsoft.com"}),
        (WarningKind.WRONG_AUDIENCE, {"aud": "https://vendor.example"}),
        (WarningKind.MDE_FOR_XDR, {"aud": "https://api.securitycenter.microsoft.com"}),
        (
            WarningKind.MDE_FOR_XDR,
            {"aud": "https://securitycenter.onmicrosoft.com/windowsatpservice"},
        ),
        (WarningKind.NO_ROLES, {"roles": []}),
        (WarningKind.USER_TOKEN, {"scp": "Incident.Read"}),
        (WarningKind.OTHER_TENANT, {"tid": "99998888-7777-6666-5555-444433332222"}),
        (WarningKind.OTHER_APP, {"appid": "99998888-7777-6666-5555-444433332222"}),
        (WarningKind.UNUSUAL_VERSION, {"ver": "2.0"}),
    ],
)
def test_each_fault_is_told_alone(kind: WarningKind, changes: Mapping[str, object]) -> None:
    assert [kind] == kinds(changes)


@pytest.mark.parametrize(
    ("words", "skew_s"),
    [
        (None, 59.0),
        (None, -59.0),
        ("90 s ahead of the server's", 90.0),
        ("10 min behind the server's", -600.0),
    ],
)
def test_a_clock_that_is_off_is_told_with_how_far(words: str | None, skew_s: float) -> None:
    use = replace(USE, skew_s=skew_s)
    if words is None:
        assert [] == kinds({}, use)
    else:
        assert words in text({}, use)


def test_the_answers_own_end_counts_and_not_the_claim() -> None:
    use = replace(USE, expires_at=NOW - timedelta(seconds=1))
    assert [WarningKind.EXPIRED] == kinds({}, use)


def test_a_wrong_audience_names_both_apis_and_the_one_to_ask_for() -> None:
    said = text({"aud": "https://graph.microsoft.com"})
    assert "Defender XDR refuses it: it is for Microsoft Graph." in said
    assert "https://api.security.microsoft.com" in said


def test_an_audience_of_a_custom_host_is_no_wrong_one() -> None:
    use = replace(USE, audience="https://relay.example/xdr")
    assert [] == kinds({"aud": "https://relay.example/xdr/"}, use)


def test_a_pasted_token_for_endpoint_is_told_from_one_for_xdr() -> None:
    pasted = TokenUse(now=NOW)
    mde = {"aud": "https://api.securitycenter.microsoft.com", "roles": ["Machine.Read.All"]}
    assert [WarningKind.MDE_FOR_XDR] == kinds(mde, pasted)
    assert [] == kinds({}, pasted)


def test_a_key_vault_token_needs_no_roles() -> None:
    use = replace(USE, held_for=Resource.KEYVAULT, audience="https://vault.azure.net")
    assert [] == kinds({"aud": "https://vault.azure.net", "roles": []}, use)


def test_a_user_without_app_roles_is_not_told_to_grant_them() -> None:
    assert [WarningKind.USER_TOKEN] == kinds({"scp": "Incident.Read", "roles": []})


def test_a_tenant_known_by_its_domain_is_not_compared() -> None:
    assert [] == kinds({}, replace(USE, tenant_id="contoso.example"))


def test_ids_are_compared_without_case() -> None:
    use = replace(USE, tenant_id=TENANT.upper(), client_id=APP.upper())
    assert [] == kinds({}, use)


def test_an_unsigned_token_is_called_so() -> None:
    found = warnings_for(DecodedToken({"alg": "none"}, GOOD), USE)
    assert [WarningKind.UNSIGNED] == [one.kind for one in found]


def test_what_presses_most_comes_first() -> None:
    changes = {"exp": 0, "aud": "https://graph.microsoft.com", "roles": [], "tid": "x"}
    assert [
        WarningKind.EXPIRED,
        WarningKind.WRONG_AUDIENCE,
        WarningKind.OTHER_TENANT,
        WarningKind.NO_ROLES,
    ] == kinds(changes)


def test_the_vendors_sample_token_for_key_vault_is_long_expired(reference: Path) -> None:
    sample = reference / "samples" / "token-app-only-decoded.json"
    parts = json.loads(sample.read_text(encoding="utf-8"))
    found = warnings_for(DecodedToken(parts["header"], parts["payload"]), TokenUse(now=NOW))
    assert [WarningKind.EXPIRED] == [one.kind for one in found]


json_values = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())


@given(st.dictionaries(st.sampled_from([*GOOD, "scp", "azp"]), json_values), json_values)
def test_claims_of_every_kind_can_be_warned_of(claims: dict[str, object], alg: object) -> None:
    for use in (USE, TokenUse(now=NOW)):
        for found in warnings_for(DecodedToken({"alg": alg}, claims), use):
            assert found.text
            assert found.remedy
