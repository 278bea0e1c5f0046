"""What the `render` at a query's end asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql.literals import quote
from defender_tui.kql.rendering import ChartKind, is_gathered, rendering_of


def test_a_query_without_render_asks_for_no_chart() -> None:
    assert rendering_of("DeviceEvents | take 5") is None
    assert rendering_of("") is None
    assert rendering_of("T | where Name == 'render timechart'") is None
    assert rendering_of("T // | render timechart") is None


@pytest.mark.parametrize("kind", ChartKind)
def test_each_view_of_the_portal_is_known_by_its_word(kind: ChartKind) -> None:
    found = rendering_of(f"T | summarize count() by Name\n| render {kind} ;\n")
    assert found is not None
    assert kind is found.kind


def test_a_word_that_is_no_view_is_kept_to_be_said() -> None:
    found = rendering_of("T | render Treemap")
    assert found is not None
    assert ("treemap", None) == (found.word, found.kind)


def test_properties_name_columns_and_all_others_are_kept() -> None:
    found = rendering_of(
        "let a = 1; T | join (U | render barchart) on Id\n"
        "| render columnchart with (title='Runs, by \\'host\\'', xcolumn=[\"odd x\"],\n"
        '  ycolumns=n, ["odd y"], series = Device, kind=stacked, ymin=-1.5, whatever=on)'
    )
    assert found is not None
    assert {"xcolumn": ("odd x",), "ycolumns": ("n", "odd y"), "series": ("Device",)} == dict(
        found.columns
    )
    assert {
        "title": "Runs, by 'host'",
        "kind": "stacked",
        "ymin": "-1.5",
        "whatever": "on",
    } == dict(found.properties)
    assert found.is_stacked


def test_the_older_way_of_writing_properties_is_read_too() -> None:
    found = rendering_of("T | render timechart kind=unstacked title='x'")
    assert found is not None
    assert {"kind": "unstacked", "title": "x"} == dict(found.properties)
    assert not found.is_stacked


def test_a_render_that_is_not_finished_yet_is_read_as_far_as_it_goes() -> None:
    for text in ("T | render", "T | render piechart with (", "T | render piechart with (title="):
        found = rendering_of(text)
        assert found is None or found.kind is ChartKind.PIE


def test_rows_of_a_summarize_are_no_single_events() -> None:
    assert is_gathered("T | where x > 1 | summarize n = count() by bin(Timestamp, 1h) | order by n")
    assert is_gathered("let t = 1h; T | make-series n = count() on Timestamp step t")
    assert not is_gathered("let s = T | summarize count(); T | where x in (U | summarize by y)")


@given(st.text())
def test_any_column_name_is_found_again_and_any_text_is_read_without_failing(text: str) -> None:
    found = rendering_of(f"T | render linechart with (xcolumn=[{quote(text)}], series=s)")
    assert found is not None
    assert {"xcolumn": (text,), "series": ("s",)} == dict(found.columns)
    rendering_of(text)
    rendering_of(f"T | render {text}")
