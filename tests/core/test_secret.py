"""A secret is given away by `reveal` and by nothing else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.secret import MASK, Secret, SecretName, SecretPurpose

SENTINEL = "sentinel~Q8~value"


@dataclass(frozen=True)
class _Holder:
    name: str
    secret: Secret


def _failing(secret: Secret) -> None:
    message = f"refused {secret}"
    raise ValueError(message, secret)


@pytest.mark.parametrize(
    "shown",
    [
        repr(Secret(SENTINEL)),
        str(Secret(SENTINEL)),
        f"{Secret(SENTINEL)}",
        f"{Secret(SENTINEL)!r:>40}",
        f"{Secret(SENTINEL):>40}",
        f"{Secret(SENTINEL):s}",
        "".join(["a", str(Secret(SENTINEL))]),
        repr([Secret(SENTINEL), {"a": Secret(SENTINEL)}]),
        repr(_Holder("a", Secret(SENTINEL))),
        json.dumps({"a": Secret(SENTINEL)}, default=str),
    ],
)
def test_a_secret_prints_as_a_mask(shown: str) -> None:
    assert SENTINEL not in shown
    assert MASK in shown


def test_a_traceback_with_its_locals_does_not_tell_the_secret() -> None:
    try:
        _failing(Secret(SENTINEL))
    except ValueError as failure:
        told = traceback.TracebackException.from_exception(failure, capture_locals=True)
        text = "".join(told.format())
    assert MASK in text
    # The line of source that made it is this test's own.
    assert SENTINEL not in text.replace("Secret(SENTINEL)", "")


def test_a_log_line_does_not_tell_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").warning("kept %s and %r", Secret(SENTINEL), Secret(SENTINEL))
    assert SENTINEL not in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_cannot_be_pickled(protocol: int) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(SENTINEL), protocol)


def test_a_secret_is_not_copied_behind_ones_back() -> None:
    with pytest.raises(TypeError):
        copy.copy(Secret(SENTINEL))
    with pytest.raises(TypeError):
        asdict(_Holder("a", Secret(SENTINEL)))


def test_reveal_gives_the_value() -> None:
    assert SENTINEL == Secret(SENTINEL).reveal()


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_secrets_are_equal_when_their_values_are(one: str, other: str) -> None:
    assert (one == other) == (Secret(one) == Secret(other))
    assert Secret(one) == Secret(one)
    assert hash(Secret(one)) == hash(Secret(one))


def test_a_secret_never_equals_its_plain_text() -> None:
    assert Secret(SENTINEL) != SENTINEL


def test_a_secret_from_bytes_that_are_no_text_can_be_compared() -> None:
    assert Secret("a\udcff") == Secret("a\udcff")
    assert Secret("a\udcff") != Secret("a")


def test_an_empty_secret_counts_as_none() -> None:
    assert not Secret("")
    assert Secret("x")


def test_a_secret_is_addressed_by_profile_and_purpose() -> None:
    assert SecretPurpose.CLIENT_SECRET is SecretName("a").purpose
    assert SecretName("a") != SecretName("b")
