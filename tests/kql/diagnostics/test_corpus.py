"""Diagnostics over real queries and over what is left of them when someone edits."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import Diagnostic, Severity, diagnose, load_schema
from tests.bench.kql_mistakes import KINDS, plant
from tests.bench.kql_score import read_queries

_TEXTS = (
    "DeviceEvents § where § join §(§)§[§]§{§}§,§;§let §=§x§'a'§\"b§5§1d§ by §summarize §count()§\n"
    "§\n\n§//c\n§union § on §*§ in §~§ has §.§$left§toscalar§dynamic§#§```§parse § with §mv-expand "
    "§|§ | §\x00§é§\u200b"
)
_PIECES = st.sampled_from(_TEXTS.split("§"))


@pytest.fixture(scope="module")
def queries(reference: Path) -> list[tuple[str, str]]:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip(f"there are no queries at {file}")
    return list(read_queries(file))


def _errors(query: str) -> list[Diagnostic]:
    found = diagnose(query, load_schema())
    assert all(0 <= one.start <= one.end <= len(query) for one in found)
    assert sorted(found, key=lambda one: (one.start, one.end)) == found
    return [one for one in found if one.severity is Severity.ERROR]


def test_fewer_than_two_in_a_hundred_real_queries_have_an_error(
    queries: list[tuple[str, str]],
) -> None:
    wrong = [name for name, query in queries if _errors(query)]
    assert len(wrong) < 0.02 * len(queries), wrong


def test_nearly_all_planted_mistakes_are_marked_in_place(queries: list[tuple[str, str]]) -> None:
    planted = marked = 0
    for name, query in queries[::4]:
        if _errors(query):
            continue
        for kind in KINDS:
            mistake = plant(query, kind, Random(name))
            if mistake is not None:
                planted += 1
                marked += any(
                    mistake.is_marked_by(one.start, one.end) for one in _errors(mistake.query)
                )
    assert planted > 250
    assert marked >= 0.95 * planted


def test_a_query_cut_off_anywhere_is_diagnosed(queries: list[tuple[str, str]]) -> None:
    for name, query in queries[::3]:
        random = Random(name)
        for _ in range(5):
            _errors(query[: random.randrange(len(query) + 1)])


@given(st.lists(_PIECES, max_size=40))
def test_any_text_is_diagnosed(pieces: list[str]) -> None:
    _errors("".join(pieces))


def test_brackets_nested_without_end_are_diagnosed() -> None:
    _errors("print " + "(" * 3_000)
    _errors("T | where " + "f(" * 3_000 + ")" * 3_000)
