"""What Graph's beta says of the tables, as its page shows it and as it should not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ProtocolError
from defender_tui.core.tenant_schema import TenantColumn, TenantFunction, TenantTable
from defender_tui.core.wire.hunting_schema import get_schema, kql_type, read_schema
from defender_tui.kql import load_schema

_ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text())
_NAMED = st.sampled_from(["name", "dataType", "cslType", "description", "path", "createdBy"])
_PARTS = st.lists(st.dictionaries(_NAMED, _ANYTHING, max_size=4) | _ANYTHING, max_size=3)
_ENTRIES = st.lists(
    st.dictionaries(
        _NAMED | st.sampled_from(["columns", "inputParameters", "outputColumns"]),
        _ANYTHING | _PARTS,
        max_size=6,
    )
    | _ANYTHING,
    max_size=4,
)

ANSWER = {
    "@odata.context": "x",
    "tables": [
        {
            "name": "DeviceProcessEvents",
            "description": "Processes",
            "kind": "not documented",
            "columns": [
                {"name": "Timestamp", "dataType": "DateTime", "description": "When"},
                {"name": "Odd", "dataType": "Vector", "description": None},
                {"dataType": "String"},
            ],
        },
        {"name": "Bare"},
        {"description": "nameless"},
        7,
    ],
    "functions": {
        "builtInFunctions": [
            {
                "huntingFunctionId": 1,
                "name": "FileProfile",
                "path": "Built-in",
                "documentation": "Adds facts",
                "inputParameters": [{"name": "x", "cslType": "string", "defaultValue": None}],
                "outputColumns": [{"name": "SHA1", "dataType": "String", "description": "Hash"}],
            }
        ],
        "savedFunctions": [
            {"name": "Mine", "path": "Shared", "description": "Ours", "createdBy": "a@b.example"}
        ],
    },
}


def test_the_call_is_a_read_of_the_beta() -> None:
    request = get_schema()
    assert ("GET", "/beta/security/getHuntingSchema") == (request.method, request.path)
    assert not request.is_write


def test_tables_columns_and_functions_are_read_with_words_of_the_language() -> None:
    schema = read_schema(ANSWER)
    assert schema.tables == (
        TenantTable(
            "DeviceProcessEvents",
            (TenantColumn("Timestamp", "datetime", "When"), TenantColumn("Odd", "Vector")),
            "Processes",
        ),
        TenantTable("Bare"),
    )
    assert schema.functions == (
        TenantFunction(
            "FileProfile",
            parameters=(TenantColumn("x", "string"),),
            columns=(TenantColumn("SHA1", "string", "Hash"),),
            description="Adds facts",
            path="Built-in",
        ),
        TenantFunction(
            "Mine", is_saved=True, description="Ours", path="Shared", author="a@b.example"
        ),
    )


def test_what_is_not_read_is_kept() -> None:
    assert ANSWER == read_schema(ANSWER).document


@pytest.mark.parametrize(
    ("word", "kql"),
    [
        ("DateTime", "datetime"),
        ("System.String", "string"),
        ("Int64", "long"),
        ("SByte", "bool"),
        ("Boolean", "bool"),
        ("Object", "dynamic"),
        ("timespan", "timespan"),
        ("Edm.Vector", "Edm.Vector"),
    ],
)
def test_type_words_of_every_spelling_become_those_of_the_language(word: str, kql: str) -> None:
    assert kql == kql_type(word)


@pytest.mark.parametrize("body", [{}, {"tables": None}, {"tables": {}}, {"value": []}])
def test_an_answer_without_tables_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        read_schema(body)


@pytest.mark.parametrize("functions", [None, [], {"builtInFunctions": None}, {"x": 1}])
def test_functions_may_be_missing(functions: object) -> None:
    assert () == read_schema({"tables": [], "functions": functions}).functions


@given(
    _ENTRIES,
    st.none()
    | st.dictionaries(
        st.sampled_from(["builtInFunctions", "savedFunctions"]), _ENTRIES | _ANYTHING
    ),
)
def test_whatever_stands_in_an_answer_becomes_a_schema(
    tables: list[object], functions: dict[str, object] | None
) -> None:
    told = read_schema({"tables": tables, "functions": functions})
    schema = load_schema(told)
    assert {table.name for table in told.tables} <= schema.names
    assert all(schema.function(one.name) for one in told.functions)
