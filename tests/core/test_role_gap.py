"""A missing role is told with what is needed, held and missing, and where to grant it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.cli.failure import EXIT_NOT_PERMITTED, exit_code, failure_line
from defender_tui.core.clouds import PUBLIC
from defender_tui.core.errors import NotPermitted
from defender_tui.core.portal import Asker
from defender_tui.core.resources import Resource
from defender_tui.core.role_gap import RoleGap, not_permitted
from defender_tui.core.wire.refusal import error_for, read_refusal
from defender_tui.core.wire.request import ApiRequest

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444"
ASKER = Asker("contoso.com", CLIENT, PUBLIC.authority)
MISSING = "Missing application roles. API required roles: {needs}, application roles: {has}."


def refused(resource: Resource, message: str, held: tuple[str, ...] = ()) -> NotPermitted:
    """Read a 403 with this message."""
    body = json.dumps({"error": {"code": "Forbidden", "message": message, "target": "id"}})
    request = ApiRequest(resource, "GET", "/x", "see devices")
    error = error_for(read_refusal(403, {}, body.encode(), now=NOW), request, held, ASKER)
    assert isinstance(error, NotPermitted)
    return error


@pytest.mark.parametrize(
    ("listed", "needs", "resource"),
    [
        ("Microsoft Graph", "ThreatHunting.Read.All", Resource.GRAPH),
        ("Microsoft Threat Protection", "AdvancedHunting.Read.All", Resource.XDR),
        ("WindowsDefenderATP", "Machine.Read.All", Resource.MDE),
    ],
)
def test_where_to_grant_names_the_api_as_the_portal_lists_it(
    listed: str, needs: str, resource: Resource
) -> None:
    error = refused(resource, MISSING.format(needs=needs, has="Other.Read"))
    assert ((needs,), ("Other.Read",), (needs,)) == (error.required, error.held, error.missing)
    assert resource is error.resource
    for words in (listed, needs, "API permissions", "Grant admin consent", "new token"):
        assert words in error.hint
    assert CLIENT in (error.link or "")


def test_of_several_that_would_do_the_one_that_only_reads_is_to_be_granted() -> None:
    needs = "Incident.ReadWrite.All,Incident.Read.All"
    error = refused(Resource.XDR, MISSING.format(needs=needs, has=""))
    assert ("Incident.Read.All",) == error.missing
    assert "Incident.ReadWrite.All" not in error.hint


def test_a_role_that_is_held_all_the_same_is_not_asked_for_again() -> None:
    error = refused(Resource.MDE, MISSING.format(needs="A.Read,B.Read", has="B.Read"))
    assert () == error.missing
    assert "should do" in error.hint
    assert "licence" in error.hint


def test_a_refusal_without_names_still_says_where_roles_are_granted() -> None:
    error = refused(Resource.GRAPH, "Insufficient privileges.", held=("A.Read",))
    assert ((), ("A.Read",)) == (error.required, error.held)
    assert "Microsoft Graph" in error.hint


@pytest.mark.parametrize("code", ["DisabledFeature", "DisallowedOperation"])
def test_a_feature_that_is_turned_off_asks_for_no_role(code: str) -> None:
    body = json.dumps({"error": {"code": code, "message": "Not here."}}).encode()
    request = ApiRequest(Resource.MDE, "POST", "/x", "isolate the device")
    error = error_for(read_refusal(403, {}, body, now=NOW), request, ("A.Read",), ASKER)
    assert isinstance(error, NotPermitted)
    assert "No role helps" in error.hint
    assert (("A.Read",), ()) == (error.held, error.missing)


def test_the_same_facts_stand_in_the_details_and_on_the_command_line() -> None:
    gap = RoleGap(Resource.MDE, ("Machine.ReadWrite.All", "Machine.Read.All"), ("Other.Read",))
    error = not_permitted("Could not see devices.", gap, asker=ASKER)
    details = dict(error.details())
    assert "Machine.ReadWrite.All, Machine.Read.All" == details["Needs one of"]
    assert ("Other.Read", "Machine.Read.All") == (details["Has"], details["Missing"])
    line = failure_line(error)
    assert all(fact in line for fact in (*error.required, "Other.Read", error.hint))
    assert "Missing Machine.Read.All." in line
    assert details["Open"] in line
    assert EXIT_NOT_PERMITTED == exit_code(error)


@pytest.mark.parametrize("name", ["graph-error-403-observed.json", "xdr-error-403-observed.json"])
def test_the_observed_refusals_are_read(reference: Path, name: str) -> None:
    body = (reference / "samples" / name).read_bytes()
    resource = Resource(name.partition("-")[0])
    request = ApiRequest(resource, "GET", "/x", "list incidents")
    error = error_for(read_refusal(403, {}, body, now=NOW), request)
    assert isinstance(error, NotPermitted)
    assert 2 == len(error.required)
    assert error.required[:1] == error.missing


@pytest.mark.parametrize("message", ["Account is not provisioned.", "Account mode is inactive"])
def test_a_refused_token_for_want_of_a_licence_is_told_so(message: str) -> None:
    body = json.dumps({"error": {"code": "Unauthorized", "message": message}}).encode()
    request = ApiRequest(Resource.XDR, "GET", "/x", "list incidents")
    assert "licence" in error_for(read_refusal(401, {}, body, now=NOW), request).hint
    assert "Get a new token" not in error_for(read_refusal(401, {}, body, now=NOW), request).hint
