"""MSAL's and azure-identity's managed identity, as on a virtual machine and in an App Service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt
import msal
import pytest

from .served import GRAPH_SCOPE, VAULT_SCOPE, Served

pytest.importorskip("requests")
pytest.importorskip("azure.identity")

import requests
from azure.identity import CredentialUnavailableError, ManagedIdentityCredential

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]

_GRAPH = GRAPH_SCOPE.removesuffix("/.default")
_FORMS = ("imds", "app-service")
_VARIABLES = (
    *("AZURE_POD_IDENTITY_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "IDENTITY_HEADER"),
    *("IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET"),
)


def _told(served: Served) -> Mapping[str, Any]:
    told = served.line["managed_identity"]
    assert isinstance(told, dict)
    return told


@pytest.fixture(params=_FORMS)
def told(
    request: pytest.FixtureRequest, served: Served, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, Any]:
    """Set the variables of one of the two forms; give what the sandbox announced."""
    told = _told(served)
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    if request.param == "imds":
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", told["imds"])
    else:
        monkeypatch.setenv("IDENTITY_ENDPOINT", told["identity_endpoint"])
        monkeypatch.setenv("IDENTITY_HEADER", told["identity_header"])
    return told


def _msal(identity: object) -> dict[str, Any]:
    with requests.Session() as session:
        client = msal.ManagedIdentityClient(identity, http_client=session)
        answer: dict[str, Any] = client.acquire_token_for_client(resource=_GRAPH)
    return answer


def _appid(token: str) -> str:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    assert ("app", "2") == (claims["idtyp"], claims["appidacr"])
    return str(claims["appid"])


def test_msal_gets_the_machines_own_token(told: Mapping[str, Any]) -> None:
    answer = _msal(msal.SystemAssignedManagedIdentity())
    assert told["system_client_id"] == _appid(answer["access_token"])
    assert answer["expires_in"] > 23 * 3600


@pytest.mark.parametrize("kind", ["client_id", "object_id", "resource_id"])
def test_msal_gets_the_token_of_an_assigned_identity(told: Mapping[str, Any], kind: str) -> None:
    assigned = told["user_assigned"]
    answer = _msal(msal.UserAssignedManagedIdentity(**{kind: assigned[kind]}))
    assert assigned["client_id"] == _appid(answer["access_token"])


def test_msal_is_told_that_an_identity_is_not_there(told: Mapping[str, Any]) -> None:
    answer = _msal(
        msal.UserAssignedManagedIdentity(client_id="0" * 8 + "-0000-0000-0000-" + "0" * 12)
    )
    assert "access_token" not in answer
    assert "ound" in answer["error_description"]


def test_msal_is_told_that_the_header_is_wrong(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", str(_told(served)["identity_endpoint"]))
    monkeypatch.setenv("IDENTITY_HEADER", "wrong")
    answer = _msal(msal.SystemAssignedManagedIdentity())
    assert answer["error_description"].startswith("403, ")


def test_azure_identity_gets_the_machines_own_token(told: Mapping[str, Any]) -> None:
    with ManagedIdentityCredential() as credential:
        assert told["system_client_id"] == _appid(credential.get_token(GRAPH_SCOPE).token)


def test_azure_identity_gets_the_token_of_an_assigned_identity(told: Mapping[str, Any]) -> None:
    assigned = told["user_assigned"]
    for settings in (
        {"client_id": assigned["client_id"]},
        {"identity_config": {"object_id": assigned["object_id"]}},
    ):
        with ManagedIdentityCredential(**settings) as credential:
            assert assigned["client_id"] == _appid(credential.get_token(VAULT_SCOPE).token)


def test_azure_identity_says_that_no_such_identity_was_assigned(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", str(_told(served)["imds"]))
    with (
        ManagedIdentityCredential(client_id="nobody") as credential,
        pytest.raises(CredentialUnavailableError, match="Identity not found"),
    ):
        credential.get_token(GRAPH_SCOPE)
