"""Commands print what they would ask for as code, and ask for nothing."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Announced, Run

QUERY = "DeviceInfo | summarize n = count()"


def _executed(code: str, sandbox: Announced, folder: Path) -> str:
    file = folder / "code.py"
    file.write_text(code, encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, str(file)],
        env={"AZURE_CLIENT_SECRET": sandbox.secrets["full"][1]},
        capture_output=True,
        text=True,
        timeout=25,
        check=False,
    )
    assert "" == finished.stderr
    return finished.stdout


@pytest.mark.parametrize("language", ["curl", "python", "powershell", "csharp"])
@pytest.mark.parametrize(
    "command", [("token",), ("incidents", "--status", "active"), ("hunt", QUERY)]
)
def test_code_goes_to_stdout_without_the_secret(
    run: Run, as_app: Callable[..., None], command: tuple[str, ...], language: str
) -> None:
    as_app("full", secret="s3ntinel-secret-value")
    finished = run(*command, "--as-code", language)
    assert (0, "") == (finished.code, finished.err)
    assert "AZURE_CLIENT_SECRET" in finished.out
    assert "s3ntinel" not in finished.out


def test_the_endpoint_of_the_token_request_can_be_chosen(
    run: Run, as_app: Callable[..., None]
) -> None:
    as_app("full")
    finished = run("token", "--resource", "xdr", "--as-code", "curl", "--endpoint", "v1")
    assert "/oauth2/token'" in finished.out
    assert "resource=https://api.security.microsoft.com'" in finished.out


def test_the_printed_query_runs_elsewhere(
    run: Run, as_app: Callable[..., None], sandbox: Announced, tmp_path: Path
) -> None:
    as_app("full")
    code = run("hunt", QUERY, "--as-code", "python").out
    ast.parse(code)
    assert json.loads(_executed(code, sandbox, tmp_path))["results"][0]["n"] > 0


def test_the_printed_list_is_the_filtered_one(
    run: Run, as_app: Callable[..., None], sandbox: Announced, tmp_path: Path
) -> None:
    as_app("full")
    code = run("incidents", "--status", "resolved", "--as-code", "python").out
    listed = json.loads(_executed(code, sandbox, tmp_path))["value"]
    assert {"resolved"} == {incident["status"] for incident in listed}


def test_code_and_the_token_itself_are_not_asked_for_together(run: Run) -> None:
    assert 2 == run("token", "--raw", "--as-code", "curl").code
