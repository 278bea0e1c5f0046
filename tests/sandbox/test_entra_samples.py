"""The vendor's samples of Entra and Key Vault: our answers have their keys and types."""

from __future__ import annotations

import json
from pathlib import Path

import jwt
import pytest

from defender_tui.sandbox.json_value import Json, JsonObject
from tests.sandbox.conftest import SCOPES, Visitor
from tests.sandbox.shapes import differences
from tests.sandbox.token_forms import asked, claims_of, v1


def sample(reference: Path, name: str) -> JsonObject:
    value: Json = json.loads((reference / "samples" / name).read_text("utf-8"))
    assert isinstance(value, dict)
    return value


async def test_a_v2_token(visitor: Visitor, reference: Path) -> None:
    body = (await asked(visitor, {})).json()
    assert not differences(sample(reference, "token-success-v2.json"), [body])


async def test_a_v1_token(visitor: Visitor, reference: Path) -> None:
    form = visitor.credentials() | {"resource": "https://api.security.microsoft.com"}
    body = (await visitor.http.post(v1(visitor), data=form)).json()
    assert not differences(sample(reference, "token-success-v1.json"), [body])


@pytest.mark.parametrize(
    ("name", "change", "app_name"),
    [
        ("token-error-bad-secret-observed.json", {"client_secret": "wrong"}, "full"),
        ("token-error-missing-sp-observed.json", {}, "without-principal"),
    ],
)
async def test_a_refusal(
    visitor: Visitor, reference: Path, name: str, change: dict[str, str], app_name: str
) -> None:
    body = (await asked(visitor, {**visitor.credentials(app_name), **change})).json()
    wanted = sample(reference, name)
    assert not differences(wanted, [body])
    assert (wanted["error"], wanted["error_codes"]) == (body["error"], body["error_codes"])
    own = str(wanted["error_description"]).partition(" Trace ID: ")[0]
    own = own.replace("00001111-aaaa-2222-bbbb-3333cccc4444", visitor.app(app_name).client_id)
    own = own.replace("aaaabbbb-0000-cccc-1111-dddd2222eeee", visitor.tenant_id)
    assert own == body["error_description"].partition(" Trace ID: ")[0]


async def test_a_refused_scope_has_all_that_the_older_sample_has(
    visitor: Visitor, reference: Path
) -> None:
    scope = "https://graph.microsoft.com/.default https://graph.microsoft.com/activity.read"
    body = (await asked(visitor, {"scope": scope})).json()
    wanted = sample(reference, "token-error-invalid-scope.json")
    assert set(wanted) == set(body) - {"error_uri"}
    assert (wanted["error"], wanted["error_codes"]) == (body["error"], body["error_codes"])


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("token-app-only-decoded.json", "keyvault"),
        ("token-defender-app-only-decoded-constructed.json", "xdr"),
    ],
)
async def test_the_inside_of_a_token(
    visitor: Visitor, reference: Path, name: str, resource: str
) -> None:
    token = await visitor.token(resource, "read-only")
    wanted = sample(reference, name)
    claims, payload, header = claims_of(token), wanted["payload"], wanted["header"]
    assert isinstance(payload, dict)
    assert isinstance(header, dict)
    assert {key: type(value) for key, value in payload.items()} == {
        key: type(claims.get(key)) for key in payload
    }
    assert set(header) == set(jwt.get_unverified_header(token))
    assert SCOPES[resource].removesuffix("/.default") == claims["aud"]


async def test_metadata(visitor: Visitor, reference: Path) -> None:
    path = f"/{visitor.tenant_id}/v2.0/.well-known/openid-configuration"
    body = (await visitor.http.get(path)).json()
    wanted = sample(reference, "openid-metadata-v2-trimmed.json")
    assert not differences(wanted, [{name: body.get(name) for name in wanted}])
    assert (
        wanted["token_endpoint_auth_methods_supported"]
        == (body["token_endpoint_auth_methods_supported"])
    )


async def test_the_claims_of_a_capable_client_are_understood(
    visitor: Visitor, reference: Path
) -> None:
    claims = json.dumps(sample(reference, "cae-client-capability-claims.json"))
    body = (await asked(visitor, {"claims": claims})).json()
    assert "refresh_in" in body
