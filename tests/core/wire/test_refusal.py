"""A refusal becomes the error that a user can act on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import (
    ApiError,
    DefenderTuiError,
    NotFound,
    NotPermitted,
    QueryInvalid,
    ServerFault,
    Throttled,
    TokenExpired,
)
from defender_tui.core.resources import Resource
from defender_tui.core.wire.hunting import run_query
from defender_tui.core.wire.refusal import error_for, read_refusal
from defender_tui.core.wire.request import ApiRequest

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIST = ApiRequest(Resource.GRAPH, "GET", "/v1.0/security/incidents", "list incidents")
HUNT = run_query(Resource.GRAPH, "X | take 1")
OLD_HUNT = run_query(Resource.XDR, "X | take 1")
ROLES = (
    "Missing application roles. API required roles: Incident.Read.All,Incident.ReadWrite.All, "
    "application roles: AdvancedHunting.Read.All,Machine.Scan."
)


def graph_body(message: str, code: str = "BadRequest") -> bytes:
    """Write an error as Graph does."""
    error = {"code": code, "message": message, "innerError": {"request-id": "graph-id"}}
    return json.dumps({"error": error}).encode()


def xdr_body(message: str, code: str = "BadRequest") -> bytes:
    """Write an error as Defender XDR does."""
    return json.dumps({"error": {"code": code, "message": message, "target": "xdr-id"}}).encode()


def error(
    status: int,
    body: bytes = b"",
    request: ApiRequest = LIST,
    *,
    headers: dict[str, str] | None = None,
    held: tuple[str, ...] = (),
) -> DefenderTuiError:
    """Read an answer into its error."""
    return error_for(read_refusal(status, headers or {}, body, now=NOW), request, held)


@pytest.mark.parametrize(
    ("kind", "status", "request_"),
    [
        (ApiError, 400, LIST),
        (QueryInvalid, 400, HUNT),
        (QueryInvalid, 400, OLD_HUNT),
        (TokenExpired, 401, LIST),
        (NotPermitted, 403, LIST),
        (NotFound, 404, LIST),
        (ApiError, 409, LIST),
        (NotFound, 410, LIST),
        (ApiError, 418, HUNT),
        (Throttled, 429, HUNT),
        (ServerFault, 500, LIST),
        (ServerFault, 503, HUNT),
        (ServerFault, 504, LIST),
    ],
)
@pytest.mark.parametrize(
    "body", [graph_body("It is so."), xdr_body("It is so."), b"", b"<html>Bad gateway</html>"]
)
def test_the_status_decides_what_kind_of_error_it_is(
    kind: type[DefenderTuiError], status: int, request_: ApiRequest, body: bytes
) -> None:
    refused = error(status, body, request_)
    assert kind is type(refused)
    assert refused.hint
    assert ("It is so." in refused.message) == (b"It is so." in body)
    if isinstance(refused, ApiError):
        assert status == refused.status


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ("Could not list incidents: It is so.", graph_body("It is so")),
        ("Could not list incidents: Is it so?", graph_body("Is it so?")),
        ("Could not list incidents: Microsoft Graph answered 418 and gave no reason.", b""),
    ],
)
def test_the_message_is_one_sentence_about_what_was_asked(told: str, body: bytes) -> None:
    assert told == error(418, body).message


@pytest.mark.parametrize(
    ("request_id", "body", "headers"),
    [
        ("graph-id", graph_body("x"), {}),
        ("xdr-id", xdr_body("x"), {}),
        ("in-header", graph_body("x"), {"request-id": "in-header"}),
        ("in-header", b"", {"x-ms-request-id": "in-header"}),
        ("old", b'{"error": {"innererror": {"request-id": "old"}}}', {}),
        (None, b'{"error": {"innerError": "x", "target": 7}}', {}),
        (None, b"", {}),
    ],
)
def test_the_id_that_support_asks_for_is_found(
    request_id: str | None, body: bytes, headers: dict[str, str]
) -> None:
    assert request_id == read_refusal(500, headers, body, now=NOW).request_id


def test_a_refused_token_keeps_the_id_too() -> None:
    assert ("Trace", "xdr-id") in error(401, xdr_body("x")).details()


@pytest.mark.parametrize(
    ("required", "held", "message"),
    [
        (
            ("Incident.Read.All", "Incident.ReadWrite.All"),
            ("AdvancedHunting.Read.All", "Machine.Scan"),
            ROLES,
        ),
        (
            ("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"),
            ("from.token",),
            "Missing application roles. API required roles: SecurityIncident.Read.All,"
            "SecurityIncident.ReadWrite.All, application roles: .",
        ),
        (
            ("ThreatHunting.Read.All",),
            ("a.b",),
            "API required roles: ThreatHunting.Read.All, application roles: a.b",
        ),
        ((), ("from.token",), "Access denied."),
        ((), ("from.token",), "API required roles: , application roles: ."),
    ],
)
def test_needed_and_held_roles_are_read_from_the_refusal(
    required: tuple[str, ...], held: tuple[str, ...], message: str
) -> None:
    refused = error(403, xdr_body(message, "Forbidden"), held=("from.token",))
    assert isinstance(refused, NotPermitted)
    assert (required, held) == (refused.required, refused.held)
    assert "admin consent" in refused.hint


def test_many_roles_are_all_read_however_long_the_message() -> None:
    held = tuple(f"Some.Application.Role.Number.{number}.All" for number in range(60))
    refused = error(403, xdr_body(f"API required roles: A.B, application roles: {','.join(held)}."))
    assert isinstance(refused, NotPermitted)
    assert held == refused.held


def test_a_missing_role_is_told_by_the_apis_name() -> None:
    refused = error(403, xdr_body(ROLES))
    assert "Could not list incidents: the application lacks a role on Microsoft Graph." == (
        refused.message
    )


@pytest.mark.parametrize(
    ("wait_s", "hint", "body", "headers"),
    [
        (7.0, "7 s", b"", {"retry-after": "7"}),
        (90.0, "90 s", b"", {"retry-after": "Mon, 23 Nov 2026 12:01:30 GMT"}),
        (60.0, "60 s", xdr_body("maximum allowed 45 per 00:01:00", "429"), {}),
        (3.0, "3 s", xdr_body("maximum allowed 45 per 00:01:00"), {"retry-after": "3"}),
        (0.0, "1 s", b"", {"retry-after": "0"}),
        (None, "a minute", graph_body("Please retry again later."), {}),
    ],
)
def test_a_used_up_quota_says_when_to_try_again(
    wait_s: float | None, hint: str, body: bytes, headers: dict[str, str]
) -> None:
    refused = error(429, body, headers=headers)
    assert isinstance(refused, Throttled)
    assert wait_s == refused.retry_after_s
    assert hint in refused.hint


def test_a_failing_service_may_name_its_wait() -> None:
    refused = error(503, headers={"retry-after": "5"})
    assert isinstance(refused, ServerFault)
    assert 5.0 == refused.retry_after_s


def test_a_refused_query_tells_the_place_and_the_name() -> None:
    refused = error(400, graph_body("Syntax error on line [2,7], named 'x'"), HUNT)
    assert isinstance(refused, QueryInvalid)
    assert (2, 7, "x") == (refused.line, refused.column, refused.name)


def test_an_unknown_table_may_be_a_missing_licence() -> None:
    message = "'where' operator: Failed to resolve table or column expression named 'X'."
    assert "licensed" in error(400, graph_body(message), HUNT).hint
    assert "licensed" not in error(400, graph_body("A recognition error."), HUNT).hint


def test_a_query_refused_without_a_reason_still_makes_a_sentence() -> None:
    assert "gave no reason" in error(400, b"", HUNT).message


def test_the_end_of_the_old_hunting_api_is_explained() -> None:
    assert "2027-02-01" in error(404, b"", OLD_HUNT).hint
    assert "2027-02-01" not in error(404, b"", HUNT).hint


def test_an_endless_message_is_cut() -> None:
    for request in (LIST, HUNT):
        message = error(400, graph_body("x" * 100_000), request).message
        assert len(message) < 700
        assert "…" in message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
error_keys = st.sampled_from(["code", "message", "innerError", "innererror", "target"])


@given(
    st.integers(300, 599),
    st.binary()
    | json_values.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.just("error"), st.dictionaries(error_keys, json_values) | json_values).map(
        lambda value: json.dumps(value).encode()
    ),
    st.dictionaries(st.sampled_from(["request-id", "retry-after"]), st.text()),
    st.sampled_from([LIST, HUNT, OLD_HUNT]),
)
def test_any_answer_becomes_an_error_with_something_to_do(
    status: int, body: bytes, headers: dict[str, str], request_: ApiRequest
) -> None:
    refused = error(status, body, request_, headers=headers)
    assert refused.message
    assert refused.hint
    assert all(name and value for name, value in refused.details())
