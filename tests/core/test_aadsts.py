"""A refusal of the token endpoint tells an application's owner what to do."""

from __future__ import annotations

import pytest

from defender_tui.core.aadsts import auth_error, code_in, described
from defender_tui.core.errors import AuthError, ConsentRequired, CredentialsRejected

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
    *(70003, 700011, 500021, 500022),
)
SENTENCE = "Some sentence of the provider."
TAILS = (
    " Trace ID: 0000aaaa Correlation ID: aaaa0000 Timestamp: 2026-01-09 02:02:12Z",
    "\r\nTrace ID: 0000aaaa\r\nCorrelation ID: aaaa0000\r\nTimestamp: 2026-01-09 02:02:12Z",
    "",
)


def refused(code: int, error: str = "invalid_client") -> AuthError:
    """Make the error for one code."""
    return auth_error(error=error, description=f"AADSTS{code}: {SENTENCE}", codes=(code,))


@pytest.mark.parametrize("code", [*CREDENTIALS, *CONSENT, *OTHERS])
def test_every_documented_code_has_a_cause_and_a_step_of_its_own(code: int) -> None:
    error = refused(code)
    assert code == error.aadsts
    assert error.message.startswith("No token: ")
    assert SENTENCE not in error.message
    assert error.message.endswith(".")
    assert error.hint.endswith(".")
    assert "AADSTS" not in error.message + error.hint


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
        ("expired", 7000222),
        ("tenant was not found", 90002),
        ("tenant does not know this application", 700016),
        ("clock", 700024),
        ("admin consent", 7000229),
        ("Conditional Access", 53003),
    ],
)
def test_the_common_mistakes_are_named(words: str, code: int) -> None:
    error = refused(code)
    assert words in f"{error.message} {error.hint}"


@pytest.mark.parametrize("tail", TAILS)
def test_both_forms_of_a_description_are_cut_to_the_sentence(tail: str) -> None:
    assert SENTENCE == described(f"AADSTS7000215: {SENTENCE}{tail}")
    assert 7000215 == code_in(f"AADSTS7000215: {SENTENCE}{tail}")


@pytest.mark.parametrize("description", ["", "no code here", "AADSTS: none", "AADSTS12"])
def test_a_description_may_name_no_code(description: str) -> None:
    assert code_in(description) is None


@pytest.mark.parametrize("code", [70016, 999999])
def test_an_unknown_code_is_told_in_the_providers_words(code: int) -> None:
    error = refused(code)
    assert f"No token: {SENTENCE}" == error.message
    assert "trace id" in error.hint
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
