"""Azure's Key Vault client, which finds out by a challenge where to sign in."""

from __future__ import annotations

from typing import Any

import pytest

from .served import Served

pytest.importorskip("azure.keyvault.secrets")

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.keyvault.secrets import SecretClient

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]
SECRET_NAME = "client-secret-full"


def _vault(served: Served, address: str, app_name: str = "full", **settings: Any) -> Any:
    app = served.app(app_name)
    credential = ClientSecretCredential(
        served.tenant_id,
        app.client_id,
        app.client_secret,
        authority=served.authority,
        disable_instance_discovery=True,
        connection_verify=str(served.ca_file),
    )
    return SecretClient(
        address, credential, connection_verify=str(served.ca_file), retry_total=0, **settings
    )


def test_a_secret_is_read_by_name_and_by_version(under_real_names: Served) -> None:
    # Its ids are parsed: nothing may stand before `/secrets`, so no base path will do.
    with _vault(under_real_names, "https://contoso.vault.azure.net") as vault:
        secret = vault.get_secret(SECRET_NAME)
        assert under_real_names.app().client_secret == secret.value
        assert secret.value == vault.get_secret(SECRET_NAME, secret.properties.version).value


def test_the_names_of_secrets_are_listed(under_real_names: Served) -> None:
    with _vault(under_real_names, "https://contoso.vault.azure.net") as vault:
        names = [secret.name for secret in vault.list_properties_of_secrets()]
    assert SECRET_NAME in names
    assert len(names) == len(set(names))


def test_a_secret_that_is_not_there_is_not_found(served: Served) -> None:
    with (
        _vault(served, served.keyvault, verify_challenge_resource=False) as vault,
        pytest.raises(ResourceNotFoundError, match="SecretNotFound"),
    ):
        vault.get_secret("no-such-secret")


def test_an_application_without_rights_is_forbidden(served: Served) -> None:
    with (
        _vault(served, served.keyvault, "no-roles", verify_challenge_resource=False) as vault,
        pytest.raises(HttpResponseError, match="Forbidden") as refused,
    ):
        vault.get_secret(SECRET_NAME)
    assert 403 == refused.value.status_code
