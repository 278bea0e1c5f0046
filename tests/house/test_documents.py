from __future__ import annotations

import re
import tomllib
from argparse import SUPPRESS, Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator

import pytest

from defender_tui.cli.parser import build_parser
from defender_tui.core.credentials import CredentialKind
from defender_tui.core.profiles import Profile

from .source import ROOT, name, written_files

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _commands(parser: ArgumentParser, path: str) -> Iterator[tuple[str, ArgumentParser]]:
    yield path, parser
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for word, command in action.choices.items():
                yield from _commands(command, f"{path} {word}")


COMMANDS = dict(_commands(build_parser(), "defender-tui"))


def _options(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:
        if action.option_strings and action.help is not SUPPRESS and action.dest != "help":
            yield action


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command_and_option(command: str) -> None:
    assert f"`{command}" in README
    missing = [
        option
        for action in _options(COMMANDS[command])
        for option in action.option_strings
        if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", README)
    ]
    assert [] == missing


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(command: str) -> None:
    assert COMMANDS[command].description
    assert [] == [action.dest for action in _options(COMMANDS[command]) if not action.help]


def test_the_readme_names_no_option_that_does_not_exist() -> None:
    known = {
        option
        for parser in COMMANDS.values()
        for action in parser._actions
        for option in action.option_strings
    }
    table = README.partition("## Commands")[2].partition("## Configuration")[0]
    assert set() == set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", table)) - known


def test_the_readme_points_only_at_files_that_are_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [] == [target for target in targets if not (ROOT / target).is_file()]


def test_every_configuration_in_the_readme_can_be_pasted() -> None:
    tables = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]
    whole = [profile for table in tables for profile in table.get("profiles", {}).items()]
    ids = {"tenant_id": "contoso.example", "client_id": whole[0][1]["client_id"]}
    kinds = [("each", {**ids, "credential": table}) for table in tables if "kind" in table]
    read = [Profile.from_mapping(name, table) for name, table in (*whole, *kinds)]
    assert set(CredentialKind) == {profile.credential.kind for profile in read[len(whole) :]}


def test_every_dependency_has_its_reason() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = contributing.partition("## Dependencies")[2]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.partition("dependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'"([a-z-]+)', block)
    assert names
    assert [] == [package for package in names if not re.search(rf"\b{package}\b", table)]


def test_every_pin_is_exact_and_names_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [] == [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", pin)]


def test_no_document_line_is_left_with_trailing_spaces() -> None:
    assert [] == [
        f"{name(path)}:{number}"
        for path in written_files()
        if path.suffix in {".md", ".py", ".toml"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line != line.rstrip()
    ]
