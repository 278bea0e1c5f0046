from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.sandbox.faults.catalogue import MADE
from defender_tui.sandbox.faults.spec import NAMES, FaultSpec, FaultSpecError, parse_spec

_names = st.sampled_from(NAMES) | st.integers(1000, 99_999_999).map(lambda code: f"aadsts-{code}")
_paths = st.text(st.characters(exclude_categories=["Cs"])).map(lambda rest: f"/{rest}")
_specs = st.builds(
    FaultSpec, _names, st.none() | st.integers(1, 999_999_999), st.none() | _paths | st.just("*")
)


@given(_specs)
def test_a_spec_that_is_written_is_read_as_the_same(spec: FaultSpec) -> None:
    assert spec == parse_spec(str(spec))


def _written_again(text: str) -> str:
    """Give what a text is once it was read; the text itself where it is refused in words."""
    try:
        return str(parse_spec(text))
    except FaultSpecError as refusal:
        return text if str(refusal) else "refused without a word"


@given(st.text() | st.tuples(_names, st.text(alphabet=":@/*019x")).map("".join))
def test_any_text_is_a_spec_or_is_refused_in_words(text: str) -> None:
    assert text == _written_again(text)


def test_every_name_has_a_fault_and_every_fault_a_name() -> None:
    assert {*NAMES} == {*MADE, "rotated-keys"}


def test_an_unknown_name_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(FaultSpecError) as caught:
        parse_spec("thortle:2")
    assert "thortle" in str(caught.value)
    for name in (*NAMES, "aadsts-NNNNN"):
        assert name in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@/graph",
        "throttle:",
        "throttle:0",
        "throttle:-1",
        "throttle:two",
        "throttle:1:2",
        "throttle:٣",
        "throttle@",
        "throttle@graph",
        "throttle:1 @/x",
        "Throttle",
        "aadsts-",
        "aadsts-12",
        "aadsts-123456789",
        "aadsts-0012345",
    ],
)
def test_what_is_no_spec_is_refused(text: str) -> None:
    with pytest.raises(FaultSpecError):
        parse_spec(text)


@pytest.mark.parametrize(
    ("path", "hit", "missed"),
    [
        ("/graph", "/graph/v1.0/security/incidents", "/xdr/api/incidents"),
        ("/graph/v1.0/security/incidents", "/graph/v1.0/security/incidents/7", "/graph/v1.0"),
        ("*/runHuntingQuery", "/graph/v1.0/security/runHuntingQuery", "/graph/v1.0/security"),
        ("*/incidents", "/xdr/api/incidents", "/xdr/api/incidents/7"),
        ("*/incidents/?", "/xdr/api/incidents/7", "/xdr/api/incidents"),
        ("/xdr/api/[ij]*", "/xdr/api/incidents", "/xdr/api/advancedhunting/run"),
    ],
)
def test_a_path_is_the_start_of_what_is_hit_or_a_pattern_for_all_of_it(
    path: str, hit: str, missed: str
) -> None:
    spec = FaultSpec("503", path=path)
    assert (True, False) == (spec.is_for(hit), spec.is_for(missed))


def test_the_code_of_entra_is_read_from_the_name() -> None:
    assert 7000215 == parse_spec("aadsts-7000215:3").aadsts
    assert None is parse_spec("throttle").aadsts
