"""A refusal of the token endpoint tells an application's owner what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from defender_tui.core.aadsts import REMEDIES, auth_error, code_in, described
from defender_tui.core.clouds import CHINA, GCC_HIGH, PUBLIC
from defender_tui.core.errors import AuthError, ConsentRequired, CredentialsRejected
from defender_tui.core.portal import Asker

# The codes an application without a user can meet, by what must be done about them.
CREDENTIALS = (
    *(7000215, 7000222, 7000218, 700025, 700027, 50012, 700024, 50027, 50013, 50048, 700030),
    *(70021, 700211, 700212, 700213, 7002131, 700222, 700229, 70002),
)
CONSENT = (7000229, 70001, 501051, 50105, 65001, 90094, 650052, 650054, 650056, 650057)
OTHERS = (
    *(700016, 7000112, 90002, 900023, 50059, 50128, 90038, 900382, 900432, 500011, 50001),
    *(70011, 1002012, 700022, 700023, 901002, 9001023, 53003, 50131, 53011, 530032, 530035),
    *(50196, 90055, 90006, 90012, 90024, 90033, 900144, 90014, 90013, 90019, 90023, 9002313),
    *(70003, 700011, 500021, 500022, 70016, 70018, 70019),
)
TRANSIENT = (90006, 90012, 90024, 90033, 90055)
SENTENCE = "Some sentence of the provider."
TAILS = (
    " Trace ID: 0000aaaa Correlation ID: aaaa0000 Timestamp: 2026-01-09 02:02:12Z",
    "\r\nTrace ID: 0000aaaa\r\nCorrelation ID: aaaa0000\r\nTimestamp: 2026-01-09 02:02:12Z",
    "",
)
TENANT, CLIENT = "aaaabbbb-0000-cccc-1111-dddd2222eeee", "00001111-aaaa-2222-bbbb-3333cccc4444"
ASKER = Asker(TENANT, CLIENT, PUBLIC.authority)


def refused(code: int, error: str = "invalid_client", asker: Asker | None = None) -> AuthError:
    """Make the error for one code."""
    description = f"AADSTS{code}: {SENTENCE}"
    return auth_error(error=error, description=description, codes=(code,), asker=asker)


@pytest.mark.parametrize("code", [*CREDENTIALS, *CONSENT, *OTHERS])
@pytest.mark.parametrize("asker", [None, ASKER, Asker(TENANT, "", PUBLIC.authority)])
def test_every_documented_code_has_a_cause_and_a_step_of_its_own(
    code: int, asker: Asker | None
) -> None:
    error = refused(code, asker=asker)
    assert code == error.aadsts
    assert error.message.startswith("No token: ")
    assert SENTENCE not in error.message
    assert error.message.endswith(".")
    assert error.hint.endswith(".")
    assert "AADSTS" not in error.message + error.hint
    assert "{" not in error.message + error.hint


def test_the_codes_of_the_reference_are_all_known(reference: Path) -> None:
    text = (reference / "apis.md").read_text(encoding="utf-8")
    table = text.split("### 1.4 ")[1].split("### 1.5 ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if re.match(r"\| \d", line)]
    listed = {int(code) for row in rows for code in re.findall(r"\d+", row)}
    assert len(listed) > 60
    assert listed == set(REMEDIES)
    assert listed == {*CREDENTIALS, *CONSENT, *OTHERS}


@pytest.mark.parametrize("code", REMEDIES)
def test_a_remedy_fits_a_small_screen_and_names_no_key(code: int) -> None:
    remedy = REMEDIES[code]
    assert len(remedy.step) < 300
    assert not re.search(r"\bF\d+\b|[Cc]trl", remedy.step)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *((CredentialsRejected, code) for code in CREDENTIALS),
        *((ConsentRequired, code) for code in CONSENT),
        *((AuthError, code) for code in OTHERS),
    ],
)
@pytest.mark.parametrize("error", ["invalid_client", "invalid_grant"])
def test_a_code_decides_the_kind_of_error_whatever_word_comes_with_it(
    kind: type[AuthError], code: int, error: str
) -> None:
    assert kind is type(refused(code, error))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("value, not its id", 7000215),
        ("a GUID is the id", 7000215),
        ("expired", 7000222),
        ("tenant was not found", 90002),
        ("tenant does not know this application", 700016),
        ("clock", 700024),
        ("admin consent", 7000229),
        ("Conditional Access", 53003),
        ("Enterprise apps", 7000112),
        ("thumbprint", 700027),
    ],
)
def test_the_common_mistakes_are_named(words: str, code: int) -> None:
    error = refused(code)
    assert words in f"{error.message} {error.hint}"


@pytest.mark.parametrize("code", TRANSIENT)
def test_a_passing_fault_says_wait_and_change_nothing(code: int) -> None:
    hint = refused(code).hint
    assert "Wait" in hint
    assert "Nothing needs to be changed" in hint


@pytest.mark.parametrize("code", [700016, 7000229, 7000112])
def test_an_unknown_application_is_named_with_the_tenant_that_was_asked(code: int) -> None:
    message = refused(code, asker=ASKER).message
    assert TENANT in message
    assert CLIENT in message


def test_an_unknown_tenant_is_named() -> None:
    expected = "No token: the tenant contoso.com was not found."
    assert expected == refused(90002, asker=Asker("contoso.com", CLIENT, "")).message


@pytest.mark.parametrize(
    ("link", "code", "authority"),
    [
        ("https://entra.microsoft.com/#view/{blades}/Credentials/{app}", 7000215, PUBLIC.authority),
        ("https://entra.microsoft.us/#view/{blades}/CallAnAPI/{app}", 65001, GCC_HIGH.authority),
        (None, 7000215, CHINA.authority),
        (None, 7000215, "https://127.0.0.1:8443"),
        (None, 7000112, PUBLIC.authority),
    ],
)
def test_the_page_to_mend_it_on_is_linked_where_its_address_is_known(
    link: str | None, code: int, authority: str
) -> None:
    blades = "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~"
    expected = link and link.format(blades=blades, app=f"appId/{CLIENT}")
    error = refused(code, asker=Asker(TENANT, CLIENT, authority))
    assert expected == error.link
    assert expected == dict(error.details()).get("Open")


@pytest.mark.parametrize(
    ("telling", "codes"),
    [
        (700027, (50012, 700027)),
        (7000215, (70002, 7000215)),
        (90002, (999999, 90002)),
        (700213, (700213, 70021)),
        (50012, (50012,)),
    ],
)
def test_of_several_codes_the_one_that_tells_most_counts_and_all_are_listed(
    telling: int, codes: tuple[int, ...]
) -> None:
    error = auth_error(error="invalid_client", description="", codes=codes)
    assert telling == error.aadsts
    listed = dict(error.details())["Code"].split(", ")
    assert f"AADSTS{telling}" == listed[0]
    assert {f"AADSTS{code}" for code in codes} == set(listed)


def test_a_refused_assertion_shows_the_providers_reason_too() -> None:
    reason = "Client assertion failed signature validation. [Reason - The key was not found.]"
    error = auth_error(error="", description=f"AADSTS700027: {reason}{TAILS[0]}", codes=(700027,))
    assert reason == dict(error.details())["Entra said"]
    assert "Entra said" not in dict(refused(7000222).details())


@pytest.mark.parametrize("tail", TAILS)
def test_both_forms_of_a_description_are_cut_to_the_sentence(tail: str) -> None:
    assert SENTENCE == described(f"AADSTS7000215: {SENTENCE}{tail}")
    assert 7000215 == code_in(f"AADSTS7000215: {SENTENCE}{tail}")


@pytest.mark.parametrize("description", ["", "no code here", "AADSTS: none", "AADSTS12"])
def test_a_description_may_name_no_code(description: str) -> None:
    assert code_in(description) is None


@pytest.mark.parametrize("code", [50999, 999999])
def test_an_unknown_code_is_told_in_the_providers_words(code: int) -> None:
    error = refused(code)
    assert f"No token: {SENTENCE}" == error.message
    assert "trace and correlation id" in error.hint
    assert code == error.aadsts


def test_the_code_is_found_in_the_description_when_the_list_is_missing() -> None:
    error = auth_error(error="invalid_client", description=f"AADSTS7000222: {SENTENCE}{TAILS[1]}")
    assert isinstance(error, CredentialsRejected)
    assert 7000222 == error.aadsts


@pytest.mark.parametrize(
    ("kind", "error"), [(CredentialsRejected, "invalid_client"), (AuthError, "invalid_scope")]
)
def test_without_a_code_the_error_word_decides(kind: type[AuthError], error: str) -> None:
    refusal = auth_error(error=error, description="")
    assert kind is type(refusal)
    assert f"No token: {error}" == refusal.message


def test_an_answer_without_any_reason_still_makes_a_sentence() -> None:
    refusal = auth_error(error="", description="")
    assert "No token: The identity provider gave no reason." == refusal.message


def test_the_ids_that_support_asks_for_are_shown() -> None:
    error = auth_error(
        error="invalid_client",
        description="",
        codes=(7000215,),
        trace_id="trace-1",
        correlation_id="correlation-1",
    )
    assert (
        ("Code", "AADSTS7000215"),
        ("Trace", "trace-1"),
        ("Correlation", "correlation-1"),
    ) == error.details()
