"""The options of Graph's list calls, beyond filters."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Visitor

_LIST = "/graph/v1.0/security/incidents"
_ALERTS = "/graph/v1.0/security/alerts_v2"


async def _answer(visitor: Visitor, path: str, **headers: str) -> httpx.Response:
    return await visitor.http.get(path, headers=await visitor.bearer("graph") | headers)


async def _body(visitor: Visitor, path: str) -> dict[str, Any]:
    answer = await _answer(visitor, path)
    assert 200 == answer.status_code, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def _everything(visitor: Visitor, path: str) -> list[dict[str, Any]]:
    headers = await visitor.bearer("graph")
    body: dict[str, Any] = (await visitor.http.get(path, headers=headers)).json()
    found: list[dict[str, Any]] = body["value"]
    while "@odata.nextLink" in body:
        body = (await visitor.http.get(body["@odata.nextLink"], headers=headers)).json()
        found += body["value"]
    return found


@pytest.mark.parametrize(
    ("orderby", "names", "is_reverse"),
    [
        ("lastUpdateDateTime desc", ("lastUpdateDateTime",), True),
        ("lastUpdateDateTime", ("lastUpdateDateTime",), False),
        ("createdDateTime asc", ("createdDateTime",), False),
        ("lastUpdateDateTime desc,createdDateTime desc", ("lastUpdateDateTime",), True),
        ("createdDateTime,lastUpdateDateTime", ("createdDateTime", "lastUpdateDateTime"), False),
        ("createdDateTime , lastUpdateDateTime", ("createdDateTime", "lastUpdateDateTime"), False),
    ],
)
async def test_pages_together_are_sorted_as_asked(
    visitor: Visitor, orderby: str, names: tuple[str, ...], is_reverse: bool
) -> None:
    found = await _everything(visitor, f"{_LIST}?$top=7&$orderby={orderby}")
    keys = [tuple(one[name].rstrip("Z").ljust(27, "0") for name in names) for one in found]
    assert keys == sorted(keys, reverse=is_reverse)
    assert len(found) == len({one["id"] for one in found})
    assert len(found) == (await _body(visitor, _LIST + "?$count=true&$top=1"))["@odata.count"]


async def test_a_second_order_decides_where_the_first_is_equal(visitor: Visitor) -> None:
    headers, ids = await visitor.bearer("graph"), []
    for one in (await _body(visitor, _LIST + "?$top=6"))["value"]:
        await visitor.http.patch(f"{_LIST}/{one['id']}", headers=headers, json={"summary": "x"})
        ids.append(one["id"])
    for direction, expected in (("desc", ids), ("asc", ids[::-1])):
        orderby = f"lastUpdateDateTime desc,createdDateTime {direction}"
        found = await _everything(visitor, f"{_LIST}?$top=4&$orderby={orderby}")
        assert expected == [one["id"] for one in found[:6]]


@pytest.mark.parametrize("path", [_LIST, _ALERTS])
async def test_selected_properties_come_with_the_id_alone(visitor: Visitor, path: str) -> None:
    body = await _body(visitor, f"{path}?$select=severity,status&$top=3")
    for one in body["value"]:
        assert {"id", "severity", "status"} == {name for name in one if name[0] != "@"}
    assert body["@odata.context"].endswith("(severity,status)")


async def test_a_selection_holds_on_every_page_and_for_one_object(visitor: Visitor) -> None:
    for one in await _everything(visitor, f"{_LIST}?$select=severity&$top=20"):
        assert {"id", "severity"} == set(one)
    one = await _body(visitor, f"{_LIST}/{one['id']}?$select=displayName")
    assert {"@odata.context", "id", "displayName"} == set(one)
    assert one["@odata.context"].endswith("#security/incidents(displayName)/$entity")


@pytest.mark.parametrize("select", ["", "*", "*,severity"])
async def test_nothing_and_a_star_select_everything(visitor: Visitor, select: str) -> None:
    whole = await _body(visitor, f"{_LIST}?$top=1")
    assert whole["value"] == (await _body(visitor, f"{_LIST}?$top=1&$select={select}"))["value"]


async def test_expanded_alerts_can_be_selected_from(visitor: Visitor) -> None:
    path = f"{_LIST}?$top=2&$select=severity&$expand=alerts($select=title,status)"
    body = await _body(visitor, path)
    assert body["@odata.context"].endswith("#security/incidents(severity,alerts(title,status))")
    for incident in body["value"]:
        assert {"id", "severity", "alerts"} == set(incident)
        for alert in incident["alerts"]:
            assert {"id", "title", "status"} == set(alert)


async def test_the_count_spans_all_pages_and_follows_the_filter(visitor: Visitor) -> None:
    path = f"{_LIST}?$filter=severity eq 'high'&$count=true"
    every = len(await _everything(visitor, f"{_LIST}?$filter=severity eq 'high'"))
    assert every == (await _body(visitor, path + "&$top=1"))["@odata.count"]
    assert every == (await _body(visitor, path + "&$top=1&$skip=2"))["@odata.count"]
    assert "@odata.count" not in await _body(visitor, path.replace("true", "false"))


@pytest.mark.parametrize("skip", [0, 3, 50, 500])
async def test_skipping_leaves_out_the_first(visitor: Visitor, skip: int) -> None:
    every = [one["id"] for one in await _everything(visitor, _LIST)]
    rest = [one["id"] for one in await _everything(visitor, f"{_LIST}?$skip={skip}&$top=9")]
    assert every[skip:] == rest


async def test_more_than_five_hundred_cannot_be_skipped(visitor: Visitor) -> None:
    answer = await _answer(visitor, f"{_LIST}?$skip=501")
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert "The limit of '500' for Skip query" in answer.json()["error"]["message"]


async def test_none_at_all_can_be_asked_for(visitor: Visitor) -> None:
    body = await _body(visitor, f"{_LIST}?$top=0&$count=true")
    assert ([], False) == (body["value"], "@odata.nextLink" in body)
    assert body["@odata.count"] > 0


async def test_headers_and_options_of_other_services_do_no_harm(visitor: Visitor) -> None:
    answer = await _answer(
        visitor, f"{_LIST}?top=3&whatever=x", ConsistencyLevel="eventual", **{"If-Match": "*"}
    )
    assert (200, 50) == (answer.status_code, len(answer.json()["value"]))


@pytest.mark.parametrize("path", [_LIST, _ALERTS])
@pytest.mark.parametrize(
    "query",
    [
        "$orderby=",
        "$orderby=createdDateTime,",
        "$orderby=createdDateTime asc desc",
        "$orderby=createdDateTime,createdDateTime desc",
        "$orderby=nothing",
        "$filter=",
        "$filter=%20",
        "$filter=contains(assignedTo,'x')",
        "$filter=startswith(assignedTo,'x') eq true",
        "$filter=tolower(assignedTo) eq 'x'",
        "$filter=comments/any(c:c/comment eq 'x')",
        "$filter=alerts/any(a:a/severity eq 'high')",
        "$filter=severity eq microsoft.graph.security.incidentStatus'active'",
        "$filter=severity eq microsoft.graph.security.alertSeverity'worst'",
        "$filter=severity has 'high'",
        "$filter=createdDateTime add 1 gt 2026-01-01",
        "$filter=Severity eq 'high'",
        "$select=severity,",
        "$select=Severity",
        "$expand=nothing",
        "$apply=groupby((severity))",
        "$skiptoken=" + "W1sxLDJdLCJ4Il0",
    ],
)
async def test_what_is_not_offered_is_a_bad_request(
    visitor: Visitor, path: str, query: str
) -> None:
    answer = await _answer(visitor, f"{path}?{query}")
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize(
    "expand", ["alerts,alerts", "alerts($top=1)", "alerts($select=title", "alerts($select=x)"]
)
async def test_an_expansion_that_is_not_offered_is_a_bad_request(
    visitor: Visitor, expand: str
) -> None:
    answer = await _answer(visitor, f"{_LIST}?$expand={expand}")
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize("option", ["$top=1", "$skip=1", "$filter=status eq 'new'", "$count=true"])
async def test_one_object_is_no_list(visitor: Visitor, option: str) -> None:
    for path in (_LIST, _ALERTS):
        one = (await _body(visitor, path + "?$top=1"))["value"][0]["id"]
        answer = await _answer(visitor, f"{path}/{one}?{option}")
        assert 400 == answer.status_code
        assert "only on collections" in answer.json()["error"]["message"]


async def test_a_skip_token_of_another_order_is_refused(visitor: Visitor) -> None:
    link = (await _body(visitor, f"{_LIST}?$top=1"))["@odata.nextLink"]
    answer = await _answer(visitor, link + "&$orderby=createdDateTime,lastUpdateDateTime")
    assert (400, "Invalid skip token.") == (answer.status_code, answer.json()["error"]["message"])


async def test_a_key_may_stand_in_parentheses(visitor: Visitor) -> None:
    for path in (_LIST, _ALERTS):
        one = (await _body(visitor, path + "?$top=1"))["value"][0]["id"]
        plain = await _body(visitor, f"{path}/{one}")
        assert plain == await _body(visitor, f"{path}('{one}')")


async def test_alerts_can_be_filtered_by_where_they_come_from(visitor: Visitor) -> None:
    every = await _everything(visitor, _ALERTS)
    for text, accepts in (
        ("serviceSource eq 'microsoftDefenderForEndpoint'", "microsoftDefenderForEndpoint"),
        ("serviceSource in ('MicrosoftDefenderForOffice365')", "microsoftDefenderForOffice365"),
    ):
        found = await _everything(visitor, f"{_ALERTS}?$filter={text}&$top=17")
        expected = {one["id"] for one in every if one["serviceSource"] == accepts}
        assert expected == {one["id"] for one in found}
        assert expected
    technique = every[0]["mitreTechniques"][0]
    found = await _everything(
        visitor, f"{_ALERTS}?$filter=mitreTechniques/any(t:t eq '{technique}')"
    )
    assert {one["id"] for one in every if technique in one["mitreTechniques"]} == {
        one["id"] for one in found
    }
