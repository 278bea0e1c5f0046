"""Hunting requests for both APIs, and the place in a query that a refusal names.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
Source: https://learn.microsoft.com/en-us/defender-xdr/api-advanced-hunting
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import ConfigError
from ..resources import Resource
from .request import ApiRequest

_DURATION = r"(?:P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|P\d+[WMY])"
_MOMENT = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_TIMESPAN = re.compile(
    rf"{_DURATION}(?:/{_MOMENT})?|{_MOMENT}(?:/(?:{_MOMENT}|{_DURATION}))?", re.ASCII
)
_BRACKETED = re.compile(r"\[(\d{1,9})\s*,\s*(\d{1,9})\]", re.ASCII)
_WORDED = re.compile(r"[Ll]ine:?\s*(\d{1,9}),?\s*(?:[Pp]osition|[Cc]olumn):?\s*(\d{1,9})", re.ASCII)
_NAMED = re.compile(r"named '([^']+)'")


@dataclass(frozen=True, slots=True)
class QueryPlace:
    """Where a query is at fault: `line` and `column` start at 1, `name` is what was not known."""

    line: int | None = None
    column: int | None = None
    name: str | None = None


def run_query(resource: Resource, query: str, timespan: str | None = None) -> ApiRequest:
    """Ask for a query to be run.

    Raises:
        ConfigError: the query is empty, the timespan is not ISO 8601, or the XDR API is asked to
            take a timespan, which it cannot.
    """
    if not query.strip():
        raise ConfigError("There is no query to run.", hint="Type one, or give it with -f FILE.")
    if timespan is not None and not _TIMESPAN.fullmatch(timespan):
        raise ConfigError(
            f"“{timespan}” is not an ISO 8601 timespan.",
            hint="Write a duration such as P7D or PT12H, or start/end.",
            key="timespan",
        )
    if resource is Resource.GRAPH:
        path = "/v1.0/security/runHuntingQuery"
        body = {"Query": query} if timespan is None else {"Query": query, "Timespan": timespan}
    else:
        if timespan is not None:
            raise ConfigError(
                "The Defender XDR API takes no timespan.",
                hint="Put the time into the query, or hunt through Microsoft Graph.",
                key="timespan",
            )
        path = "/api/advancedhunting/run"
        body = {"Query": query}
    return ApiRequest(resource, "POST", path, "run the query", body=body)


def place_in(message: str) -> QueryPlace:
    """Find line, column and unknown name in a refusal's text; all `None` when it names none."""
    where = _BRACKETED.search(message) or _WORDED.search(message)
    named = _NAMED.search(message)
    return QueryPlace(
        line=max(1, int(where.group(1))) if where else None,
        column=max(1, int(where.group(2))) if where else None,
        name=named.group(1) if named else None,
    )
