"""MSAL for Python, the library that Microsoft's own tools sign in with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import msal
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_pem_x509_certificate

from .served import GRAPH_SCOPE, XDR_SCOPE, App, Served

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]

SignIn = Callable[..., Any]


@pytest.fixture
def sign_in(served: Served) -> SignIn:
    """Give a function that makes MSAL's application object with a credential."""

    def make(credential: object, app: str = "full", **more: object) -> Any:
        settings: dict[str, object] = {
            "authority": served.tenant_authority,
            "instance_discovery": False,
            "verify": str(served.ca_file),
        }
        client_id = served.app(app).client_id
        return msal.ConfidentialClientApplication(
            client_id, client_credential=credential, **(settings | more)
        )

    return make


def _claims(answer: dict[str, str]) -> dict[str, Any]:
    assert "access_token" in answer, answer
    return jwt.decode(answer["access_token"], options={"verify_signature": False})


def certificate_pem(app: App) -> str:
    """Give the PEM of an application that may sign in with a certificate."""
    assert app.certificate_file is not None, f"{app.name} has no certificate"
    return app.certificate_file.read_text(encoding="ascii")


def test_a_secret_gives_a_token_of_the_application(sign_in: SignIn, served: Served) -> None:
    app = served.app()
    claims = _claims(sign_in(app.client_secret).acquire_token_for_client([GRAPH_SCOPE]))
    assert "https://graph.microsoft.com" == claims["aud"].rstrip("/")
    assert (app.client_id, "1") == (claims["appid"], claims["appidacr"])
    assert "scp" not in claims
    assert claims["oid"] == claims["sub"]


def test_the_tenant_may_be_named_by_its_domain(sign_in: SignIn, served: Served) -> None:
    authority = f"{served.authority}/{served.domain}"
    client = sign_in(served.app().client_secret, authority=authority)
    assert served.tenant_id == _claims(client.acquire_token_for_client([XDR_SCOPE]))["tid"]


def test_a_second_token_comes_from_the_cache_and_another_resource_does_not(
    sign_in: SignIn, served: Served
) -> None:
    client = sign_in(served.app().client_secret)
    first = client.acquire_token_for_client([GRAPH_SCOPE])
    second = client.acquire_token_for_client([GRAPH_SCOPE])
    other = client.acquire_token_for_client([XDR_SCOPE])
    assert ("identity_provider", "cache") == (first["token_source"], second["token_source"])
    assert first["access_token"] == second["access_token"]
    assert "identity_provider" == other["token_source"]


def test_a_cache_that_was_stored_still_holds_its_token(sign_in: SignIn, served: Served) -> None:
    secret, kept = served.app().client_secret, msal.SerializableTokenCache()
    first = sign_in(secret, token_cache=kept).acquire_token_for_client([GRAPH_SCOPE])
    restored = msal.SerializableTokenCache()
    restored.deserialize(kept.serialize())
    second = sign_in(secret, token_cache=restored).acquire_token_for_client([GRAPH_SCOPE])
    assert first["access_token"] == second["access_token"]


def test_a_wrong_secret_is_refused_with_its_code_and_ids(sign_in: SignIn) -> None:
    answer = sign_in("wrong").acquire_token_for_client([GRAPH_SCOPE])
    assert ("invalid_client", [7000215]) == (answer["error"], answer["error_codes"])
    assert answer["error_description"].startswith("AADSTS7000215:")
    assert {"trace_id", "correlation_id", "timestamp"} <= set(answer)


def test_a_scope_without_default_is_refused(sign_in: SignIn, served: Served) -> None:
    scope = GRAPH_SCOPE.replace(".default", "SecurityIncident.Read.All")
    answer = sign_in(served.app().client_secret).acquire_token_for_client([scope])
    assert [1002012] == answer["error_codes"]


def test_an_unknown_tenant_is_found_out_before_any_token(sign_in: SignIn, served: Served) -> None:
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        sign_in("x", authority=f"{served.authority}/{'0' * 8}-0000-0000-0000-{'0' * 12}")


def test_the_sandbox_vouches_for_its_own_authority(sign_in: SignIn, served: Served) -> None:
    client = sign_in(
        served.app().client_secret,
        instance_discovery=f"{served.authority}/common/discovery/instance",
    )
    assert served.tenant_id == _claims(client.acquire_token_for_client([GRAPH_SCOPE]))["tid"]


def test_with_validation_on_the_public_authority_works_under_its_own_name(
    sign_in: SignIn, under_real_names: Served
) -> None:
    client = sign_in(
        under_real_names.app().client_secret,
        authority=f"https://login.microsoftonline.com/{under_real_names.tenant_id}",
        instance_discovery=True,
    )
    _claims(client.acquire_token_for_client([GRAPH_SCOPE]))
    assert "cache" == client.acquire_token_for_client([GRAPH_SCOPE])["token_source"]


