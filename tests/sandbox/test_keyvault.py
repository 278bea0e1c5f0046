from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from tests.sandbox.conftest import URL, Visitor
from tests.sandbox.shapes import differences
from tests.sandbox.token_forms import asked, outcome

_VERSION = "api-version=2025-07-01"
_SECRET = f"/keyvault/secrets/client-secret-full?{_VERSION}"


async def got(
    visitor: Visitor, path: str, app_name: str = "full", base: str = URL
) -> httpx.Response:
    headers = await visitor.bearer("keyvault", app_name)
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=base) as http:
        return await http.get(path, headers=headers)


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """Give status, code and inner code, the latter empty when there is none."""
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("innererror", {}).get("code", "")


async def test_a_secret_is_read_by_name_and_proves_its_application(visitor: Visitor) -> None:
    body = (await got(visitor, _SECRET)).json()
    assert visitor.app().client_secret == body["value"]
    assert re.fullmatch(rf"{URL}/keyvault/secrets/client-secret-full/[0-9a-f]{{32}}", body["id"])
    for app_name in ("read-only", "multi-tenant"):
        path = f"/keyvault/secrets/client-secret-{app_name}?{_VERSION}"
        secret = (await got(visitor, path, "vault-reader")).json()["value"]
        form = {"client_id": visitor.app(app_name).client_id, "client_secret": secret}
        assert 200 == (await asked(visitor, form)).status_code


async def test_a_former_version_is_read_by_its_id_and_signs_nobody_in(visitor: Visitor) -> None:
    listed = await got(visitor, f"/keyvault/secrets/client-secret-full/versions?{_VERSION}")
    current, former = (one["id"] for one in listed.json()["value"])
    assert (await got(visitor, _SECRET)).json()["id"] == current
    secret = (await got(visitor, f"{former}?{_VERSION}")).json()
    assert former == secret["id"]
    answer = await asked(visitor, {"client_secret": secret["value"]})
    assert (401, "invalid_client", [7000215]) == outcome(answer)


async def test_a_certificate_is_kept_with_its_key(visitor: Visitor) -> None:
    path = f"/keyvault/secrets/client-certificate-full?{_VERSION}"
    body = (await got(visitor, path)).json()
    registered = visitor.sandbox.entra.certificates.of(visitor.app())
    assert registered is not None
    assert registered.as_pem().decode() == body["value"]
    assert ("application/x-pem-file", True) == (body["contentType"], body["managed"])


async def test_a_certificate_is_kept_as_pfx_without_passphrase_too(visitor: Visitor) -> None:
    body = (await got(visitor, f"/keyvault/secrets/client-pfx-full?{_VERSION}")).json()
    assert "application/x-pkcs12" == body["contentType"]
    key, certificate, _ = pkcs12.load_key_and_certificates(base64.b64decode(body["value"]), None)
    registered = visitor.sandbox.entra.certificates.of(visitor.app())
    assert registered is not None
    assert isinstance(key, RSAPrivateKey)
    assert registered.private_key.private_numbers() == key.private_numbers()
    assert certificate is not None
    assert registered.der == certificate.public_bytes(Encoding.DER)


async def test_an_expired_secret_can_still_be_read(visitor: Visitor) -> None:
    path = f"/keyvault/secrets/client-secret-expired-secret?{_VERSION}"
    body = (await got(visitor, path)).json()
    assert visitor.app("expired-secret").client_secret == body["value"]
    assert body["attributes"]["exp"] < visitor.clock.now().timestamp()


@pytest.mark.parametrize(
    ("base", "path", "authority"),
    [
        (URL, _SECRET, URL),
        (
            "https://contoso-soc.vault.azure.net",
            _SECRET.removeprefix("/keyvault"),
            "https://login.microsoftonline.com",
        ),
    ],
)
async def test_a_call_without_a_token_is_told_where_to_get_one(
    visitor: Visitor, base: str, path: str, authority: str
) -> None:
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=base) as http:
        answer = await http.get(path)
    assert (401, "Unauthorized", "") == refusal(answer)
    assert (
        f'Bearer authorization="{authority}/{visitor.tenant_id}", '
        'resource="https://vault.azure.net"' == answer.headers["WWW-Authenticate"]
    )


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer a.b.c", "Basic eDp5"])
async def test_a_bad_token_is_challenged_too(visitor: Visitor, authorization: str) -> None:
    answer = await visitor.http.get(_SECRET, headers={"Authorization": authorization})
    assert (401, "Unauthorized", "") == refusal(answer)
    assert "authorization=" in answer.headers["WWW-Authenticate"]


async def test_a_token_for_another_resource_is_refused(visitor: Visitor) -> None:
    answer = await visitor.http.get(_SECRET, headers=await visitor.bearer("graph"))
    assert (401, "Unauthorized", "") == refusal(answer)
    assert "Invalid audience" in answer.json()["error"]["message"]


async def test_a_vault_takes_no_tokens_of_other_tenants(visitor: Visitor) -> None:
    base = "https://fabrikam-soc.vault.azure.net"
    answer = await got(visitor, _SECRET.removeprefix("/keyvault"), base=base)
    assert (401, "Unauthorized", "") == refusal(answer)
    message = answer.json()["error"]["message"]
    assert message.startswith("AKV10032: Invalid issuer.")
    assert visitor.sandbox.tenants[1].tenant_id in answer.headers["WWW-Authenticate"]
    assert visitor.tenant_id in message


