from __future__ import annotations

import subprocess
import sys

import pytest

from defender_tui.kql import (
    Completion,
    CompletionKind,
    describe,
    ghost_text,
    hover,
    load_schema,
    signature_at,
)
from defender_tui.kql.completion.documentation import load_documentation
from defender_tui.kql.completion.signatures import load_signatures

SCHEMA = load_schema()


@pytest.mark.parametrize(
    ("query", "shown", "active"),
    [
        ("T | extend x = iff(", "iff(if: bool, then: scalar, else: scalar)", 0),
        ("T | extend x = iff(a > 1, ", "iff(if: bool, then: scalar, else: scalar)", 1),
        ("T | extend x = strcat(tolower('a'), ", "strcat(arg: scalar ...)", 0),
        ("let f = (a: string, b: long) { print a }; print f('x', ", "f(a: string, b: long)", 1),
        ("T | extend x = now(1d, ", "now([offset: timespan])", None),
    ],
)
def test_inside_a_call_its_parameters_are_shown(query: str, shown: str, active: int | None) -> None:
    found = signature_at(query, len(query), SCHEMA)
    assert found is not None
    assert (shown, active) == (str(found), found.active)


@pytest.mark.parametrize("query", ["", "T | where ", "T | where strlen(a) ", "T // iff("])
def test_outside_of_calls_no_parameters_are_shown(query: str) -> None:
    assert signature_at(query, len(query), SCHEMA) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DeviceEvents | wh", "ere"),
        ("DeviceProcessEvents | where ActionType == 'ProcessCr", "eated"),
        ("deviceproc", ""),
        ("DeviceEvents // wh", ""),
    ],
)
def test_the_rest_of_the_best_word_is_the_ghost_text(query: str, expected: str) -> None:
    assert expected == ghost_text(query, len(query), SCHEMA)


def test_inside_a_word_there_is_no_ghost_text() -> None:
    assert "" == ghost_text("DeviceEvents | where", 17, SCHEMA)


def test_hovering_explains_the_word_in_its_place() -> None:
    query = "DeviceEvents | summarize count() by FileName"
    words = {"DeviceEvents": "table", "summarize": "operator", "count": "aggregate"}
    for word, kind in {**words, "FileName": "column"}.items():
        found = hover(query, query.index(word) + 1, SCHEMA)
        assert found is not None
        assert (word, kind) == (query[found.start : found.end], found.offer.kind.value)
        assert found.text
    assert hover(query, query.index(" |"), SCHEMA) is None


def test_each_text_is_about_a_word_that_exists() -> None:
    known = load_signatures()
    names = {*known.scalar, *known.aggregate, *known.plugin, *known.hunting}
    assert set() == set(load_documentation().functions) - names


def test_an_obsolete_function_names_its_successor() -> None:
    offer = Completion("makeset", CompletionKind.AGGREGATE)
    assert "Obsolete: use make_set." in describe(offer, SCHEMA)


def test_cutting_text_into_tokens_does_not_load_completion() -> None:
    code = (
        "import sys; from defender_tui.kql import tokenize; tokenize('T | count');"
        "print([name for name in sys.modules if 'kql.completion' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == ran.stdout.strip()
