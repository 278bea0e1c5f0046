from __future__ import annotations

from collections.abc import Callable

import pytest

from defender_tui.cli.parser import build_parser

COMMANDS = {
    "demo": ["--scale", "2"],
    "token": ["--raw"],
    "token decode": ["file.jwt", "--json"],
    "incidents": ["--limit", "3"],
    "incident": ["7", "--comment", "hunt"],
    "hunt": ["T | take 1", "--api", "xdr"],
    "kql check": ["a.kql", "-"],
    "kql format": ["a.kql", "--write"],
    "doctor": ["--json"],
    "setup": ["--script", "az"],
    "sandbox": ["--now", "2026-11-23"],
}


def _help(parse: Callable[[list[str]], object], argv: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse([*argv, "--help"])
    assert 0 == left.value.code


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_a_command_is_the_same_without_the_others(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = command.split()
    _help(build_parser().parse_args, argv)
    whole = capsys.readouterr().out
    _help(build_parser([*argv, "--help"]).parse_args, argv)
    assert whole == capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_its_options_without_the_others(command: str) -> None:
    argv = [*command.split(), *COMMANDS[command]]
    assert build_parser().parse_args(argv) == build_parser(argv).parse_args(argv)


def test_a_name_that_is_also_a_command_reads_as_a_name() -> None:
    argv = ["--profile", "hunt", "incidents", "--limit", "3"]
    read = build_parser(argv).parse_args(argv)
    assert ("incidents", "hunt", 3) == (read.module, read.profile, read.limit)
