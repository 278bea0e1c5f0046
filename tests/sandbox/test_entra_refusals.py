"""Refusals of the token endpoint: each with its code, its words and its ids."""

from __future__ import annotations

import httpx
import pytest

from defender_tui.sandbox.entra.refusals import refusal_for
from defender_tui.sandbox.entra.wordings import WORDINGS
from tests.sandbox.conftest import NOW, SCOPES, Visitor
from tests.sandbox.token_forms import NOBODY, asked, outcome, v2

_GRAPH = "https://graph.microsoft.com"
# Every code that the vendor's page, or users, name for a client without a user.
_CODES_OF_APPLICATIONS = (
    *(7000215, 7000222, 7000218, 700025, 700016, 7000229, 7000112, 70001, 90002, 900023),
    *(50059, 50128, 90038, 900382, 900432, 500011, 50001, 650052, 650054, 650056, 650057),
    *(70011, 1002012, 700022, 700023, 901002, 9001023, 700027, 50012, 700024, 50027, 50013),
    *(50048, 700030, 70021, 700211, 700212, 700213, 7002131, 700222, 700229, 501051, 50105),
    *(65001, 90094, 53003, 50131, 53011, 530032, 530035, 50196, 90055, 90006, 90012, 90024),
    *(90033, 900144, 90014, 90013, 90019, 90023, 9002313, 70002, 70003, 700011, 500021),
    *(500022, 70016, 70018, 70019),
)


async def test_a_wrong_secret_is_refused_as_the_vendor_does(visitor: Visitor) -> None:
    form = visitor.credentials() | {"client_secret": "wrong", "scope": SCOPES["graph"]}
    headers = {"client-request-id": NOBODY}
    answer = await visitor.http.post(v2(visitor), data=form, headers=headers)
    body = answer.json()
    assert (401, "invalid_client", [7000215]) == outcome(answer)
    assert body["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert body["error_description"].endswith(
        f"Trace ID: {body['trace_id']} Correlation ID: {NOBODY} Timestamp: {body['timestamp']}"
    )
    assert (NOBODY, "2026-11-23 08:30:00Z") == (body["correlation_id"], body["timestamp"])
    assert answer.headers["x-ms-request-id"] == body["trace_id"]
    assert body["error_uri"].endswith("/error?code=7000215")


@pytest.mark.parametrize("place", ["header", "address"])
async def test_the_clients_own_id_comes_back_when_it_wants_it(visitor: Visitor, place: str) -> None:
    url, headers = v2(visitor), {"return-client-request-id": "true"}
    if place == "header":
        headers["client-request-id"] = NOBODY
    else:
        url += f"?client-request-id={NOBODY}"
    for form in ({}, visitor.credentials() | {"scope": SCOPES["graph"]}):
        answer = await visitor.http.post(url, data=form, headers=headers)
        assert NOBODY == answer.headers["client-request-id"]


async def test_an_id_that_is_no_guid_is_replaced(visitor: Visitor) -> None:
    headers = {b"client-request-id": b"mine\xfc", b"return-client-request-id": b"true"}
    answer = await visitor.http.post(v2(visitor), data={}, headers=headers)
    assert "client-request-id" not in answer.headers
    assert 36 == len(answer.json()["correlation_id"])


@pytest.mark.parametrize(
    ("change", "status", "error", "code"),
    [
        ({"grant_type": None}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"client_id": None}, 400, "invalid_request", 900144),
        ({"client_id": NOBODY}, 400, "unauthorized_client", 700016),
        ({"client_id": "not a GUID"}, 400, "unauthorized_client", 700016),
        ({"client_secret": None}, 401, "invalid_client", 7000218),
        ({"client_secret": ""}, 401, "invalid_client", 7000218),
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"scope": None}, 400, "invalid_request", 900144),
        ({"scope": _GRAPH}, 400, "invalid_scope", 1002012),
        ({"scope": f"{_GRAPH}/User.Read"}, 400, "invalid_scope", 1002012),
        ({"scope": " ".join(SCOPES.values())}, 400, "invalid_scope", 700022),
        ({"scope": "openid profile"}, 400, "invalid_scope", 700023),
        ({"scope": f"{_GRAPH}/.default {_GRAPH}/User.Read"}, 400, "invalid_scope", 70011),
        ({"scope": "https://else.example/.default"}, 400, "invalid_resource", 500011),
        ({"scope": "api://inventory/.default"}, 400, "invalid_grant", 501051),
        ({"resource": _GRAPH}, 400, "invalid_request", 901002),
        ({"claims": "{"}, 400, "invalid_request", 9000410),
        ({"claims": "[]"}, 400, "invalid_request", 9000410),
    ],
)
async def test_a_form_that_lacks_something_is_refused_with_its_code(
    visitor: Visitor, change: dict[str, str | None], status: int, error: str, code: int
) -> None:
    assert (status, error, [code]) == outcome(await asked(visitor, change))


