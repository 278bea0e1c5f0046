"""Graph's call that names the tables and functions one can hunt with.

Source: https://learn.microsoft.com/graph/api/security-security-gethuntingschema (2026-11-23), in
beta alone. The page names no role for applications; its sister getHuntingSchemaTables names the
one of the hunting queries.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.graph.envelope import answer_headers
from defender_tui.sandbox.graph.site import METADATA, GraphSite
from defender_tui.sandbox.json_value import JsonObject

if TYPE_CHECKING:
    from defender_tui.kql.schema import Column, HuntingFunction, Table

_ROLES = ("ThreatHunting.Read.All",)
_NAME = "getHuntingSchema"
# A function of OData may be called with its namespace, and with brackets around no parameter.
_SPELLINGS = tuple(
    f"{namespace}{_NAME}{brackets}"
    for namespace in ("", "microsoft.graph.security.")
    for brackets in ("", "()")
)
_TYPES = {
    "string": "String",
    "datetime": "DateTime",
    "long": "Int64",
    "int": "Int32",
    "bool": "SByte",
    "real": "Double",
    "dynamic": "Object",
    "guid": "Guid",
    "timespan": "TimeSpan",
}
_CROSS_SERVICE = "cross-service"


class HuntingSchemaCall:
    """Answers alike for every tenant, for all hold the same tables."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the routes of all spellings."""
        return [Route(f"/beta/security/{spelling}", self._answer) for spelling in _SPELLINGS]

    async def _answer(self, request: Request) -> Response:
        await self._site.bearer.require(request, *_ROLES)
        content = await asyncio.to_thread(_content)
        headers = answer_headers(request)
        return Response(content, media_type="application/json", headers=headers)


@cache
def _content() -> bytes:
    # The language is not loaded for those who ask for incidents alone.
    from defender_tui.kql.schema import load_schema
    from defender_tui.sandbox.held_tables import held_tables

    metadata = METADATA.replace("v1.0", "beta")
    functions = [one for one in load_schema().functions if one.kind != _CROSS_SERVICE]
    body: JsonObject = {
        "@odata.context": f"{metadata}#microsoft.graph.security.huntingSchemaResult",
        "tables": [_table(table) for table in held_tables()],
        "functions": {
            "builtInFunctions": [_function(one, id_) for id_, one in enumerate(functions, 1)],
            "savedFunctions": [],
        },
    }
    return json.dumps(body).encode()


def _table(table: Table) -> JsonObject:
    return {
        "name": table.name,
        "description": table.description or None,
        "columns": [*_columns(table.columns)],
    }


def _function(function: HuntingFunction, id_: int) -> JsonObject:
    return {
        "huntingFunctionId": id_,
        "name": function.name,
        "path": "Built-in",
        "documentation": function.description or None,
        "inputParameters": [
            {"name": one.name, "cslType": one.type, "defaultValue": None}
            for one in function.parameters
        ],
        "outputColumns": [*_columns(function.columns)],
    }


def _columns(columns: Iterable[Column]) -> Iterable[JsonObject]:
    for one in columns:
        yield {
            "name": one.name,
            "dataType": _TYPES[one.type],
            "description": one.description or None,
        }
