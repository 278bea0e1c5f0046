"""A tenant's own tables over the ones that ship here."""

from __future__ import annotations

from defender_tui.core.tenant_schema import (
    TenantColumn,
    TenantFunction,
    TenantSchema,
    TenantTable,
)
from defender_tui.kql import Column, Severity, complete, diagnose, load_schema
from defender_tui.kql.schema import HuntingSchema

DEVICES = TenantTable(
    "DeviceProcessEvents",
    (
        TenantColumn("Timestamp", "datetime", "their words"),
        TenantColumn("FileName", "string", "their words"),
        TenantColumn("BrandNew", "dynamic", "came last week"),
        TenantColumn("Odd", "Vector"),
    ),
    "their words",
)
FIREWALL = TenantTable(
    "Firewall_CL",
    (TenantColumn("TimeGenerated", "datetime"), TenantColumn("Action_s", "string")),
    "Our firewall",
)


def live(*functions: TenantFunction) -> HuntingSchema:
    return load_schema(TenantSchema((DEVICES, FIREWALL, TenantTable("DeviceInfo")), functions))


def test_columns_are_the_tenants_and_what_is_known_of_the_table_stays() -> None:
    known, table = load_schema().table("DeviceProcessEvents"), live().table("DeviceProcessEvents")
    assert known is not None
    assert table is not None
    assert table.columns == (
        Column("Timestamp", "datetime"),
        Column("FileName", "string"),
        Column("BrandNew", "dynamic"),
        Column("Odd", "Vector"),
    )
    assert (known.description, known.area, known.action_types, known.time_column) == (
        table.description,
        table.area,
        table.action_types,
        table.time_column,
    )
    assert known.columns[0].description == table.columns[0].description
    assert "came last week" == table.columns[2].description


def test_tables_that_the_tenant_does_not_have_stay_and_are_marked() -> None:
    schema = live()
    told = {table.name: table.is_in_tenant for table in schema}
    assert told["DeviceProcessEvents"] is True
    assert told["EmailEvents"] is False
    assert {None} == {table.is_in_tenant for table in load_schema()}
    assert load_schema().names == schema.names - {"Firewall_CL"}


def test_a_table_that_only_the_tenant_has_is_added_and_completed() -> None:
    schema = live()
    table = schema.table("Firewall_CL")
    assert table is not None
    assert ("TimeGenerated", "", "", True) == (
        table.time_column,
        table.area,
        table.status,
        table.is_in_tenant,
    )
    query = "Firewall_CL | where Act"
    assert "Action_s" in [one.text for one in complete(query, len(query), schema)]


def test_a_table_named_without_columns_keeps_the_known_ones() -> None:
    known, table = load_schema().table("DeviceInfo"), live().table("DeviceInfo")
    assert known is not None
    assert table is not None
    assert known.columns == table.columns
    assert table.is_in_tenant


def test_functions_are_marked_and_those_of_the_tenant_added() -> None:
    saved = TenantFunction(
        "OurDevices",
        is_saved=True,
        parameters=(TenantColumn("days", "int"),),
        columns=(TenantColumn("DeviceName", "string"),),
        author="mia@contoso.example",
    )
    schema = live(TenantFunction("FileProfile"), saved)
    told = {function.name: function.is_in_tenant for function in schema.functions}
    assert (True, False, True) == (told["FileProfile"], told["SeenBy"], told["OurDevices"])
    assert told["adx"] is None
    ours = schema.function("OurDevices")
    assert ours is not None
    assert ("OurDevices(days)", True, "mia@contoso.example") == (
        ours.call,
        ours.is_saved,
        ours.author,
    )
    # An answer that lists none says nothing about them.
    assert load_schema().functions == live().functions


def test_one_table_can_be_taken_over_alone() -> None:
    columns = (Column("Timestamp", "datetime"), Column("New", "string"))
    schema = load_schema().with_columns("EmailEvents", columns).with_columns("Ours_CL", columns)
    mail, ours = schema.table("EmailEvents"), schema.table("Ours_CL")
    assert mail is not None
    assert ours is not None
    assert (columns, "email", True) == (mail.columns, mail.area, mail.is_in_tenant)
    assert (columns, "Timestamp") == (ours.columns, ours.time_column)
    others = [table.is_in_tenant for table in schema if table not in (mail, ours)]
    assert {None} == set(others)


def test_columns_that_ship_here_say_what_they_mean() -> None:
    table = load_schema().table("DeviceInfo")
    assert table is not None
    column = table.column("DeviceName")
    assert column is not None
    assert "Full host name (FQDN) of the device." == column.description
    function = load_schema().function("FileProfile")
    assert function is not None
    assert function.call.startswith("T | invoke FileProfile(")
    assert Column("SHA1", "string") == function.columns[0]


def test_a_query_is_checked_by_what_the_tenant_has() -> None:
    schema = live(TenantFunction("OurDevices", is_saved=True))
    clean = (
        "OurDevices() | where Timestamp > ago(1d) | take 5;\nFirewall_CL | where Action_s == 'x'"
    )
    assert [] == [
        one.message for one in diagnose(clean, schema) if one.severity is not Severity.INFORMATION
    ]
    told = {one.severity: one.message for one in diagnose("EmailEvents | take 5", schema)}
    assert (
        "The tenant did not name the table EmailEvents to this application."
        == told[Severity.WARNING]
    )