@pytest.mark.parametrize("query", ["", "?api-version=", "?api-version=1.0"])
async def test_the_version_of_the_api_must_be_a_known_one(visitor: Visitor, query: str) -> None:
    answer = await got(visitor, "/keyvault/secrets/client-secret-full" + query)
    assert (400, "BadParameter", "") == refusal(answer)


@pytest.mark.parametrize("version", ["7.4", "7.5", "7.6", "2025-07-01"])
async def test_each_current_version_of_the_api_is_answered(visitor: Visitor, version: str) -> None:
    path = f"/keyvault/secrets/client-secret-full?api-version={version}"
    assert 200 == (await got(visitor, path)).status_code


@pytest.mark.parametrize(
    ("path", "app_name", "expected"),
    [
        ("secrets/client-secret-full", "no-roles", (403, "Forbidden", "ForbiddenByRbac")),
        ("secrets/client-secret-retired", "full", (403, "Forbidden", "SecretDisabled")),
        ("secrets/defender-app", "full", (404, "SecretNotFound", "")),
        (f"secrets/client-secret-full/{'0' * 32}", "full", (404, "SecretNotFound", "")),
        ("secrets/under_score", "full", (400, "BadParameter", "")),
        (f"secrets/{'n' * 128}", "full", (400, "BadParameter", "")),
        ("secrets", "read-only", (403, "Forbidden", "ForbiddenByRbac")),
        ("keys/any", "full", (404, "NotFound", "")),
    ],
)
async def test_what_cannot_be_read_is_refused(
    visitor: Visitor, path: str, app_name: str, expected: tuple[int, str, str]
) -> None:
    answer = await got(visitor, f"/keyvault/{path}?{_VERSION}", app_name)
    assert expected == refusal(answer)


async def test_a_vault_behind_a_firewall_says_who_came(visitor: Visitor) -> None:
    base = "https://contoso-locked.vault.azure.net"
    answer = await got(visitor, f"/secrets/any?{_VERSION}", base=base)
    assert (403, "Forbidden", "ForbiddenByFirewall") == refusal(answer)
    message = answer.json()["error"]["message"]
    assert f"Caller: appid={visitor.app().client_id}" in message
    assert "Vault: contoso-locked" in message


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_who_may_read_may_not_write(visitor: Visitor, method: str) -> None:
    headers = await visitor.bearer("keyvault")
    answer = await visitor.http.request(method, _SECRET, headers=headers)
    assert (403, "Forbidden", "ForbiddenByRbac") == refusal(answer)


async def test_the_list_goes_on_over_its_pages_and_holds_no_values(visitor: Visitor) -> None:
    headers = await visitor.bearer("keyvault")
    url, names = f"{URL}/keyvault/secrets?{_VERSION}&maxresults=4", []
    while url:
        page = (await visitor.http.get(url, headers=headers)).json()
        assert len(page["value"]) <= 4
        assert all("value" not in secret for secret in page["value"])
        names += [secret["id"].rpartition("/")[2] for secret in page["value"]]
        url = page["nextLink"]
    assert sorted(set(names)) == names
    assert {"client-secret-full", "client-certificate-full", "client-secret-retired"} <= set(names)


@pytest.mark.parametrize("size", ["0", "26", "many", "-1"])
async def test_a_page_has_its_limits(visitor: Visitor, size: str) -> None:
    answer = await got(visitor, f"/keyvault/secrets?{_VERSION}&maxresults={size}")
    assert (400, "BadParameter", "") == refusal(answer)


async def test_secrets_have_the_shape_of_the_sample(visitor: Visitor, reference: Path) -> None:
    wanted = json.loads((reference / "samples" / "keyvault-get-secret.json").read_text("utf-8"))
    body = (await got(visitor, _SECRET)).json()
    assert not differences(wanted["value"], [body["value"]])
    assert set(wanted) <= set(body)
    attributes = {name: body["attributes"].get(name) for name in wanted["attributes"]}
    assert not differences(wanted["attributes"], [attributes])


@pytest.mark.parametrize(
    ("name", "path", "app_name"),
    [
        ("keyvault-error-403-observed.json", "client-secret-full", "no-roles"),
        ("keyvault-error-404-observed.json", "defender-app", "full"),
    ],
)
async def test_errors_have_the_shape_and_words_of_the_samples(
    visitor: Visitor, reference: Path, name: str, path: str, app_name: str
) -> None:
    wanted = json.loads((reference / "samples" / name).read_text("utf-8"))
    body = (await got(visitor, f"/keyvault/secrets/{path}?{_VERSION}", app_name)).json()
    assert not differences(wanted, [body])
    assert body["error"]["message"].startswith(wanted["error"]["message"])


async def test_a_line_break_in_a_name_is_still_the_vault_s_to_refuse(visitor: Visitor) -> None:
    answer = await visitor.http.get("/keyvault/secrets/%0A0?api-version=7.4")
    assert 401 == answer.status_code
    assert {"code", "message"} <= set(answer.json()["error"])
