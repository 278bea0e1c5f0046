"""Who may call the Defender XDR API, and where it is found."""

from __future__ import annotations

import httpx
import pytest

from defender_tui.sandbox.origin import REAL_HOSTS
from tests.sandbox.conftest import Visitor

_LIST = "/xdr/api/incidents"
_HUNT = "/xdr/api/advancedhunting/run"
_ENDPOINT_HUNT = "/api/advancedqueries/run"
_QUERY = {"Query": "print x = 1"}


def summary(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert ["code", "message", "target"] == list(error)
    return answer.status_code, error["code"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic YTpi"])
async def test_without_a_good_token_nothing_is_told(visitor: Visitor, header: str) -> None:
    answer = await visitor.http.get(_LIST, headers={"Authorization": header} if header else {})
    assert (401, "Unauthorized") == summary(answer)
    assert answer.json()["error"]["message"].startswith("Unauthorized request - ")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("resource", ["graph", "mde"])
async def test_a_token_for_another_resource_is_refused(visitor: Visitor, resource: str) -> None:
    headers = await visitor.bearer(resource)
    assert (401, "Unauthorized") == summary(await visitor.http.get(_LIST, headers=headers))
    answer = await visitor.http.post(_HUNT, headers=headers, json=_QUERY)
    assert (401, "Unauthorized") == summary(answer)


@pytest.mark.parametrize(
    ("app_name", "method", "path", "message"),
    [
        (
            *("hunting-only", "GET", _LIST),
            "Missing application roles. API required roles: Incident.Read.All,"
            "Incident.ReadWrite.All, application roles: AdvancedHunting.Read.All.",
        ),
        (
            *("no-roles", "GET", f"{_LIST}/2817"),
            "Missing application roles. API required roles: Incident.Read.All,"
            "Incident.ReadWrite.All, application roles: .",
        ),
        (
            *("read-only", "PATCH", f"{_LIST}/2817"),
            "Missing application roles. API required roles: Incident.ReadWrite.All, "
            "application roles: Incident.Read.All,AdvancedHunting.Read.All.",
        ),
        (
            *("no-roles", "POST", _HUNT),
            "Missing application roles. API required roles: AdvancedHunting.Read.All, "
            "application roles: .",
        ),
    ],
)
async def test_a_refusal_names_the_roles_needed_and_held(
    visitor: Visitor, app_name: str, method: str, path: str, message: str
) -> None:
    headers = await visitor.bearer("xdr", app_name)
    answer = await visitor.http.request(method, path, headers=headers, json={"status": "Active"})
    assert (403, "Forbidden") == summary(answer)
    assert message == answer.json()["error"]["message"]


@pytest.mark.parametrize("number", ["1", "999999999999", "abc", "02817", "-1", "%20", "2817.0"])
async def test_an_incident_that_does_not_exist_is_not_found(visitor: Visitor, number: str) -> None:
    headers = await visitor.bearer("xdr")
    path = f"{_LIST}/{number}"
    assert (404, "ResourceNotFound") == summary(await visitor.http.get(path, headers=headers))
    answer = await visitor.http.patch(path, headers=headers, json={"status": "Active"})
    assert (404, "ResourceNotFound") == summary(answer)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/xdr/api/nothing", (404, "NotFound")),
        ("GET", "/xdr/", (404, "NotFound")),
        ("DELETE", f"{_LIST}/2817", (405, "BadRequest")),
        ("POST", _LIST, (405, "BadRequest")),
        ("GET", _HUNT, (405, "BadRequest")),
    ],
)
async def test_what_the_api_does_not_offer_is_refused_in_its_own_shape(
    visitor: Visitor, method: str, path: str, expected: tuple[int, str]
) -> None:
    headers = await visitor.bearer("xdr")
    assert expected == summary(await visitor.http.request(method, path, headers=headers))


@pytest.mark.parametrize("host", REAL_HOSTS["xdr"])
async def test_the_real_hosts_answer_without_a_base_path(visitor: Visitor, host: str) -> None:
    headers = await visitor.bearer("xdr") | {"Host": host}
    answer = await visitor.http.get("/api/incidents?$top=1", headers=headers)
    assert 200 == answer.status_code
    assert 1 == len(answer.json()["value"])


@pytest.mark.parametrize("host", REAL_HOSTS["mde"])
async def test_the_real_hosts_of_the_endpoint_api_answer_without_a_base_path(
    visitor: Visitor, host: str
) -> None:
    headers = await visitor.bearer("mde") | {"Host": host}
    answer = await visitor.http.post(_ENDPOINT_HUNT, headers=headers, json=_QUERY)
    assert ["Schema", "Results"] == list(answer.json())


@pytest.mark.parametrize(
    "path",
    ["/mde/api/advancedqueries/run", "/mde/api/v1.0/advancedqueries/run", f"/xdr{_ENDPOINT_HUNT}"],
)
async def test_endpoint_queries_run_under_both_apis_with_a_token_for_endpoints(
    visitor: Visitor, path: str
) -> None:
    answer = await visitor.http.post(path, headers=await visitor.bearer("mde"), json=_QUERY)
    assert [{"x": 1}] == answer.json()["Results"]
    stranger = await visitor.http.post(path, headers=await visitor.bearer("xdr"), json=_QUERY)
    assert (401, "Unauthorized") == summary(stranger)
    powerless = await visitor.http.post(
        path, headers=await visitor.bearer("mde", "no-roles"), json=_QUERY
    )
    assert (403, "Forbidden") == summary(powerless)
    assert "AdvancedQuery.Read.All" in powerless.json()["error"]["message"]


@pytest.mark.parametrize("path", [_HUNT, "/mde/api/advancedqueries/run"])
@pytest.mark.parametrize("body", [{"query": "print 1"}, {"QUERY": "print 1"}, {"Query": None}])
async def test_the_name_of_the_query_counts_as_it_is_written(
    visitor: Visitor, path: str, body: dict[str, str | None]
) -> None:
    headers = await visitor.bearer("mde" if path.startswith("/mde") else "xdr")
    answer = await visitor.http.post(path, headers=headers, json=body)
    assert (400, "InvalidRequestBody") == summary(answer)
