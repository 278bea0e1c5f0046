"""Every failure says what failed, what to do next, and the facts that support asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.core import errors
from defender_tui.core.errors import (
    ApiError,
    AuthError,
    ConfigError,
    DefenderTuiError,
    NotPermitted,
    ProtocolError,
    QueryInvalid,
    ServerFault,
    Throttled,
)


def _kinds(root: type[DefenderTuiError] = DefenderTuiError) -> list[type[DefenderTuiError]]:
    """Give the tree's kinds; other rooms derive their own for what concerns them alone."""
    children = [kind for kind in root.__subclasses__() if kind.__module__ == errors.__name__]
    return [root, *(kind for child in children for kind in _kinds(child))]


def test_the_tree_in_the_documentation_names_every_kind() -> None:
    drawn = errors.__doc__ or ""
    assert [] == [kind.__name__ for kind in _kinds() if kind.__name__ not in drawn]


@pytest.mark.parametrize("kind", [kind for kind in _kinds() if not issubclass(kind, ApiError)])
def test_an_error_carries_its_message_and_its_hint(kind: type[DefenderTuiError]) -> None:
    error = kind("It failed.", hint="Do this.")
    assert ("It failed.", "It failed.", "Do this.") == (error.message, str(error), error.hint)
    assert () == error.details()
    assert "" == kind("It failed.").hint


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"File": "c.toml"}, ConfigError("", file=Path("c.toml"))),
        (
            {"Setting": "cloud", "File": "c.toml, line 3"},
            ConfigError("", file=Path("c.toml"), line=3, key="cloud"),
        ),
        ({}, ConfigError("", line=3)),
        ({"Code": "AADSTS90002"}, AuthError("", aadsts=90002)),
        ({"Request": "r", "Answer": "HTTP 400"}, ApiError("", status=400, request_id="r")),
        ({"Answer": "HTTP 429 429"}, Throttled("", code="429", retry_after_s=2.0)),
        ({"Answer": "HTTP 503"}, ServerFault("", status=503)),
        ({"Request": "r"}, ProtocolError("", request_id="r")),
        ({"Has": "no roles", "Answer": "HTTP 403"}, NotPermitted("")),
        (
            {"Needs one of": "a, b", "Has": "c", "Answer": "HTTP 403"},
            NotPermitted("", required=("a", "b"), held=("c",)),
        ),
        ({"Answer": "HTTP 400"}, QueryInvalid("")),
        ({"Place": "line 2, column 1", "Answer": "HTTP 400"}, QueryInvalid("", line=2)),
        (
            {"Place": "line 2, column 7", "Answer": "HTTP 400"},
            QueryInvalid("", line=2, column=7),
        ),
    ],
)
def test_the_facts_that_are_known_are_listed(
    details: dict[str, str], error: DefenderTuiError
) -> None:
    assert details == dict(error.details())


def test_what_was_done_all_the_same_is_said_before_what_failed() -> None:
    error = Throttled("Too many calls.", hint="Try again.", retry_after_s=7)
    error.say_first("The fields were changed.", hint="Look first.")
    assert "The fields were changed. Too many calls." == error.message == str(error)
    assert ("Look first.", 7) == (error.hint, error.retry_after_s)