def test_with_validation_on_a_foreign_authority_is_refused(
    sign_in: SignIn, under_real_names: Served
) -> None:
    with pytest.raises(ValueError, match="invalid_instance"):
        sign_in("x", authority="https://sign-in.example/contoso.example", instance_discovery=True)


def test_a_certificate_gives_a_token_that_says_so(sign_in: SignIn, served: Served) -> None:
    pem = certificate_pem(served.app())
    credential = {"private_key": pem, "public_certificate": pem}
    claims = _claims(sign_in(credential).acquire_token_for_client([GRAPH_SCOPE]))
    assert "2" == claims["appidacr"]


def test_the_older_thumbprint_is_taken_as_well(sign_in: SignIn, served: Served) -> None:
    pem = certificate_pem(served.app())
    thumbprint = load_pem_x509_certificate(pem.encode()).fingerprint(SHA1()).hex()
    credential = {"private_key": pem, "thumbprint": thumbprint}
    claims = _claims(sign_in(credential).acquire_token_for_client([XDR_SCOPE]))
    assert "2" == claims["appidacr"]


def test_a_certificate_in_a_pfx_file_works(sign_in: SignIn, served: Served, tmp_path: Path) -> None:
    pem = certificate_pem(served.app()).encode()
    key = load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    content = pkcs12.serialize_key_and_certificates(
        b"app", key, load_pem_x509_certificate(pem), None, BestAvailableEncryption(b"word")
    )
    file = tmp_path / "app.pfx"
    file.write_bytes(content)
    credential = {"private_key_pfx_path": str(file), "passphrase": "word"}
    assert "2" == _claims(sign_in(credential).acquire_token_for_client([XDR_SCOPE]))["appidacr"]


def test_a_certificate_of_another_application_is_refused(sign_in: SignIn, served: Served) -> None:
    pem = certificate_pem(served.app())
    credential = {"private_key": pem, "public_certificate": pem}
    answer = sign_in(credential, app="no-roles").acquire_token_for_client([GRAPH_SCOPE])
    assert ("invalid_client", [700027]) == (answer["error"], answer["error_codes"])


def test_a_client_that_knows_claims_challenges_says_so_in_its_token(
    sign_in: SignIn, served: Served
) -> None:
    client = sign_in(served.app().client_secret, client_capabilities=["cp1"])
    answer = client.acquire_token_for_client([GRAPH_SCOPE])
    assert ["CP1"] == [word.upper() for word in _claims(answer).get("xms_cc", [])]


def test_a_claims_challenge_gets_past_the_cache(sign_in: SignIn, served: Served) -> None:
    client = sign_in(served.app().client_secret, client_capabilities=["cp1"])
    first = client.acquire_token_for_client([GRAPH_SCOPE])
    challenge = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1604106651"}}})
    second = client.acquire_token_for_client([GRAPH_SCOPE], claims_challenge=challenge)
    assert "identity_provider" == second["token_source"]
    assert first["access_token"] != second["access_token"]


def test_an_application_without_roles_gets_a_token_without_them(
    sign_in: SignIn, served: Served
) -> None:
    client = sign_in(served.app("no-roles").client_secret, app="no-roles")
    assert "roles" not in _claims(client.acquire_token_for_client([GRAPH_SCOPE]))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("expired-secret", 7000222),
        ("disabled", 7000112),
        ("without-principal", 7000229),
        ("public-client", 700025),
    ],
)
def test_an_application_that_may_not_sign_in_learns_why(
    sign_in: SignIn, served: Served, name: str, code: int
) -> None:
    secret = served.app(name).client_secret
    answer = sign_in(secret, app=name).acquire_token_for_client([GRAPH_SCOPE])
    assert [code] == answer["error_codes"]
    assert "access_token" not in answer


def test_an_application_of_several_tenants_signs_in_where_it_was_consented_to(
    sign_in: SignIn, served: Served
) -> None:
    secret = served.app("multi-tenant").client_secret
    claims, refused = [], []
    for tenant in served.tenants:
        client = sign_in(secret, app="multi-tenant", authority=f"{served.authority}/{tenant}")
        answer = client.acquire_token_for_client([GRAPH_SCOPE])
        if "access_token" in answer:
            claims.append(_claims(answer))
        else:
            refused.append(answer["error_codes"])
    assert list(served.tenants[:2]) == [one["tid"] for one in claims]
    assert 2 == len({one["oid"] for one in claims})
    assert [[700016]] == refused
