from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.cli.streams import print_csv, print_json_rows
from defender_tui.core.incidents import Comment, Incident
from defender_tui.core.json_form import as_json, json_text
from defender_tui.core.words import Severity

any_text = st.text(st.characters(codec=None))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_json_is_exact_whatever_the_text_holds(value: object) -> None:
    assert value == json.loads(json_text(value))


@given(any_text)
def test_json_never_steers_a_terminal_and_fits_every_encoding(text: str) -> None:
    spelled = json_text({"title": text}, indent=None)
    assert spelled.isprintable()
    spelled.encode("utf-8")


def test_json_keeps_readable_what_prints() -> None:
    assert '"Zürich 東京"' == json_text("Zürich 東京")


def test_models_become_objects_with_utc_times() -> None:
    when = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    incident = Incident("7", severity=Severity.HIGH, comments=(Comment("x", None, when),))
    spelled = json.loads(json_text(as_json(incident)))
    assert "high" == spelled["severity"]
    assert [{"text": "x", "author": None, "created": "2026-11-23T08:00:00Z"}] == spelled["comments"]
    assert spelled["alerts"] is None


@given(st.lists(json_values, max_size=5))
def test_streamed_rows_are_one_json_array(rows: list[object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setattr("sys.stdout", out)
        print_json_rows(rows)
    assert rows == json.loads(out.getvalue())
    lines = out.getvalue().splitlines()
    assert lines == ["[]"] if not rows else len(rows) + 2 == len(lines)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_csv_gives_every_cell_back(rows: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO(newline="")
        patch.setattr("sys.stdout", out)
        print_csv(["a", "b"], rows)
    read = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [["a", "b"], *rows] == read
