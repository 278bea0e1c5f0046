"""Graph's call that names the tables, columns and functions an application can hunt with.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-gethuntingschema (beta)
Source: https://learn.microsoft.com/en-us/graph/api/resources/security-huntingschemaresult (beta)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import ProtocolError
from ..resources import Resource
from ..tenant_schema import TenantColumn, TenantFunction, TenantSchema, TenantTable
from .reading import JsonObject, objects, text
from .request import ApiRequest

_WHAT = "read the tenant's hunting schema"
# The pages show .NET words for columns and KQL words for parameters.
_KQL_TYPES = {
    "boolean": "bool",
    "sbyte": "bool",
    "int32": "int",
    "int64": "long",
    "double": "real",
    "single": "real",
    "object": "dynamic",
    "sqldecimal": "decimal",
}
_KNOWN = frozenset(
    (
        *("bool", "int", "long", "real", "decimal"),
        *("datetime", "timespan", "guid", "dynamic", "string"),
    )
)


def get_schema() -> ApiRequest:
    """Ask for the schema; the call is in beta and takes no options."""
    return ApiRequest(Resource.GRAPH, "GET", "/beta/security/getHuntingSchema", _WHAT)


def read_schema(body: JsonObject) -> TenantSchema:
    """Read the answer; what has no name is left out, what is missing reads as empty.

    Raises:
        ProtocolError: it names no list of tables.
    """
    if not isinstance(body.get("tables"), list):
        raise ProtocolError(
            f"Could not {_WHAT}: the answer holds no list of tables.",
            hint="The call is in beta and may have changed; the tables known here stay in use.",
        )
    functions = body.get("functions")
    return TenantSchema(
        tables=tuple(_tables(body)),
        functions=tuple(_functions(functions)) if isinstance(functions, dict) else (),
        document=body,
    )


def kql_type(word: str) -> str:
    """Give the KQL type word for the service's; one that is not known as it is."""
    plain = word.rpartition(".")[2].lower()
    plain = _KQL_TYPES.get(plain, plain)
    return plain if plain in _KNOWN else word


def _tables(body: JsonObject) -> Iterator[TenantTable]:
    for one in objects(body, "tables"):
        if name := text(one, "name"):
            columns = tuple(_columns(one, "columns", "dataType"))
            yield TenantTable(name, columns, text(one, "description") or "")


def _functions(groups: JsonObject) -> Iterator[TenantFunction]:
    for group, is_saved in (("builtInFunctions", False), ("savedFunctions", True)):
        for one in objects(groups, group):
            if name := text(one, "name"):
                yield TenantFunction(
                    name,
                    is_saved,
                    tuple(_columns(one, "inputParameters", "cslType")),
                    tuple(_columns(one, "outputColumns", "dataType")),
                    text(one, "description" if is_saved else "documentation") or "",
                    text(one, "path") or "",
                    text(one, "createdBy") or "",
                )


def _columns(source: JsonObject, key: str, type_key: str) -> Iterator[TenantColumn]:
    for one in objects(source, key):
        if name := text(one, "name"):
            yield TenantColumn(
                name, kql_type(text(one, type_key) or "string"), text(one, "description") or ""
            )
