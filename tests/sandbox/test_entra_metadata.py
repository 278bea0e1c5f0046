from __future__ import annotations

import httpx
import jwt
import pytest
from jwt.types import Options

from tests.sandbox.conftest import URL, Visitor
from tests.sandbox.token_forms import NOBODY, outcome

_SIGNATURE_ONLY: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
}
_MICROSOFT = "https://login.microsoftonline.com"


async def test_published_keys_verify_a_token_but_not_graphs(visitor: Visitor) -> None:
    metadata = await visitor.http.get(f"/{visitor.tenant_id}/v2.0/.well-known/openid-configuration")
    keys = jwt.PyJWKSet.from_dict((await visitor.http.get(metadata.json()["jwks_uri"])).json())
    defender, graph = await visitor.token("xdr"), await visitor.token("graph")
    key = keys[jwt.get_unverified_header(defender)["kid"]].key
    assert "tid" in jwt.decode(defender, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
    assert "nonce" in jwt.get_unverified_header(graph)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(graph, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)


@pytest.mark.parametrize("version", ["", "/v2.0"])
@pytest.mark.parametrize("index", [0, 1, 2])
async def test_metadata_is_found_by_each_domain_and_names_the_tenant(
    visitor: Visitor, version: str, index: int
) -> None:
    tenant = visitor.sandbox.tenants[index]
    for name in (*tenant.names, tenant.domain.upper()):
        body = (await visitor.http.get(f"/{name}{version}/.well-known/openid-configuration")).json()
        assert tenant.tenant_id in body["issuer"]
        assert body["token_endpoint"].startswith(f"{URL}/{tenant.tenant_id}/oauth2/")


@pytest.mark.parametrize("name", ["common", "Organizations"])
@pytest.mark.parametrize(
    ("version", "issuer"),
    [
        ("", "https://sts.windows.net/{tenantid}/"),
        ("/v2.0", f"{_MICROSOFT}/{{tenantid}}/v2.0"),
    ],
)
async def test_metadata_of_a_shared_endpoint_leaves_the_tenant_open(
    visitor: Visitor, name: str, version: str, issuer: str
) -> None:
    path = f"/{name}{version}/.well-known/openid-configuration"
    body = (await visitor.http.get(path)).json()
    assert issuer == body["issuer"]
    assert body["token_endpoint"] == f"{URL}/{name.lower()}/oauth2{version}/token"


@pytest.mark.parametrize("path", ["v2.0/.well-known/openid-configuration", "discovery/keys"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (NOBODY, (400, "invalid_tenant", [90002])),
        ("woodgrove.example", (400, "invalid_tenant", [90002])),
        ("no tenant!", (400, "invalid_request", [900023])),
    ],
)
async def test_metadata_of_an_unknown_tenant_is_refused(
    visitor: Visitor, path: str, name: str, expected: tuple[int, str, list[int]]
) -> None:
    assert expected == outcome(await visitor.http.get(f"/{name}/{path}"))


@pytest.mark.parametrize("name", ["common", "contoso.example"])
async def test_keys_of_both_versions_are_the_same_and_v2_names_their_issuer(
    visitor: Visitor, name: str
) -> None:
    (old,) = (await visitor.http.get(f"/{name}/discovery/keys")).json()["keys"]
    (new,) = (await visitor.http.get(f"/{name}/discovery/v2.0/keys")).json()["keys"]
    tenant = "{tenantid}" if name == "common" else visitor.tenant_id
    assert f"{_MICROSOFT}/{tenant}/v2.0" == new.pop("issuer")
    assert old == new
    assert {"kty", "use", "kid", "x5t", "n", "e", "x5c"} == set(old)


@pytest.mark.parametrize("version", ["", "/v2.0"])
@pytest.mark.parametrize("host", [URL, _MICROSOFT])
async def test_instance_discovery_points_to_the_tenant_that_was_asked_for(
    visitor: Visitor, host: str, version: str
) -> None:
    answer = await visitor.http.get(
        "/common/discovery/instance",
        params={
            "api-version": "1.1",
            "authorization_endpoint": f"{host}/contoso.example/oauth2{version}/authorize",
        },
    )
    body = answer.json()
    assert "1.1" == body["api-version"]
    expected = f"{host}/contoso.example{version}/.well-known/openid-configuration"
    assert expected == body["tenant_discovery_endpoint"]


async def test_instance_discovery_knows_our_address_beside_the_public_clouds(
    visitor: Visitor,
) -> None:
    endpoint = f"{URL}/common/oauth2/authorize"
    answer = await visitor.http.get(
        "/common/discovery/instance", params={"authorization_endpoint": endpoint}
    )
    groups = answer.json()["metadata"]
    assert ["127.0.0.1:8443"] == groups[0]["aliases"]
    public = next(group for group in groups if "login.windows.net" in group["aliases"])
    assert ("login.microsoftonline.com", "login.windows.net") == (
        public["preferred_network"],
        public["preferred_cache"],
    )


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, (400, "invalid_request", [900144])),
        (
            {"authorization_endpoint": "https://sign-in.example/common/oauth2/authorize"},
            (400, "invalid_instance", [50049]),
        ),
        ({"authorization_endpoint": "https://[/"}, (400, "invalid_instance", [50049])),
    ],
)
async def test_instance_discovery_refuses_hosts_that_nobody_knows(
    visitor: Visitor, params: dict[str, str], expected: tuple[int, str, list[int]]
) -> None:
    assert expected == outcome(await visitor.http.get("/common/discovery/instance", params=params))


@pytest.mark.parametrize("version", ["latest", "2022-09-01"])
async def test_cloud_discovery_says_where_to_sign_in_and_where_graph_is(
    visitor: Visitor, version: str
) -> None:
    body = (await visitor.http.get(f"/metadata/endpoints?api-version={version}")).json()
    assert ("AzureCloud", URL, f"{URL}/graph/", "vault.azure.net") == (
        body["name"],
        body["authentication"]["loginEndpoint"],
        body["microsoftGraphResourceId"],
        body["suffixes"]["keyVaultDns"],
    )


async def test_cloud_discovery_keeps_the_shapes_of_its_older_versions(visitor: Visitor) -> None:
    listed = (await visitor.http.get("/metadata/endpoints?api-version=2019-05-01")).json()
    oldest = (await visitor.http.get("/metadata/endpoints?api-version=2015-01-01")).json()
    assert ["AzureCloud"] == [cloud["name"] for cloud in listed]
    assert {"galleryEndpoint", "graphEndpoint", "portalEndpoint", "authentication"} == set(oldest)


async def test_real_hosts_are_served_without_a_base_path(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    async with httpx.AsyncClient(transport=transport) as http:
        answer = await http.get(
            "https://graph.microsoft.com/v1.0/security/incidents?$top=1", headers=headers
        )
    link = answer.json()["@odata.nextLink"]
    assert link.startswith("https://graph.microsoft.com/v1.0/security/incidents?")
