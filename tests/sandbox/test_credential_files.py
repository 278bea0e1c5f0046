"""The files that the first line names are there, and prove who one is."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import httpx
import msal
import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.sandbox.served import announced, running, trusting
from tests.sandbox.token_forms import JWT_BEARER

_SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture(autouse=True)
def no_foreign_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variable by which requests overrules the certificates that MSAL was given."""
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.fixture(scope="module")
def sandbox() -> Any:
    """Give the first line of a sandbox that serves during this module's tests."""
    with running("--exit-with-stdin") as process:
        yield announced(process)


def app_of(sandbox: dict[str, Any], name: str) -> dict[str, Any]:
    app: dict[str, Any] = next(app for app in sandbox["apps"] if app["name"] == name)
    return app


def test_each_certificate_file_exists_and_is_private(sandbox: dict[str, Any]) -> None:
    named = {app["name"]: app["certificate_file"] for app in sandbox["apps"]}
    assert named["no-roles"] is None
    files = [Path(path) for path in named.values() if path]
    assert len(set(files)) == 7
    for path in files:
        assert path.read_text("ascii").startswith("-----BEGIN PRIVATE KEY-----")
        if sys.platform != "win32":
            assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)


def test_msal_gets_a_token_with_the_certificate_file(sandbox: dict[str, Any]) -> None:
    app = app_of(sandbox, "read-only")
    pem = Path(app["certificate_file"]).read_text("ascii")
    client = msal.ConfidentialClientApplication(
        app["client_id"],
        client_credential={"private_key": pem, "public_certificate": pem},
        authority=f"{sandbox['authority']}/{sandbox['tenant_id']}",
        instance_discovery=False,
        verify=sandbox["ca_file"],
    )
    answer = client.acquire_token_for_client([_SCOPE])
    assert "access_token" in answer, answer


def test_msal_gets_a_token_with_the_pfx_file_and_its_passphrase(sandbox: dict[str, Any]) -> None:
    app = app_of(sandbox, "full")
    assert app["pfx_passphrase"]
    assert {"full"} == {one["name"] for one in sandbox["apps"] if one["pfx_file"]}
    client = msal.ConfidentialClientApplication(
        app["client_id"],
        client_credential={
            "private_key_pfx_path": app["pfx_file"],
            "passphrase": app["pfx_passphrase"],
        },
        authority=f"{sandbox['authority']}/{sandbox['tenant_id']}",
        instance_discovery=False,
        verify=sandbox["ca_file"],
    )
    answer = client.acquire_token_for_client([_SCOPE])
    assert "access_token" in answer, answer


@pytest.mark.parametrize("passphrase", [None, b"wrong"])
def test_the_pfx_file_does_not_open_without_its_passphrase(
    sandbox: dict[str, Any], passphrase: bytes | None
) -> None:
    content = Path(app_of(sandbox, "full")["pfx_file"]).read_bytes()
    with pytest.raises(ValueError, match=r"[Pp]assword"):
        pkcs12.load_key_and_certificates(content, passphrase)


def test_the_federated_token_file_gives_a_token(sandbox: dict[str, Any]) -> None:
    app = app_of(sandbox, "federated")
    form = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "scope": _SCOPE,
        "client_assertion_type": JWT_BEARER,
        "client_assertion": Path(app["federated_token_file"]).read_text("ascii"),
    }
    url = f"{sandbox['authority']}/{sandbox['tenant_id']}/oauth2/v2.0/token"
    answer = httpx.post(url, data=form, verify=trusting(sandbox))
    assert 200 == answer.status_code, answer.text


def test_the_first_line_names_three_tenants_and_who_is_known_where(
    sandbox: dict[str, Any],
) -> None:
    home, customer, stranger = sandbox["tenants"]
    assert ["contoso.example", "fabrikam.example", "northwind.example"] == [
        tenant["domain"] for tenant in sandbox["tenants"]
    ]
    assert [home["tenant_id"]] == app_of(sandbox, "full")["tenants"]
    both = [home["tenant_id"], customer["tenant_id"]]
    assert both == app_of(sandbox, "multi-tenant")["tenants"]
    assert ["northwind-full"] == [app["name"] for app in stranger["apps"]]
