from __future__ import annotations

import json
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError
from defender_tui.kql import Column, load_schema
from defender_tui.kql.vocabulary import load_vocabulary

KQL_TYPES = {
    "string",
    "datetime",
    "long",
    "int",
    "bool",
    "real",
    "dynamic",
    "guid",
    "timespan",
    "decimal",
}


def test_the_tables_of_the_product_are_there_with_columns_and_types() -> None:
    schema = load_schema()
    table = schema.table("DeviceProcessEvents")
    assert table is not None
    assert "ga" == table.status
    assert "Timestamp" == table.time_column
    assert Column("ProcessCommandLine", "string") == table.column("ProcessCommandLine")
    assert "ProcessCreated" in table.action_types
    assert 40 < len(schema.tables)
    assert {column.type for each in schema for column in each.columns} <= KQL_TYPES


def test_names_are_case_sensitive() -> None:
    schema = load_schema()
    assert "DeviceInfo" in schema
    assert schema.table("deviceinfo") is None


def test_documented_values_of_a_column_are_listed() -> None:
    schema = load_schema()
    assert ("Inbound", "Outbound", "Intra-org") == schema.values("EmailEvents", "EmailDirection")
    assert () == schema.values("EmailEvents", "Subject")


def test_a_schema_can_come_from_a_file_in_either_form(tmp_path: Path) -> None:
    columns = [{"name": "A", "type": "long"}, {"name": "a", "type": "string"}]
    file = tmp_path / "schema.json"
    file.write_text(json.dumps({"tables": [{"name": "T", "columns": columns}]}))
    by_list = load_schema(file)
    by_name = load_schema({"tables": [{"name": "T", "columns": {"A": "long", "a": "string"}}]})
    assert by_name.tables == by_list.tables
    assert (Column("A", "long"), Column("a", "string")) == by_list.tables[0].columns


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"tables": [{}]}', '{"tables": [{"name": "T"}]}']
)
def test_a_file_that_is_no_schema_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "schema.json"
    file.write_text(text)
    with pytest.raises(ConfigError):
        load_schema(file)


def test_the_facts_agree_with_the_reference(reference: Path) -> None:
    vendor = load_schema(reference / "hunting-schema.json")
    assert vendor.tables == load_schema().tables


def test_the_vocabulary_knows_what_is_what() -> None:
    known = load_vocabulary()
    assert "mv-expand" in known.tabular_operators
    assert {"ago", "count", "bag_unpack"} <= known.functions
    assert {"has_any", "!in~", "matches", "regex"} <= known.operators
    assert "datetime" in known.types
