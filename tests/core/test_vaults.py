"""A vault's address, held to the cloud of the profile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import CHINA, CLOUDS, DOD, GCC, GCC_HIGH, PUBLIC, Cloud, custom_cloud
from defender_tui.core.errors import ConfigError
from defender_tui.core.vaults import secret_path, vault_suffix, vault_url

EMULATOR = custom_cloud({"keyvault": "https://127.0.0.1:8443/keyvault"})


@pytest.mark.parametrize(
    ("cloud", "suffix"),
    [
        (PUBLIC, ".vault.azure.net"),
        (GCC, ".vault.azure.net"),
        (GCC_HIGH, ".vault.usgovcloudapi.net"),
        (DOD, ".vault.usgovcloudapi.net"),
        (CHINA, ".vault.azure.cn"),
        (
            custom_cloud({"graph": "https://relay.contoso.com"}, GCC_HIGH),
            ".vault.usgovcloudapi.net",
        ),
        (EMULATOR, None),
    ],
)
def test_each_cloud_has_vaults_under_its_own_domain(cloud: Cloud, suffix: str | None) -> None:
    assert suffix == vault_suffix(cloud)


@pytest.mark.parametrize(
    "vault",
    [
        "contoso-soc",
        " contoso-soc\n",
        "contoso-soc.vault.azure.net",
        "https://contoso-soc.vault.azure.net",
        "https://Contoso-SOC.vault.azure.net/",
    ],
)
def test_a_vault_is_given_by_name_or_by_address(vault: str) -> None:
    assert "https://contoso-soc.vault.azure.net" == vault_url(PUBLIC, vault)


@pytest.mark.parametrize(
    "vault",
    [
        "https://contoso.vault.azure.net.evil.example",
        "https://evil.example/contoso.vault.azure.net",
        "https://evil.example#.vault.azure.net",
        "https://evil.example?.vault.azure.net",
        "https://evil.example\\.vault.azure.net",
        "https://ann:pa55@contoso.vault.azure.net",
        "https://a.b.vault.azure.net",
        "https://contoso.vault.azure.net:8443",
        "https://contoso.vault.azure.net/secrets/x",
        "http://contoso.vault.azure.net",
        "https://contoso.vault.azure.cn",
        "https://contoso.vault.usgovcloudapi.net",
        "https://vault.azure.net",
        "https://.vault.azure.net",
        "contoso.example",
        "contoso:443",
    ],
)
def test_an_address_outside_the_clouds_vaults_is_refused(vault: str) -> None:
    with pytest.raises(ConfigError, match="no address of a vault in the cloud “public”") as caught:
        vault_url(PUBLIC, vault)
    assert "credential.vault" == caught.value.key
    assert "Nothing was sent there" in caught.value.hint
    assert "pa55" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "vault", ["", "a", "ab", "9lives", "-abc", "abc-", "a--b", "x" * 25, "größe"]
)
def test_what_cannot_be_a_vaults_name_is_refused(vault: str) -> None:
    with pytest.raises(ConfigError, match="no name of a vault"):
        vault_url(PUBLIC, vault)


@pytest.mark.parametrize(
    "vault", ["any-name", "https://127.0.0.1:8443/keyvault", "https://127.0.0.1:8443/keyvault/"]
)
def test_a_cloud_with_one_address_for_vaults_has_every_vault_there(vault: str) -> None:
    assert "https://127.0.0.1:8443/keyvault" == vault_url(EMULATOR, vault)


@pytest.mark.parametrize(
    "vault",
    [
        "https://127.0.0.1:8443",
        "https://127.0.0.1:8443/keyvault2",
        "https://127.0.0.1:8443/keyvault/../graph",
        "https://127.0.0.1:8444/keyvault",
        "http://127.0.0.1:8443/keyvault",
        "https://contoso.vault.azure.net",
    ],
)
def test_an_address_elsewhere_is_refused_where_the_cloud_has_its_own(vault: str) -> None:
    with pytest.raises(ConfigError, match="does not lie under"):
        vault_url(EMULATOR, vault)


@given(st.text(), st.sampled_from([*CLOUDS.values()]))
def test_whatever_is_typed_leads_to_a_vault_of_the_cloud_or_nowhere(
    vault: str, cloud: Cloud
) -> None:
    try:
        address = vault_url(cloud, vault)
    except ConfigError:
        return
    suffix = vault_suffix(cloud)
    assert suffix is not None
    assert address.startswith("https://")
    assert address.endswith(suffix)
    assert not set(address.removeprefix("https://")) & set("/\\@#?:")


def test_a_secret_lies_under_its_name_and_version() -> None:
    assert "/secrets/app-1" == secret_path("app-1", None)
    assert f"/secrets/app-1/{'0a' * 16}" == secret_path("app-1", "0a" * 16)


@pytest.mark.parametrize("name", ["", "a/b", "a b", "../x", "x" * 128, "a_b", "ü"])
def test_what_cannot_be_a_secrets_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no name of a secret") as caught:
        secret_path(name, None)
    assert "credential.secret" == caught.value.key


@pytest.mark.parametrize("version", ["", "latest", "0a" * 15, "0a" * 17, "../x"])
def test_what_cannot_be_a_version_is_refused(version: str) -> None:
    with pytest.raises(ConfigError, match="no version of a secret"):
        secret_path("app", version)
