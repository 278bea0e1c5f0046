"""Grants are read from whatever the directory answers."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.granted_roles import GrantComparison, compare_grants
from defender_tui.core.wire.directory import (
    Assignment,
    get_api_principal,
    list_assignments,
    read_api_principal,
    read_assignments,
    roles_granted,
)

API = {"id": "api-1", "appRoles": [{"id": "AAAA-1", "value": "Incident.Read.All"}]}


def test_a_grant_goes_by_its_roles_name() -> None:
    listed = read_assignments({"value": [{"resourceId": "api-1", "appRoleId": "aaaa-1"}]})
    assert ("Incident.Read.All",) == roles_granted(read_api_principal(API), listed)


def test_a_grant_on_another_api_or_without_any_role_does_not_count() -> None:
    listed = (
        Assignment("api-2", "aaaa-1"),
        Assignment("api-1", "00000000-0000-0000-0000-000000000000"),
    )
    assert () == roles_granted(read_api_principal(API), listed)


def test_a_role_that_the_api_lists_no_more_goes_by_its_id() -> None:
    assert ("bbbb-2",) == roles_granted(read_api_principal(API), [Assignment("api-1", "bbbb-2")])


def test_the_vendors_sample_of_a_grant_is_read(reference: Path) -> None:
    samples = reference / "samples"
    asked, answered = (
        json.loads((samples / f"graph-approleassignment-{name}.json").read_text(encoding="utf-8"))
        for name in ("request-constructed", "response")
    )
    (one,) = read_assignments({"value": [asked | answered]})
    assert answered["resourceId"] == one.api_object_id
    assert asked["appRoleId"] == one.role_id


def test_an_id_stays_one_segment_of_the_path() -> None:
    assert "/../" not in list_assignments("a/../b").path
    assert "'" not in get_api_principal("a'b").path.split("'", 1)[1].rsplit("'", 1)[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
names = st.sampled_from(["id", "appRoles", "value", "appRoleId", "resourceId"])
bodies = st.dictionaries(names, json_values | st.lists(st.dictionaries(names, json_values)))


@given(bodies, bodies)
def test_any_answer_is_read(api: dict[str, object], listed: dict[str, object]) -> None:
    roles = roles_granted(read_api_principal(api), read_assignments(listed))
    assert all(isinstance(role, str) for role in roles)


def test_grants_and_token_are_compared_both_ways() -> None:
    compared = compare_grants(("b", "a"), ("b", "c"))
    assert GrantComparison(waiting=("a",), withdrawn=("c",)) == compared
