"""The sandbox as a process of its own, over real TLS."""

from __future__ import annotations

import json
import os
import signal
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msal
import pytest

_PROGRAM = """
import sys
from defender_tui.sandbox.options import SandboxOptions
from defender_tui.sandbox.serve import serve
serve(SandboxOptions(port=int(sys.argv[1]), seed=3, exit_when_stdin_closes=sys.argv[2] == "pipe"))
"""
_PATIENCE_S = 20
ROOT = Path(__file__).parents[2]


@contextmanager
def running(*, port: int = 0, ends_with: str = "signal") -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(port), ends_with],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def announced(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line


@pytest.fixture(autouse=True)
def no_foreign_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variable by which requests overrules the certificates that MSAL was given."""
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    """Give the first line of a sandbox that serves during this module's tests."""
    with running() as process:
        yield announced(process)


def test_the_first_line_says_where_everything_is(sandbox: dict[str, Any]) -> None:
    url = sandbox["url"]
    assert url.startswith("https://127.0.0.1:")
    assert url == sandbox["authority"]
    for name in ("graph", "xdr", "mde", "keyvault"):
        assert f"{url}/{name}" == sandbox[name]
    assert sandbox["tenants"][0]["tenant_id"] == sandbox["tenant_id"]
    assert ["full", "read-only", "hunting-only", "no-roles"] == [
        app["name"] for app in sandbox["apps"]
    ]
    app = {"name", "client_id", "client_secret", "certificate_file", "roles"}
    assert app == set(sandbox["apps"][0])


@pytest.mark.skipif(sys.platform == "win32", reason="no permission bits")
def test_its_folder_is_private(sandbox: dict[str, Any]) -> None:
    assert 0o700 == stat.S_IMODE(Path(sandbox["ca_file"]).parent.stat().st_mode)


def test_msal_gets_a_token_over_tls(sandbox: dict[str, Any]) -> None:
    app = sandbox["apps"][0]
    client = msal.ConfidentialClientApplication(
        app["client_id"],
        client_credential=app["client_secret"],
        authority=f"{sandbox['authority']}/{sandbox['tenant_id']}",
        instance_discovery=False,
        verify=sandbox["ca_file"],
    )
    answer = client.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert "access_token" in answer, answer
    incidents = httpx.get(
        f"{sandbox['graph']}/v1.0/security/incidents?$top=1",
        headers={"Authorization": f"Bearer {answer['access_token']}"},
        verify=_trusting(sandbox["ca_file"]),
    )
    assert len(incidents.json()["value"]) == 1


def test_msal_is_told_that_the_secret_is_wrong(sandbox: dict[str, Any]) -> None:
    client = msal.ConfidentialClientApplication(
        sandbox["apps"][0]["client_id"],
        client_credential="wrong",
        authority=f"{sandbox['authority']}/{sandbox['tenant_id']}",
        instance_discovery=False,
        verify=sandbox["ca_file"],
    )
    answer = client.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    assert ("invalid_client", [7000215]) == (answer["error"], answer["error_codes"])


def test_nobody_else_s_authority_vouches_for_it(sandbox: dict[str, Any]) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{sandbox['url']}/sandbox/state")


def test_it_ends_with_the_pipe_of_its_parent() -> None:
    with running(ends_with="pipe") as process:
        ca_file = Path(announced(process)["ca_file"])
        assert ca_file.exists()
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(_PATIENCE_S) == 0
        assert not ca_file.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with running() as process:
        ca_file = Path(announced(process)["ca_file"])
        os.kill(process.pid, number)
        assert process.wait(_PATIENCE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert not ca_file.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process there")
def test_a_client_that_keeps_its_connection_does_not_hold_up_the_end() -> None:
    with running() as process:
        line = announced(process)
        with httpx.Client(verify=_trusting(line["ca_file"])) as client:
            assert client.get(f"{line['url']}/sandbox/state").status_code == 200
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(_PATIENCE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_port_in_use_is_an_error_and_leaves_nothing(sandbox: dict[str, Any]) -> None:
    port = int(sandbox["url"].rpartition(":")[2])
    with running(port=port) as process:
        assert process.wait(_PATIENCE_S) == 1
        assert process.stdout is not None
        assert process.stdout.read() == b""


def test_starting_loads_no_engine() -> None:
    code = (
        "import sys, defender_tui.sandbox.serve;"
        "print(*sorted({'duckdb', 'duckdb_kql', 'jwt', 'httpx', 'textual'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout == "\n"


def _trusting(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)
