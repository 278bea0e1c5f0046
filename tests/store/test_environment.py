"""The variables that azure-identity reads make a profile too."""

from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.core.clouds import CHINA, GCC_HIGH, PUBLIC, Cloud, custom_cloud
from defender_tui.core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
)
from defender_tui.core.errors import ConfigError
from defender_tui.store.environment import environment_profile

TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"
CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444"


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set the two that are needed."""
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_CLIENT_ID", f" {CLIENT}\n")
    return monkeypatch


def test_two_variables_make_a_profile() -> None:
    profile = environment_profile()
    assert profile is not None
    assert ("env", TENANT, CLIENT) == (profile.name, profile.tenant_id, profile.client_id)
    assert PUBLIC == profile.cloud
    assert ClientSecret(SecretPlace.ENVIRONMENT) == profile.credential


@pytest.mark.parametrize("name", ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_one_of_them_alone_makes_none(
    variables: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        variables.delenv(name)
    else:
        variables.setenv(name, value)
    assert environment_profile() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AZURE_TENANT_ID", "common"),
        ("AZURE_TENANT_ID", "contoso"),
        ("AZURE_CLIENT_ID", "my-app"),
        ("AZURE_AUTHORITY_HOST", "http://login.contoso.com"),
        ("AZURE_AUTHORITY_HOST", "https://"),
        ("AZURE_AUTHORITY_HOST", "login.contoso.com:port"),
    ],
)
def test_a_wrong_value_is_told_by_the_variables_name(
    variables: pytest.MonkeyPatch, name: str, value: str
) -> None:
    variables.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        environment_profile()
    assert name == caught.value.key
    assert name in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("cloud", "authority"),
    [
        (PUBLIC, ""),
        (PUBLIC, "login.microsoftonline.com"),
        (PUBLIC, "https://login.microsoftonline.com/"),
        (PUBLIC, "https://Login.MicrosoftOnline.com"),
        (PUBLIC, "login.windows.net"),
        (GCC_HIGH, "https://login.microsoftonline.us"),
        (CHINA, "login.partner.microsoftonline.cn"),
        (CHINA, "login.chinacloudapi.cn"),
        (
            custom_cloud({"authority": "https://127.0.0.1:8443"}),
            "https://127.0.0.1:8443/",
        ),
        (
            custom_cloud({"authority": "https://login.contoso.com/entra"}),
            "login.contoso.com/entra",
        ),
    ],
)
def test_the_authority_chooses_the_cloud(
    variables: pytest.MonkeyPatch, cloud: Cloud, authority: str
) -> None:
    variables.setenv("AZURE_AUTHORITY_HOST", authority)
    profile = environment_profile()
    assert profile is not None
    assert cloud == profile.cloud


SECRET = {"AZURE_CLIENT_SECRET": "s3cret"}
PEM = {"AZURE_CLIENT_CERTIFICATE_PATH": "/etc/app.pem"}
LOCKED = PEM | {"AZURE_CLIENT_CERTIFICATE_PASSWORD": "s3cret"}
CHAIN = PEM | {"AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "True"}
NO_CHAIN = PEM | {"AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "false"}
FEDERATED = {"AZURE_FEDERATED_TOKEN_FILE": "/var/run/token"}
APP_SERVICE = {"IDENTITY_ENDPOINT": "http://127.0.0.1:1/msi", "IDENTITY_HEADER": "word"}
PATH = Path("/etc/app.pem")


@pytest.mark.parametrize(
    ("credential", "others"),
    [
        (ClientSecret(SecretPlace.ENVIRONMENT), SECRET | LOCKED | FEDERATED | APP_SERVICE),
        (Certificate(PATH), PEM | FEDERATED | APP_SERVICE),
        (Certificate(PATH, SecretPlace.ENVIRONMENT), LOCKED),
        (Certificate(PATH, sends_chain=True), CHAIN),
        (Certificate(PATH), NO_CHAIN),
        (FederatedToken(), FEDERATED | APP_SERVICE),
        (ManagedIdentity(client_id=CLIENT), APP_SERVICE),
        (ClientSecret(SecretPlace.ENVIRONMENT), {"IDENTITY_ENDPOINT": "http://127.0.0.1:1/msi"}),
        (ClientSecret(SecretPlace.ENVIRONMENT), {"AZURE_CLIENT_SECRET": ""}),
    ],
)
def test_the_credential_is_the_first_that_the_variables_name(
    variables: pytest.MonkeyPatch, credential: Credential, others: dict[str, str]
) -> None:
    for name, value in others.items():
        variables.setenv(name, value)
    profile = environment_profile()
    assert profile is not None
    assert credential == profile.credential
    assert "s3cret" not in repr(profile)


def test_an_app_service_needs_no_client_id_for_its_own_identity(
    variables: pytest.MonkeyPatch,
) -> None:
    variables.delenv("AZURE_CLIENT_ID")
    for name, value in APP_SERVICE.items():
        variables.setenv(name, value)
    profile = environment_profile()
    assert profile is not None
    assert ("", ManagedIdentity()) == (profile.client_id, profile.credential)
