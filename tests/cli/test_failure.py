from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.cli.failure import UsageError, exit_code, failure_line
from defender_tui.core import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigError("no"), 1),
        (errors.TimedOut("no"), 1),
        (UsageError("no"), 2),
        (errors.NotPermitted("no"), 3),
        (errors.Throttled("no"), 4),
    ],
)
def test_scripts_can_tell_failures_apart(error: errors.DefenderTuiError, code: int) -> None:
    assert code == exit_code(error)


def test_a_failure_is_one_line_that_ends_in_what_to_do() -> None:
    error = errors.ConnectFailed("Nobody answered at a.example.", hint="Check the network.")
    expected = "defender-tui: Nobody answered at a.example. Check the network."
    assert expected == failure_line(error)


def test_a_missing_role_is_named_with_what_is_held() -> None:
    error = errors.NotPermitted("Could not hunt.", required=("Hunt.All",), held=("Read.All",))
    line = failure_line(error)
    assert "Needs Hunt.All." in line
    assert "The token has Read.All." in line


def test_several_roles_are_offered_as_a_choice() -> None:
    error = errors.NotPermitted("Could not list.", required=("A.All", "B.All"))
    assert "Needs one of A.All, B.All. The token has no roles." in failure_line(error)


def test_a_wrong_setting_is_told_with_its_file() -> None:
    error = errors.ConfigError("This is not TOML.", file=Path("/etc/config.toml"), line=3)
    assert "(file /etc/config.toml, line 3)" in failure_line(error)


def test_roles_that_the_message_names_are_not_said_twice() -> None:
    error = errors.NotPermitted("Lacks Hunt.All.", required=("Hunt.All",), held=())
    assert "defender-tui: Lacks Hunt.All." == failure_line(error)


def test_the_line_carries_what_support_asks_for() -> None:
    fault = errors.ServerFault("Could not list.", status=500, request_id="7d0c")
    assert "request 7d0c" in failure_line(fault)
    refused = errors.CredentialsRejected("Refused.", aadsts=7000215, correlation_id="c0")
    assert "code AADSTS7000215, correlation c0" in failure_line(refused)


def test_a_servers_words_cannot_steer_the_terminal() -> None:
    error = errors.ProtocolError("a\x1b]0;owned\x07b\nc\x9b2J", hint="d\x1b[2Je")
    assert failure_line(error).isprintable()
