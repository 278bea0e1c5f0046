"""The sandbox as a process of its own, over real TLS."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msal
import pytest

from tests.sandbox.served import ROOT, announced, complaint, running, token, trusting

_GRAPH = "https://graph.microsoft.com"

_PATIENCE_S = 20


@pytest.fixture(autouse=True)
def no_foreign_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variable by which requests overrules the certificates that MSAL was given."""
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    """Give the first line of a sandbox that serves during this module's tests."""
    with running("--exit-with-stdin") as process:
        yield announced(process)


def test_the_first_line_says_where_everything_is(sandbox: dict[str, Any]) -> None:
    url = sandbox["url"]
    assert url.startswith("https://127.0.0.1:")
    assert url == sandbox["authority"]
    for name in ("graph", "xdr", "mde", "keyvault"):
        assert f"{url}/{name}" == sandbox[name]
    assert sandbox["tenants"][0]["tenant_id"] == sandbox["tenant_id"]
    names = [app["name"] for app in sandbox["apps"]]
    assert ["full", "read-only", "hunting-only", "no-roles"] == names[:4]
    for app in sandbox["apps"]:
        assert {"name", "client_id", "client_secret", "certificate_file", "roles"} <= set(app)


def test_managed_identities_are_served_without_tls_on_an_address_of_their_own(
    sandbox: dict[str, Any],
) -> None:
    told = sandbox["managed_identity"]
    assert told["imds"].startswith("http://127.0.0.1:")
    params = {"api-version": "2018-02-01", "resource": _GRAPH}
    url = f"{told['imds']}/metadata/identity/oauth2/token"
    answer = httpx.get(url, params=params, headers={"Metadata": "true"}).json()
    assert told["system_client_id"] == answer["client_id"]
    params = {"api-version": "2019-08-01", "resource": _GRAPH}
    assigned = told["user_assigned"]
    answer = httpx.get(
        told["identity_endpoint"],
        params=params | {"mi_res_id": assigned["resource_id"]},
        headers={"X-IDENTITY-HEADER": told["identity_header"]},
    ).json()
    assert assigned["client_id"] == answer["client_id"]
    incidents = httpx.get(
        f"{sandbox['graph']}/v1.0/security/incidents?$top=1",
        headers={"Authorization": f"Bearer {answer['access_token']}"},
        verify=trusting(sandbox),
    )
    assert 1 == len(incidents.json()["value"])


def test_an_identity_may_be_asked_for_as_soon_as_the_line_is_there() -> None:
    with running("--exit-with-stdin") as process:
        told = announced(process)["managed_identity"]
        params = {"api-version": "2018-02-01", "resource": _GRAPH}
        url = f"{told['imds']}/metadata/identity/oauth2/token"
        answer = httpx.get(url, params=params, headers={"Metadata": "true"}, timeout=_PATIENCE_S)
        assert 200 == answer.status_code


def test_redirect_addresses_and_names_in_the_vault_are_announced(sandbox: dict[str, Any]) -> None:
    named = {app["name"]: app["redirect_uris"] for app in sandbox["apps"]}
    assert ["https://portal.azure.com", "http://localhost:8400/"] == named["multi-tenant"]
    assert [] == named["full"]
    assert ["directory-reader", "registrar"] == [app["name"] for app in sandbox["apps"][-2:]]
    assert "client-secret-full" == sandbox["keyvault_secrets"]["client_secret"]


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
        verify=trusting(sandbox),
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
    with running("--exit-with-stdin") as process:
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
        with httpx.Client(verify=trusting(line)) as client:
            assert client.get(f"{line['url']}/sandbox/state").status_code == 200
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(_PATIENCE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_port_in_use_is_an_error_and_leaves_nothing(sandbox: dict[str, Any]) -> None:
    port = int(sandbox["url"].rpartition(":")[2])
    with running("--port", str(port)) as process:
        assert process.wait(_PATIENCE_S) == 1
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert f"port {port}" in complaint(process)


def test_starting_loads_no_engine() -> None:
    code = (
        "import sys, defender_tui.sandbox.serve;"
        "print(*sorted({'duckdb', 'duckdb_kql', 'jwt', 'httpx', 'textual'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout == "\n"


def test_tokens_of_one_run_are_worth_nothing_in_another(sandbox: dict[str, Any]) -> None:
    with running("--exit-with-stdin") as process:
        other = announced(process)
        assert sandbox["tenant_id"] == other["tenant_id"]
        with httpx.Client(verify=trusting(sandbox)) as http:
            headers = {"Authorization": f"Bearer {token(sandbox, http, _GRAPH)}"}
            url = f"{sandbox['graph']}/v1.0/security/incidents?$top=1"
            assert 200 == http.get(url, headers=headers).status_code
        with httpx.Client(verify=trusting(other)) as http:
            url = f"{other['graph']}/v1.0/security/incidents?$top=1"
            assert 401 == http.get(url, headers=headers).status_code


def test_the_authority_of_one_run_does_not_vouch_for_another(sandbox: dict[str, Any]) -> None:
    with running("--exit-with-stdin") as process:
        url = announced(process)["url"]
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(f"{url}/sandbox/state", verify=trusting(sandbox))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_an_address_that_others_reach_is_refused_in_one_line(host: str) -> None:
    with running("--host", host) as process:
        assert process.wait(_PATIENCE_S) == 2
        said = complaint(process)
    assert said.count("\n") == 1
    assert "--allow-remote" in said


def test_told_twice_it_listens_everywhere_and_says_so() -> None:
    with running("--exit-with-stdin", "--host", "0.0.0.0", "--allow-remote") as process:
        line = announced(process)
        assert line["url"].startswith("https://127.0.0.1:")
        with httpx.Client(verify=trusting(line)) as http:
            assert http.get(f"{line['url']}/sandbox/state").status_code == 200
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(_PATIENCE_S) == 0
        said = complaint(process)
    assert "Other machines can reach this sandbox" in said


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("localhost", marks=pytest.mark.full),
        pytest.param("127.0.0.2", marks=pytest.mark.full),
        "::1",
    ],
)
def test_other_loopback_addresses_need_no_second_word(host: str) -> None:
    if sys.platform == "darwin" and host == "127.0.0.2":
        pytest.skip("macOS has one loopback address")
    with running("--exit-with-stdin", "--host", host) as process:
        line = announced(process)
        assert host in line["url"]
        assert httpx.get(f"{line['url']}/sandbox/state", verify=trusting(line)).status_code == 200


def test_an_unknown_fault_ends_it_with_the_list_of_all() -> None:
    with running("--fault", "thortle") as process:
        assert process.wait(_PATIENCE_S) == 2
        said = complaint(process)
    assert said.count("\n") == 1
    assert "thortle" in said
    assert "throttle-date" in said


def test_faults_of_the_command_line_are_in_force() -> None:
    with running(
        "--exit-with-stdin", "--fault", "503:1@/graph", "--fault", "slow-body", "--fault-delay", "2"
    ) as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line)) as http:
            listed = http.get(f"{line['url']}/sandbox/faults").json()["faults"]
    assert [("503:1@/graph", 2.0), ("slow-body", 2.0)] == [
        (fault["fault"], fault["delay_s"]) for fault in listed
    ]
