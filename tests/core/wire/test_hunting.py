"""Hunting requests, and the place in a query that a refusal names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ConfigError
from defender_tui.core.resources import Resource
from defender_tui.core.wire.hunting import QueryPlace, place_in, run_query

QUERY = "DeviceProcessEvents | where FileName == 'é' | take 5\n"


def test_graph_is_sent_the_query_and_the_timespan() -> None:
    request = run_query(Resource.GRAPH, QUERY, "P7D")
    assert ("POST", "/v1.0/security/runHuntingQuery") == (request.method, request.path)
    assert {"Query": QUERY, "Timespan": "P7D"} == request.body
    assert {"Query": QUERY} == run_query(Resource.GRAPH, QUERY).body


def test_defender_xdr_is_sent_the_query_alone() -> None:
    request = run_query(Resource.XDR, QUERY)
    assert ("POST", "/api/advancedhunting/run") == (request.method, request.path)
    assert {"Query": QUERY} == request.body


def test_running_a_query_changes_nothing_and_may_be_repeated() -> None:
    assert not run_query(Resource.GRAPH, QUERY).is_write


@pytest.mark.parametrize("query", ["", "  \n\t "])
def test_an_empty_query_is_not_sent(query: str) -> None:
    with pytest.raises(ConfigError, match="no query"):
        run_query(Resource.GRAPH, query)


def test_a_timespan_that_defender_xdr_cannot_take_is_refused() -> None:
    with pytest.raises(ConfigError, match="takes no timespan"):
        run_query(Resource.XDR, QUERY, "P7D")


@pytest.mark.parametrize(
    "timespan",
    [
        "P7D",
        "P1W",
        "P1M",
        "PT12H",
        "PT30M",
        "PT5S",
        "P1DT12H30M5S",
        "2026-11-01",
        "2026-11-01T00:00Z",
        "2026-11-01T00:00:00Z",
        "2026-11-01T00:00:00.5+02:00",
        "2026-11-01T00:00:00Z/2026-11-02T00:00:00Z",
        "2026-11-01/P1D",
        "PT6H/2026-11-01T00:00:00Z",
    ],
)
def test_an_iso_timespan_is_sent_as_typed(timespan: str) -> None:
    body = run_query(Resource.GRAPH, QUERY, timespan).body
    assert body is not None
    assert timespan == body["Timespan"]


@pytest.mark.parametrize(
    "timespan",
    [
        "",
        "7d",
        "P",
        "PT",
        "P1DT",
        "P7",
        "P7H",
        "PT1D",
        "p7d",
        "P7D ",
        "P7D\n",
        "P/2026-11-01",
        "PT/2026-11-01",
        "P1D/P1D",
        "P1D/2026-11-01/P1D",
        "2026-11-01/",
        "2026-11-01; x",
        "2026-11-01T",
        "P٧D",
        "yesterday",
    ],
)
def test_a_timespan_that_is_none_is_refused_before_it_is_sent(timespan: str) -> None:
    with pytest.raises(ConfigError, match="not an ISO 8601 timespan") as caught:
        run_query(Resource.GRAPH, QUERY, timespan)
    assert "timespan" == caught.value.key
    assert "P7D" in caught.value.hint


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (
            QueryPlace(name="X"),
            "'where' operator: Failed to resolve table or column expression named 'X'. Fix …",
        ),
        (
            QueryPlace(name="x"),
            "'project' operator: Failed to resolve scalar expression named 'x'",
        ),
        (
            QueryPlace(1, 18),
            "Query could not be parsed at 'wher' on line [1,18]\nQuery: '…'",
        ),
        (QueryPlace(3, 4), "A recognition error occurred. line 3, position 4"),
        (QueryPlace(3, 4), "A recognition error occurred. Line: 3, Column: 4"),
        (QueryPlace(1, 1), "Syntax error [0,0]"),
        (QueryPlace(), "Query exceeded the timeout period."),
        (QueryPlace(), "online 3 position"),
        (QueryPlace(), ""),
    ],
)
def test_the_place_of_a_fault_is_found_where_it_is_named(place: QueryPlace, message: str) -> None:
    assert place == place_in(message)


@given(st.text() | st.from_regex(r"[Ll]ine:? \d+,? [Cc]olumn:? \d+ named '.*'"))
def test_any_message_has_a_place_or_none(message: str) -> None:
    place = place_in(message)
    assert (place.line is None) == (place.column is None)
    assert place.line is None or place.line >= 1
    assert place.column is None or place.column >= 1


def test_a_number_of_absurd_length_is_no_place() -> None:
    assert QueryPlace() == place_in(f"line [{'9' * 5000},1]")
