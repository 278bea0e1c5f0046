"""Whole queries and what is left of them when someone edits: all help still works."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from defender_tui.kql import complete, diagnose, format_query, hover, load_schema, tokenize
from defender_tui.kql.completion.cutting import cut_before
from defender_tui.kql.completion.identity import SchemaKey
from defender_tui.kql.completion.locating import position_after
from defender_tui.kql.completion.splitting import NOTHING_SPLIT, Split, split_on

SCHEMA = load_schema()
QUERIES = (
    "// hosts that resolve rare names\nlet span = 7d;\nlet rare = (limit: long) {\n    DnsEvents\n"
    "    | summarize n = dcount(DeviceId) by Name\n    | where n < limit\n};\nDeviceNetworkEvents\n"
    "| where Timestamp > ago(span) and RemoteUrl has_any ('a.example', \"b.example\")\n"
    "| join kind=leftouter (DeviceInfo | project DeviceId, OSPlatform) on DeviceId\n"
    "| extend Parts = split(RemoteUrl, '.')[0], Day = bin(Timestamp, 1d)\n"
    "| mv-expand Part = Parts to typeof(string)\n| summarize Hits = count() by Day, Part\n"
    "| order by Hits desc\n\nunion withsource = From DeviceEvents, DeviceFileEvents | take 5",
    "let words = datatable(Word: string, Rank: int)['a', 1, 'b', 2];\nprint text = ```one\ntwo``` "
    "| where text matches regex @'\\w+' // end\n| parse text with 'o' rest: string 'e'\n\n"
    "EmailEvents\n| where Subject in~ (words) or toscalar(EmailEvents | count) > 3\n"
    "| project-away Subject\n| evaluate bag_unpack(parse_json(AuthenticationDetails))\n"
    "| top 3 by Timestamp asc",
)
PIECES = (
    *("|", "(", ")", "[", "]", "{", "}", ",", ";", "=", "'", '"', "```", "//", "\n", "\n\n", "."),
    *(" by ", " on ", "let x = ", "DeviceEvents", "where ", "join (", "!", "\x00", "é", "\u200b"),
)
EDITS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from(("", *PIECES))),
    min_size=1,
    max_size=5,
)


def edited(text: str, edits: list[tuple[int, int, str]]) -> tuple[str, int]:
    """Make edits (place, length that goes, text that comes); gives the cursor of the last."""
    cursor = 0
    for place, length, written in edits:
        start = place % (len(text) + 1)
        text = text[:start] + written + text[start + length :]
        cursor = start + len(written)
    return text, cursor


def help_with(text: str, cursor: int) -> None:
    assert text == "".join(token.text for token in tokenize(text))
    for offer in complete(text, cursor, SCHEMA):
        assert offer.text
    hover(text, cursor, SCHEMA)
    assert all(0 <= one.start <= one.end <= len(text) for one in diagnose(text, SCHEMA))
    laid_out = format_query(text)
    assert laid_out == format_query(laid_out)


@pytest.fixture(scope="module")
def corpus(reference: Path) -> list[str]:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip("the public queries are not beside the repository")
    return [query["query"] for query in json.loads(file.read_text("utf-8"))["queries"]]


@settings(max_examples=40)
@given(st.sampled_from(QUERIES), EDITS)
def test_an_edited_query_is_helped_with(query: str, edits: list[tuple[int, int, str]]) -> None:
    help_with(*edited(query, edits))


def test_edited_real_queries_are_helped_with(corpus: list[str]) -> None:
    for number, query in enumerate(corpus[::16]):
        random = Random(number)
        edits = [
            (random.randrange(10_000), random.randrange(12), random.choice(PIECES))
            for _ in range(random.randrange(1, 5))
        ]
        help_with(*edited(query, edits))


@settings(max_examples=60)
@given(st.sampled_from(QUERIES), EDITS)
def test_what_is_kept_of_the_lines_above_is_what_reading_all_anew_gives(
    query: str, edits: list[tuple[int, int, str]]
) -> None:
    text, cursor = edited(query, edits)
    before = cut_before(text[:cursor])
    anew = split_on(NOTHING_SPLIT, before.pieces).last
    kept = before.split.last
    assert anew.statements == kept.statements
    assert anew.open_statement == kept.open_statement
    # As one part, nothing of it is taken over from an earlier reading.
    whole = position_after(Split(anew.finished, rest=anew.open_statement), SchemaKey(SCHEMA))
    position = position_after(before.split, SchemaKey(SCHEMA))
    assert whole.place is position.place
    assert whole.slot == position.slot
    assert whole.pipe == position.pipe
    assert whole.listed == position.listed
    assert whole.environment.bindings == position.environment.bindings
