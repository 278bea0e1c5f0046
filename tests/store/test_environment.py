"""The variables that azure-identity reads make a profile too."""

from __future__ import annotations

import pytest

from defender_tui.core.clouds import CHINA, GCC_HIGH, PUBLIC, Cloud, custom_cloud
from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import SecretPlace
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
    assert SecretPlace.ENVIRONMENT is profile.credential.place


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