@pytest.mark.parametrize(
    ("app_name", "status", "error", "code"),
    [
        ("expired-secret", 401, "invalid_client", 7000222),
        ("disabled", 400, "unauthorized_client", 7000112),
        ("without-principal", 401, "invalid_client", 7000229),
        ("public-client", 401, "invalid_client", 700025),
    ],
)
async def test_an_application_in_a_bad_state_is_refused(
    visitor: Visitor, app_name: str, status: int, error: str, code: int
) -> None:
    answer = await asked(visitor, visitor.credentials(app_name))
    assert (status, error, [code]) == outcome(answer)
    assert visitor.app(app_name).client_id in answer.text or code == 700025


async def test_a_public_client_without_credential_is_asked_for_one(visitor: Visitor) -> None:
    change = {"client_id": visitor.app("public-client").client_id, "client_secret": None}
    assert (401, "invalid_client", [7000218]) == outcome(await asked(visitor, change))


@pytest.mark.parametrize(
    ("tenant", "code"),
    [
        (NOBODY, 90002),
        ("woodgrove.example", 90002),
        ("no tenant!", 900023),
        ("Common", 9001023),
        ("consumers", 9001023),
        ("organizations", 50059),
    ],
)
async def test_a_tenant_that_cannot_be_used_is_refused(
    visitor: Visitor, tenant: str, code: int
) -> None:
    assert (400, "invalid_request", [code]) == outcome(await asked(visitor, {}, tenant=tenant))


@pytest.mark.parametrize("path", ["/oauth2/v2.0/token", "/oauth2/token"])
async def test_an_address_without_a_tenant_is_refused(visitor: Visitor, path: str) -> None:
    answer = await visitor.http.post(path, data=visitor.credentials())
    assert (400, "invalid_request", [50059]) == outcome(answer)


async def test_a_sign_in_host_of_another_cloud_is_refused(visitor: Visitor) -> None:
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    url = f"https://login.microsoftonline.us{v2(visitor)}"
    async with httpx.AsyncClient(transport=transport) as http:
        answer = await http.post(url, data=visitor.credentials() | {"scope": SCOPES["graph"]})
    assert (400, "invalid_request", [900382]) == outcome(answer)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_gets_a_token(visitor: Visitor, method: str) -> None:
    answer = await visitor.http.request(method, v2(visitor))
    assert (400, "invalid_request", [900561]) == outcome(answer)
    assert f"Received a {method} request." in answer.json()["error_description"]


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b'{"grant_type": 1}', b"a=1&b", b"x" * 1_000_001])
async def test_a_body_that_is_no_form_is_malformed(visitor: Visitor, body: bytes) -> None:
    answer = await visitor.http.post(v2(visitor), content=body)
    assert (400, "invalid_request", [9002313]) == outcome(answer)


async def test_a_field_that_comes_twice_is_named(visitor: Visitor) -> None:
    answer = await visitor.http.post(v2(visitor), content="scope=a&client_id=1&scope=b")
    assert (400, "invalid_request", [9000411]) == outcome(answer)
    assert "'scope' is duplicated" in answer.json()["error_description"]


async def test_what_the_client_wrote_comes_back_as_it_was(visitor: Visitor) -> None:
    hostile = "{app} %s \u202e<b>"
    body = (await asked(visitor, {"client_id": hostile})).json()
    assert f"'{hostile}'" in body["error_description"]


def test_the_table_of_codes_is_complete() -> None:
    assert set(_CODES_OF_APPLICATIONS) <= set(WORDINGS)


@pytest.mark.parametrize("code", sorted({*WORDINGS, *_CODES_OF_APPLICATIONS}))
def test_each_code_has_words_without_a_cause(code: int) -> None:
    refusal = refusal_for(code)
    body = refusal.as_json(now=NOW, trace_id=NOBODY, correlation_id=NOBODY)
    assert [code] == body["error_codes"]
    description = str(body["error_description"])
    assert description.startswith(f"AADSTS{code}: ")
    assert "{" not in description
    assert (401 if refusal.error == "invalid_client" else refusal.status) == refusal.status


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        (53003, 400, "invalid_grant"),
        (90033, 503, "temporarily_unavailable"),
        (90055, 429, "temporarily_unavailable"),
        (7000999, 401, "invalid_client"),
        (50999, 400, "invalid_grant"),
        (1, 400, "invalid_request"),
    ],
)
def test_codes_without_a_cause_have_the_status_of_their_kind(
    code: int, status: int, error: str
) -> None:
    refusal = refusal_for(code)
    assert (status, error) == (refusal.status, refusal.error)


def test_a_policy_names_the_claims_that_it_wants() -> None:
    body = refusal_for(53003).as_json(now=NOW, trace_id=NOBODY, correlation_id=NOBODY)
    assert "message_only" == body["suberror"]
    assert "capolids" in str(body["claims"])


def test_a_throttled_tenant_is_told_to_wait() -> None:
    assert {"Retry-After": "30"} == refusal_for(90055).headers
