"""What a search finds among tables, columns, values and functions."""

from __future__ import annotations

import pytest

from defender_tui.core.tenant_schema import TenantColumn, TenantSchema, TenantTable
from defender_tui.kql import load_schema
from defender_tui.ui.schema.index import SchemaIndex
from defender_tui.ui.schema.nodes import Node, NodeKind
from defender_tui.ui.schema.searching import Found, find, first_hit

INDEX = SchemaIndex.of(load_schema())


def names(found: Found) -> list[str]:
    """Give the names of what is found, those below with dots before them."""

    def walk(node: Node, depth: int) -> list[str]:
        below = found.below(node) or []
        return ["." * depth + node.name, *(name for one in below for name in walk(one, depth + 1))]

    return [name for area in found.areas for name in walk(area, 0)]


def test_without_a_search_every_table_and_function_is_there_by_area() -> None:
    found = find(INDEX, "", only_here=False)
    shown = names(found)
    assert ["Alerts", ".AlertEvidence", ".AlertInfo"] == shown[:3]
    assert "Functions" in shown
    assert ".FileProfile" in shown
    tables = sum(1 for _ in load_schema())
    assert tables == found.counts[NodeKind.TABLE]
    assert NodeKind.COLUMN not in found.counts


def test_a_table_found_by_name_is_shown_without_its_columns() -> None:
    shown = names(find(INDEX, "deviceproc", only_here=False))
    assert ["Endpoint", ".DeviceProcessEvents"] == shown


def test_columns_are_found_in_their_tables_and_values_in_their_columns() -> None:
    found = find(INDEX, "initiatingprocessparentcre", only_here=False)
    assert "..InitiatingProcessParentCreationTime" in names(found)
    assert found.counts[NodeKind.COLUMN] > 1
    shown = names(find(INDEX, "AsrOfficeChild", only_here=False))
    assert ["Endpoint", ".DeviceEvents", "..ActionType"] == shown[:3]
    assert all(name.startswith("...AsrOfficeChild") for name in shown[3:])


def test_every_word_must_be_found_in_a_name_or_in_that_of_its_table() -> None:
    shown = names(find(INDEX, "sha256 email", only_here=False))
    assert ["Email", ".EmailAttachmentInfo", "..SHA256"] == shown
    assert [] == names(find(INDEX, "sha256 nothing", only_here=False))


def test_values_are_found_together_with_the_name_of_their_column() -> None:
    shown = names(find(INDEX, "deliverylocation quarantine", only_here=False))
    assert "...Quarantine" in shown
    assert "..DeliveryLocation" in shown


def test_functions_are_found() -> None:
    assert ["Functions", ".FileProfile"] == names(find(INDEX, "fileprof", only_here=False))


@pytest.mark.parametrize(
    ("search", "hit"),
    [
        ("identityinfo", "IdentityInfo"),
        ("process", "DeviceProcessEvents"),
        ("sha256", "SHA256"),
        ("asrofficechild", "AsrOfficeChildProcessAudited"),
        ("nothing such", None),
    ],
)
def test_the_first_hit_is_a_table_of_that_name_or_else_what_begins_so(
    search: str, hit: str | None
) -> None:
    node = first_hit(find(INDEX, search, only_here=False), search)
    assert hit == (node.name if node else None)


def test_only_what_the_tenant_has_is_searched_when_asked_so() -> None:
    columns = (TenantColumn("Timestamp", "datetime"), TenantColumn("SHA256", "string"))
    schema = load_schema(
        TenantSchema((TenantTable("DeviceFileEvents", columns), TenantTable("Ours_CL", columns)))
    )
    index = SchemaIndex.of(schema)
    assert ["Endpoint", ".DeviceFileEvents", "..SHA256", "Only in this tenant", ".Ours_CL"] == (
        names(find(index, "sha256", only_here=True))[:5]
    )
    assert len(names(find(index, "sha256", only_here=False))) > 6
