"""azure-identity: every way in which it proves an application's identity."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import jwt
import pytest

from .served import GRAPH_SCOPE, XDR_SCOPE, App, Served

pytest.importorskip("azure.identity")

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    EnvironmentCredential,
    WorkloadIdentityCredential,
)

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]


def _settings(served: Served) -> dict[str, Any]:
    return {
        "authority": served.authority,
        "disable_instance_discovery": True,
        "connection_verify": str(served.ca_file),
    }


def _claims(credential: AbstractContextManager[Any], scope: str = GRAPH_SCOPE) -> dict[str, Any]:
    with credential as open_credential:
        token = open_credential.get_token(scope).token
    return jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def app(served: Served) -> App:
    return served.app()


@pytest.mark.parametrize("scope", [GRAPH_SCOPE, XDR_SCOPE])
def test_a_secret_gives_a_token(served: Served, app: App, scope: str) -> None:
    credential = ClientSecretCredential(
        served.tenant_id, app.client_id, app.client_secret, **_settings(served)
    )
    claims = _claims(credential, scope)
    assert (app.client_id, "1") == (claims["appid"], claims["appidacr"])
    assert scope.removesuffix("/.default") == claims["aud"].rstrip("/")


def test_a_wrong_secret_says_which_code_entra_gave(served: Served, app: App) -> None:
    credential = ClientSecretCredential(
        served.tenant_id, app.client_id, "wrong", **_settings(served)
    )
    with credential, pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        credential.get_token(GRAPH_SCOPE)


def test_a_token_for_a_client_that_knows_claims_challenges_is_given(
    served: Served, app: App
) -> None:
    with ClientSecretCredential(
        served.tenant_id, app.client_id, app.client_secret, **_settings(served)
    ) as credential:
        token = credential.get_token(GRAPH_SCOPE, enable_cae=True).token
    claims = jwt.decode(token, options={"verify_signature": False})
    assert ["CP1"] == [word.upper() for word in claims["xms_cc"]]


@pytest.mark.parametrize("chain", [False, True])
def test_a_certificate_file_gives_a_token(served: Served, app: App, chain: bool) -> None:
    assert app.certificate_file is not None
    credential = CertificateCredential(
        served.tenant_id,
        app.client_id,
        str(app.certificate_file),
        send_certificate_chain=chain,
        **_settings(served),
    )
    assert "2" == _claims(credential)["appidacr"]


def _federated(served: Served) -> App:
    found = [app for app in served.apps if app.federated_token_file is not None]
    assert found, "no application announces a federated_token_file"
    return found[0]


def test_a_federated_assertion_gives_a_token(served: Served) -> None:
    app = _federated(served)
    file = app.federated_token_file
    assert file is not None
    credential = ClientAssertionCredential(
        served.tenant_id,
        app.client_id,
        lambda: file.read_text(encoding="ascii").strip(),
        **_settings(served),
    )
    assert (app.client_id, "2") == (
        (claims := _claims(credential))["appid"],
        claims["appidacr"],
    )


def test_a_workload_s_token_file_gives_a_token(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _federated(served)
    for name, value in (
        ("AZURE_TENANT_ID", served.tenant_id),
        ("AZURE_CLIENT_ID", app.client_id),
        ("AZURE_FEDERATED_TOKEN_FILE", str(app.federated_token_file)),
        ("AZURE_AUTHORITY_HOST", served.authority),
    ):
        monkeypatch.setenv(name, value)
    settings = _settings(served)
    del settings["authority"]
    assert app.client_id == _claims(WorkloadIdentityCredential(**settings))["appid"]


def test_an_assertion_of_nobody_is_refused(served: Served) -> None:
    claims = {"iss": "https://issuer.example", "sub": "somebody", "aud": "api://else"}
    assertion = jwt.encode(claims, "k" * 32, algorithm="HS256")
    credential = ClientAssertionCredential(
        served.tenant_id, _federated(served).client_id, lambda: assertion, **_settings(served)
    )
    with credential, pytest.raises(ClientAuthenticationError, match="AADSTS"):
        credential.get_token(GRAPH_SCOPE)


def test_the_environment_s_secret_is_enough(
    trusted: Served, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AZURE_TENANT_ID", trusted.tenant_id),
        ("AZURE_CLIENT_ID", app.client_id),
        ("AZURE_CLIENT_SECRET", app.client_secret),
        ("AZURE_AUTHORITY_HOST", trusted.authority),
    ):
        monkeypatch.setenv(name, value)
    assert "1" == _claims(EnvironmentCredential(disable_instance_discovery=True))["appidacr"]


def test_the_environment_s_certificate_is_enough(
    trusted: Served, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AZURE_TENANT_ID", trusted.tenant_id),
        ("AZURE_CLIENT_ID", app.client_id),
        ("AZURE_CLIENT_CERTIFICATE_PATH", str(app.certificate_file)),
        ("AZURE_AUTHORITY_HOST", trusted.authority),
    ):
        monkeypatch.setenv(name, value)
    assert "2" == _claims(EnvironmentCredential(disable_instance_discovery=True))["appidacr"]


def test_with_nothing_but_the_environment_it_works_under_the_services_own_names(
    under_real_names: Served, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AZURE_TENANT_ID", under_real_names.domain),
        ("AZURE_CLIENT_ID", app.client_id),
        ("AZURE_CLIENT_SECRET", app.client_secret),
        ("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"),
    ):
        monkeypatch.setenv(name, value)
    claims = _claims(DefaultAzureCredential(), XDR_SCOPE)
    assert (under_real_names.tenant_id, app.client_id) == (claims["tid"], claims["appid"])
