"""The code that the program shows is run as it stands, where its runtime is here."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from defender_tui.core.as_code import (
    Language,
    TokenVersion,
    hunting_code,
    incidents_code,
    token_code,
)
from defender_tui.core.claims import decode_token
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret

from .served import App, Served, run_program

QUERY = """\
// It's "quoted", \\ escaped and $notExpanded `here`: ‘é’
DeviceInfo
| where DeviceName != 'none'
| summarize n = count()
"""
PROJECT = """\
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
"""
COMMANDS = {
    Language.CURL: ("curl", ("sh", "code.sh")),
    Language.PYTHON: (sys.executable, (sys.executable, "code.py")),
    Language.POWERSHELL: ("pwsh", ("pwsh", "-NoProfile", "-File", "code.ps1")),
    Language.CSHARP: ("dotnet", ("dotnet", "run")),
}
Execute = Callable[[Language, str], str]

every_language = pytest.mark.parametrize(
    "language",
    [
        Language.CURL,
        Language.PYTHON,
        Language.POWERSHELL,
        pytest.param(Language.CSHARP, marks=pytest.mark.timeout(180)),
    ],
)


@pytest.fixture
def execute(served: Served, own_home: Path) -> Execute:
    """Give a function that runs code with the sandbox's secret around it; gives its output."""

    def run(language: Language, code: str, secret: str | None = None) -> str:
        program, command = COMMANDS[language]
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        if language is Language.CSHARP:
            (own_home / "code.csproj").write_text(PROJECT, encoding="utf-8")
            (own_home / "Program.cs").write_text(code, encoding="utf-8")
        else:
            (own_home / command[-1]).write_text(code, encoding="utf-8")
        return _output(command, own_home, secret or served.app().client_secret)

    return run


def _output(command: Sequence[str], home: Path, secret: str) -> str:
    finished = run_program(command, home=home, AZURE_CLIENT_SECRET=secret)
    assert "" == finished.stderr
    assert 0 == finished.returncode
    return finished.stdout


def profile_of(served: Served, app: App | None = None, *, ca_file: Path | None = None) -> Profile:
    """Give the profile of an application of the sandbox."""
    hosts = {"authority": served.authority, "graph": served.graph, "xdr": served.xdr}
    table = {
        "tenant_id": served.tenant_id,
        "client_id": (app or served.app()).client_id,
        "hosts": hosts,
        "ca_file": str(ca_file or served.ca_file),
    }
    return Profile.from_mapping("served", table)


@every_language
@pytest.mark.parametrize("version", TokenVersion)
def test_the_token_request_gets_a_token(
    execute: Execute, served: Served, language: Language, version: TokenVersion
) -> None:
    printed = execute(language, token_code(language, profile_of(served), Resource.XDR, version))
    token = decode_token(Secret(printed))
    assert "https://api.security.microsoft.com" == token.audience
    assert served.app().client_id == token.client_id


@every_language
@pytest.mark.parametrize("api", [Resource.GRAPH, Resource.XDR])
def test_the_incident_list_is_the_filtered_one(
    execute: Execute, served: Served, language: Language, api: Resource
) -> None:
    wanted = IncidentFilter(statuses=frozenset({"resolved"}))
    printed = execute(language, incidents_code(language, profile_of(served), api, wanted))
    statuses = {incident["status"].lower() for incident in json.loads(printed)["value"]}
    assert {"resolved"} == statuses


@every_language
@pytest.mark.parametrize("api", [Resource.GRAPH, Resource.XDR])
def test_the_query_arrives_as_it_was_typed(
    execute: Execute, served: Served, language: Language, api: Resource
) -> None:
    printed = execute(language, hunting_code(language, profile_of(served), api, QUERY))
    answer = {name.lower(): value for name, value in json.loads(printed).items()}
    assert answer["results"][0]["n"] > 0


def test_a_refused_secret_is_told_by_curl(served: Served, curl: str, own_home: Path) -> None:
    code = token_code(Language.CURL, profile_of(served), Resource.XDR)
    (own_home / "code.sh").write_text(code, encoding="utf-8")
    finished = run_program(("sh", "code.sh"), home=own_home, AZURE_CLIENT_SECRET="wrong")
    assert 0 != finished.returncode
    assert "" == finished.stdout
    assert "AADSTS7000215" in finished.stderr


@pytest.mark.parametrize("language", [Language.CURL, Language.PYTHON])
def test_the_code_trusts_no_other_authority(
    served: Served, curl: str, own_home: Path, language: Language
) -> None:
    import trustme

    foreign = own_home / "foreign.pem"
    trustme.CA().cert_pem.write_to_path(str(foreign))
    command = COMMANDS[language][1]
    code = token_code(language, profile_of(served, ca_file=foreign), Resource.XDR)
    (own_home / command[-1]).write_text(code, encoding="utf-8")
    finished = run_program(command, home=own_home, AZURE_CLIENT_SECRET="anything")
    assert 0 != finished.returncode
    assert "" == finished.stdout
    assert "certificate" in finished.stderr
