"""Queries whose parts would not be the whole, each with the reason and its place."""

from __future__ import annotations

import pytest

from .conftest import refused

_T = "DeviceEvents"
_TOGETHER = "all rows together"
_PICKS = "picks some of all rows"
_ONE_BY_ONE = "named one by one"

# Query, what the refusal says, what it points at.
_CASES = [
    (f"{_T} | summarize count() by DeviceId", _TOGETHER, "summarize"),
    (f"{_T} | where x | count", _TOGETHER, "count"),
    (f"{_T} | distinct DeviceId", _TOGETHER, "distinct"),
    (f"{_T} | top 5 by Timestamp", _PICKS, "top"),
    (f"{_T} | top-nested 3 of DeviceId by count()", _PICKS, "top-nested"),
    (f"{_T} | top-hitters 2 of DeviceId", _PICKS, "top-hitters"),
    (f"{_T} | take 10", _PICKS, "take"),
    (f"{_T} | limit 10", _PICKS, "limit"),
    (f"{_T} | sample 10", _PICKS, "sample"),
    (f"{_T} | sample-distinct 10 of DeviceId", _PICKS, "sample-distinct"),
    (f"{_T} | make-series count() on Timestamp step 1d", _TOGETHER, "make-series"),
    (f"{_T} | reduce by FileName", _TOGETHER, "reduce"),
    (f"{_T} | scan with (step a: true;)", _TOGETHER, "scan"),
    (f"{_T} | serialize n = 1", "across the places", "serialize"),
    (f"{_T} | sort by Timestamp | extend n = row_number()", "`row_number()`", "row_number"),
    (f"{_T} | sort by Timestamp | extend p = prev(X)", "`prev()`", "prev"),
    (f"{_T} | sort by Timestamp | where next(X) == 1", "`next()`", "next"),
    (f"{_T} | sort by Timestamp | extend s = row_cumsum(X)", "`row_cumsum()`", "row_cumsum"),
    (f"{_T} | extend r = rand()", "in every run", "rand"),
    (f"{_T} | extend r = new_guid()", "in every run", "new_guid"),
    (f"{_T} | where DeviceId in ((DeviceInfo | take 5))", _PICKS, "take"),
    (f"{_T} | evaluate bag_unpack(AdditionalFields)", "plugin", "evaluate"),
    (f"{_T} | invoke FileProfile('SHA1', 100)", "only some", "invoke"),
    (f"{_T} | partition by DeviceId (where x)", _TOGETHER, "partition"),
    (f"{_T} | fork (where x) (where y)", "several answers", "fork"),
    (f"{_T} | facet by DeviceId", _TOGETHER, "facet"),
    (f"{_T} | getschema", "columns, not rows", "getschema"),
    (f"{_T} | consume", "no rows", "consume"),
    (f"{_T} | make-graph a --> b", _TOGETHER, "make-graph"),
    (f"{_T} | wobble", "not known to take rows", "wobble"),
    (f"{_T} | join DeviceInfo on DeviceId", "innerunique", "join DeviceInfo on DeviceId"),
    (f"{_T} | join kind=innerunique (DeviceInfo) on X", "one left row for each key", None),
    (f"{_T} | join kind=fullouter (DeviceInfo) on X", "fullouter", None),
    (f"{_T} | join kind=wobbly (DeviceInfo) on X", "wobbly", None),
    (
        "DeviceEvents | join kind=rightouter (DeviceInfo | count) on X",
        _TOGETHER,
        "count",
    ),
    (f"{_T} | sort by DeviceName", "sorted by the time first", "sort by DeviceName"),
    (f"{_T} | extend Timestamp = X | sort by Timestamp", "the source's own time", None),
    (f"{_T} | extend ['Timestamp'] = X | sort by Timestamp", "the source's own time", None),
    (f"{_T} | extend (A, ['Timestamp']) = f(X) | sort by Timestamp", "the source's own time", None),
    (f"{_T} | parse X with * ['Timestamp'] | sort by Timestamp", "the source's own time", None),
    (f"{_T} | project-rename ['Timestamp'] = X | sort by Timestamp", "the source's own time", None),
    (f"{_T} | project-away ['Timestamp'] | sort by Timestamp", "the source's own time", None),
    (f"{_T} | sort by bin(Timestamp, 1h)", "sorted by the time first", None),
    (f"{_T} | project-away Time* | sort by Timestamp", "the source's own time", None),
    (f"let a = {_T} | sort by X; a | where y", "sorted by the time first", "sort by X"),
    ("union DeviceEvents, CallActivityEvents | sort by Timestamp", "own time", None),
    ("print 1", "no time", "print 1"),
    ("range x from 1 to 5 step 1", "no time", None),
    ("datatable (x: int) [1, 2]", "no time", None),
    ("externaldata (x: int) ['https://a.example/x.csv']", "no time", None),
    ("union DeviceEvents, (datatable (x: int) [1])", "no time", "datatable (x: int) [1]"),
    ("DeviceTvmSoftwareInventory", "no time", "DeviceTvmSoftwareInventory"),
    ("NoSuchTable | where x", "not known here", "NoSuchTable"),
    ("union Device*", _ONE_BY_ONE, "Device*"),
    ("search 'x'", "has to name its tables", "search 'x'"),
    ("search in (Device*) 'x'", _ONE_BY_ONE, "Device*"),
    ("search in (DeviceEvents, CallActivityEvents) 'x'", "differently", None),
    ("find in (DeviceEvents) where x", "does not name one by one", None),
    ("DeviceEvents | union withsource=S DeviceInfo", "withsource", None),
    ("workspace('w').DeviceEvents", "not one name", None),
    ("SeenBy('x')", "What `SeenBy()` reads", "SeenBy('x')"),
    ("let f = (T: (*)) { T | where x }; f(DeviceEvents)", "parameter", "T"),
    ("let a = 5; a", "not known here", "5"),
    ("let a = DeviceEvents; let a = DeviceInfo; a", "more than one meaning", "a"),
    ("let DeviceInfo = DeviceEvents; DeviceInfo", "more than one meaning", "DeviceInfo"),
    ("let f = () { DeviceEvents }; f", "in this way", "f"),
    ("let now = () { 5 }; DeviceEvents", "another meaning", "now"),
    ("DeviceEvents | as Rows | join kind=inner (Rows) on X", "`as` names rows", "as Rows"),
    ("set notruncation; DeviceEvents", "Only `let`", "set notruncation"),
    ("DeviceEvents; DeviceInfo", "Only `let`", "DeviceEvents"),
    ("let a = DeviceEvents;", "no query behind", "let a = DeviceEvents"),
    ("DeviceEvents | where (x", "not closed", "("),
    ("DeviceEvents | where x)", "closes nothing", ")"),
    ("DeviceEvents | where x == 'y", "cannot be read", "'y"),
    ("DeviceEvents | | where x", "operator is missing", None),
    ("| where x", "source is missing", None),
    ("// nothing", "no query", None),
    ("", "no query", None),
    (f"DeviceEvents | where {'(' * 70}x{')' * 70}", "more in it", None),
]


@pytest.mark.parametrize(("query", "reason", "place"), _CASES)
def test_what_parts_would_answer_differently_is_refused(
    query: str, reason: str, place: str | None
) -> None:
    refusal = refused(query)
    assert reason in refusal.reason
    if place is not None:
        assert place == query[refusal.start : refusal.end]
