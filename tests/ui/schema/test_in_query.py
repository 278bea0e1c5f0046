"""What a row of the browser is in a query."""

from __future__ import annotations

import pytest

from defender_tui.core.tenant_schema import TenantColumn, TenantFunction, TenantSchema, TenantTable
from defender_tui.kql import load_schema
from defender_tui.ui.schema.describing import fields_of
from defender_tui.ui.schema.in_query import preview_query, text_for_query
from defender_tui.ui.schema.index import SchemaIndex
from defender_tui.ui.schema.nodes import Node
from defender_tui.ui.schema.searching import find, first_hit

COLUMNS = (TenantColumn("odd name", "string"), TenantColumn("n", "long"))
INDEX = SchemaIndex.of(
    load_schema(
        TenantSchema(
            (TenantTable("Odd table", COLUMNS),),
            (
                TenantFunction("OurDevices", is_saved=True),
                TenantFunction("OurDay", is_saved=True, parameters=COLUMNS),
            ),
        )
    )
)


def node(search: str) -> Node:
    found = first_hit(find(INDEX, search, only_here=False), search)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("search", "text", "query"),
    [
        ("DeviceInfo", "DeviceInfo", "DeviceInfo\n| take 5"),
        ("odd table", '["Odd table"]', '["Odd table"]\n| take 5'),
        ("odd name", '["odd name"]', '["Odd table"]\n| take 5'),
        (
            "openprocess",
            '"OpenProcess"',
            'DeviceProcessEvents\n| where ActionType == "OpenProcess"\n| take 5',
        ),
        ("fileprofile", "invoke FileProfile()", ""),
        ("assignedipaddresses", "AssignedIPAddresses()", ""),
        ("workspace", "workspace('<id or resource id>').<Table>", ""),
        ("ourdevices", "OurDevices()", "OurDevices()\n| take 5"),
        ("ourday", "OurDay()", ""),
    ],
)
def test_names_values_and_calls_are_written_as_a_query_wants_them(
    search: str, text: str, query: str
) -> None:
    assert (text, query) == (text_for_query(node(search)), preview_query(node(search)))


def test_an_area_is_nothing_in_a_query() -> None:
    area = INDEX.areas[0].node
    assert ("", "") == (text_for_query(area), preview_query(area))


def test_what_is_known_of_a_row_leaves_out_what_nobody_told() -> None:
    table = dict(fields_of(node("AADSignInEventsBeta"), INDEX))
    assert "retired, use EntraIdSignInEvents" == table["Status"]
    assert "no: the tenant did not name it" == table["In tenant"]
    column = dict(fields_of(node("odd name"), INDEX))
    assert {"Column": "odd name", "Type": "string", "Table": "Odd table"} == column
    shared = dict(fields_of(node("NetworkMessageId emailattachmentinfo"), INDEX))
    assert "EmailEvents" in shared["Also in"]
    assert "FileProfile" == dict(fields_of(node("fileprofile"), INDEX))["Function"]
