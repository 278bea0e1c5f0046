"""Graph's beta call that names tables, columns and functions."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Visitor

_PATH = "/graph/beta/security/getHuntingSchema"


@pytest.mark.parametrize(
    "path",
    [
        _PATH,
        f"{_PATH}()",
        "/graph/beta/security/microsoft.graph.security.getHuntingSchema()",
    ],
)
async def test_the_schema_has_the_shape_of_the_page_under_every_name(
    visitor: Visitor, path: str
) -> None:
    answer = await visitor.http.get(path, headers=await visitor.bearer("graph"))
    assert 200 == answer.status_code
    body = answer.json()
    assert {"@odata.context", "tables", "functions"} == set(body)
    table = next(one for one in body["tables"] if one["name"] == "DeviceProcessEvents")
    assert {"name", "description", "columns"} == set(table)
    assert table["columns"][0] == {
        "name": "Timestamp",
        "dataType": "DateTime",
        "description": "When the event happened or the row was written, in UTC.",
    }
    assert {"builtInFunctions", "savedFunctions"} == set(body["functions"])
    function = body["functions"]["builtInFunctions"][0]
    assert (1, "FileProfile", "Built-in") == tuple(
        function[key] for key in ("huntingFunctionId", "name", "path")
    )
    assert {"name": "x", "cslType": "string", "defaultValue": None} == (
        function["inputParameters"][0]
    )


async def test_it_names_the_tables_that_queries_find_and_no_others(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    body = (await visitor.http.get(_PATH, headers=headers)).json()
    columns = {one["name"]: [column["name"] for column in one["columns"]] for one in body["tables"]}
    assert "AADSignInEventsBeta" not in columns
    run = "/graph/v1.0/security/runHuntingQuery"
    for name in ("DeviceProcessEvents", "IdentityInfo"):
        query = {"Query": f"{name} | getschema"}
        rows = (await visitor.http.post(run, headers=headers, json=query)).json()["results"]
        assert columns[name] == [row["ColumnName"] for row in rows]


async def test_it_is_refused_without_the_role_and_unknown_outside_of_the_beta(
    visitor: Visitor,
) -> None:
    refused = await visitor.http.get(_PATH, headers=await visitor.bearer("graph", "no-roles"))
    assert 403 == refused.status_code
    assert "ThreatHunting.Read.All" in refused.json()["error"]["message"]
    path = _PATH.replace("beta", "v1.0")
    unknown = await visitor.http.get(path, headers=await visitor.bearer("graph"))
    assert 400 == unknown.status_code
    assert "getHuntingSchema" in unknown.json()["error"]["message"]
    assert 401 == (await visitor.http.get(_PATH)).status_code
