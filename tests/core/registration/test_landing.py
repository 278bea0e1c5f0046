from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import CLOUDS, PUBLIC
from defender_tui.core.errors import ConfigError
from defender_tui.core.registration.consent import ConsentForm, consent_link
from defender_tui.core.registration.landing import Landing, LandingVerdict, read_landing
from defender_tui.core.resources import Resource

REDIRECT = "https://portal.azure.com"
STATE = "a8Zr-state_7"
TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


def read(query: str, *, redirect: str = REDIRECT) -> LandingVerdict:
    return read_landing(f"{redirect}/?{query}", redirect_uri=REDIRECT, state=STATE)


def link(form: ConsentForm, tenant: str = "") -> str:
    return consent_link(
        form, client_id=CLIENT, cloud=PUBLIC, redirect_uri=REDIRECT, state=STATE, tenant=tenant
    )


def test_the_authorize_form_is_the_documented_one_with_the_state_after_it() -> None:
    documented = (
        "https://login.microsoftonline.com/common/oauth2/authorize?prompt=consent"
        f"&client_id={CLIENT}&response_type=code&sso_reload=true"
    )
    expected = f"{documented}&redirect_uri={REDIRECT}&state={STATE}"
    assert expected == link(ConsentForm.AUTHORIZE)


def test_the_v2_form_names_one_api_and_goes_to_any_organization() -> None:
    expected = (
        f"https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id={CLIENT}"
        "&scope=https://api.security.microsoft.com/.default"
        f"&redirect_uri={REDIRECT}&state={STATE}"
    )
    assert expected == link(ConsentForm.ADMIN_V2)


def test_the_v1_form_goes_to_the_tenant_that_is_named() -> None:
    expected = (
        f"https://login.microsoftonline.com/{TENANT}/adminconsent?client_id={CLIENT}"
        f"&redirect_uri={REDIRECT}&state={STATE}"
    )
    assert expected == link(ConsentForm.ADMIN_V1, tenant=TENANT)


def test_values_in_a_link_stay_values() -> None:
    made = consent_link(
        ConsentForm.ADMIN_V1,
        client_id="x&admin_consent=True#",
        cloud=PUBLIC,
        redirect_uri="https://x.example/?a=b&c",
        state="s p",
    )
    assert 3 == len(made.partition("?")[2].split("&"))
    assert "#" not in made


def test_a_cloud_without_the_api_has_no_link_for_it() -> None:
    with pytest.raises(ConfigError):
        consent_link(
            ConsentForm.ADMIN_V2,
            client_id=CLIENT,
            cloud=CLOUDS["china"],
            redirect_uri=REDIRECT,
            state=STATE,
            api=Resource.GRAPH,
        )


def test_a_consent_is_told_and_its_tenant_is_only_claimed() -> None:
    verdict = read(f"admin_consent=True&tenant={TENANT}&state={STATE}&scope=x")
    assert (Landing.GRANTED, TENANT) == (verdict.landing, verdict.claimed_tenant)
    assert "get a token for that tenant" in verdict.next_step


def test_a_tenant_that_is_no_id_is_not_passed_on() -> None:
    verdict = read(f"admin_consent=True&tenant=%1b[2J&state={STATE}")
    assert verdict.is_granted
    assert verdict.claimed_tenant is None


def test_a_refusal_counts_though_it_says_that_consent_was_given() -> None:
    verdict = read(
        "admin_consent=True&error=consent_required"
        f"&error_description=AADSTS65004%3a+The+resource+owner+declined.&state={STATE}"
    )
    assert Landing.REFUSED is verdict.landing
    assert "did not agree" in verdict.words
    assert (65004, "The resource owner declined.") == (verdict.code, verdict.said)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "error=permission_denied&error_description=The+admin+canceled+the+request",
            "did not agree",
        ),
        ("error=access_denied&error_description=AADSTS65004", "did not agree"),
        ("error=consent_required&error_description=AADSTS90094%3A+x", "may not agree"),
        ("error=consent_required", "not given"),
        ("error=server_error&error_description=AADSTS90033%3A+later", "failed"),
        ("error=", "failed"),
    ],
)
def test_each_refusal_has_its_own_words(query: str, words: str) -> None:
    verdict = read(f"{query}&state={STATE}")
    assert Landing.REFUSED is verdict.landing
    assert words in verdict.words


def test_another_state_is_not_our_answer() -> None:
    verdict = read(f"admin_consent=True&tenant={TENANT}&state=stranger")
    assert Landing.OTHER_STATE is verdict.landing
    assert verdict.claimed_tenant is None


def test_a_refusal_with_another_state_says_both() -> None:
    verdict = read("error=access_denied&state=stranger")
    assert Landing.REFUSED is verdict.landing
    assert "sent last" in verdict.words


def test_a_refusal_without_any_state_is_no_strangers() -> None:
    assert "sent last" not in read("error=permission_denied").words


@pytest.mark.parametrize(
    "query", ["", "admin_consent=True", f"tenant={TENANT}&state={STATE}", "adm"]
)
def test_an_address_that_lost_its_end_is_asked_for_again(query: str) -> None:
    assert Landing.CUT_OFF is read(query).landing


@pytest.mark.parametrize(
    "redirect",
    [
        "https://portal.azure.com.evil.example",
        "http://portal.azure.com",
        "https://portal.azure.com:8443",
        "https://portal.azure.com/other",
        "https://portal.azure.com@evil.example",
        "https://me:pw@portal.azure.com",
    ],
)
def test_an_address_elsewhere_is_no_answer(redirect: str) -> None:
    verdict = read(f"admin_consent=True&state={STATE}", redirect=redirect)
    assert Landing.OTHER_ADDRESS is verdict.landing
    assert "pw" not in verdict.words


@pytest.mark.parametrize(
    "address", ["", "portal.azure.com", "javascript:alert(1)", "https://[", "x"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    verdict = read_landing(address, redirect_uri=REDIRECT, state=STATE)
    assert Landing.UNREADABLE is verdict.landing


def test_an_address_that_says_one_thing_twice_is_not_believed() -> None:
    verdict = read(f"admin_consent=True&state=stranger&state={STATE}")
    assert Landing.UNREADABLE is verdict.landing


def test_breaks_that_a_mail_put_in_do_no_harm() -> None:
    address = f" {REDIRECT}/?admin_consent=True\n &tenant={TENANT}\r\n&state={STATE}\n"
    assert read_landing(address, redirect_uri=REDIRECT, state=STATE).is_granted


def test_the_code_of_the_authorize_form_counts_as_an_answer() -> None:
    verdict = read(f"code=0.AAA&session_state=x&state={STATE}")
    assert verdict.is_granted
    assert "0.AAA" not in verdict.words + verdict.next_step


def test_consent_refused_in_so_many_words_is_a_refusal() -> None:
    assert Landing.REFUSED is read(f"admin_consent=False&state={STATE}").landing


@given(st.text(max_size=80))
def test_any_text_gets_a_verdict_and_only_our_state_a_good_one(text: str) -> None:
    for address in (text, f"{REDIRECT}/?{text}", f"{REDIRECT}/?admin_consent=True&state={text}"):
        verdict = read_landing(address, redirect_uri=REDIRECT, state=STATE)
        assert verdict.words
        assert not verdict.is_granted
