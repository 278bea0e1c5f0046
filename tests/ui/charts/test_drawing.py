"""Pictures as text: what stands where, at any size, with any name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from defender_tui.core.zones import Zone
from defender_tui.kql.rendering import ChartKind
from defender_tui.results.view.chart import Axis, ChartData, ChartSeries
from defender_tui.ui.charts.colours import series_colours
from defender_tui.ui.charts.drawing import Drawing, draw
from defender_tui.ui.charts.picture import picture_of
from defender_tui.ui.charts.plan import ChartPlan
from defender_tui.ui.charts.reading import ChartAnswer
from defender_tui.ui.charts.svg import chart_svg

from ..rendered import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = series_colours(is_dark=True)
DRAWN = [kind for kind in ChartKind if kind is not ChartKind.TABLE]
MIDNIGHT_S = 1_795_392_000.0  # 2026-11-23 00:00 UTC


def series(*lists: Sequence[float], axis: Axis = Axis.CATEGORY) -> ChartData:
    """Give series named s0, s1, ... over places p0, p1, ... or hours from midnight on."""
    places = range(max(map(len, lists)))
    xs = [MIDNIGHT_S + 3600 * at if axis is Axis.TIME else float(at) for at in places]
    drawn = tuple(
        ChartSeries(f"s{number}", tuple(zip(xs, ys, strict=False)))
        for number, ys in enumerate(lists)
    )
    names = tuple(f"p{at}" for at in places) if axis is Axis.CATEGORY else ()
    return ChartData(axis, drawn, names)


def drawn(
    kind: ChartKind, data: ChartData, size: tuple[int, int] = (60, 12), *, stacked: bool = False
) -> Drawing:
    plan = ChartPlan(kind, 0, (1,), is_stacked=stacked)
    return draw(picture_of(plan, ChartAnswer(data, 3), Zone.UTC), *size, COLOURS)


def lines(drawing: Drawing) -> list[str]:
    return drawing.text.plain.split("\n")


def test_bars_are_as_long_as_their_values_which_stand_beside_them() -> None:
    found = lines(drawn(ChartKind.BAR, series([40, 20, 0])))
    assert [4, 2, 0] == [round(line.count("▇") / found[1].count("▇") * 2) for line in found[:3]]
    assert [line.split()[-1] for line in found[:3]] == ["40", "20", "0"]
    assert [line.split("┤")[0].strip() for line in found[:3]] == ["p0", "p1", "p2"]


def test_a_pie_is_bars_by_size_with_their_shares() -> None:
    found = lines(drawn(ChartKind.PIE, series([25, 75])))
    assert "p1" in found[0]
    assert "75 (75.0%)" in found[0]
    assert "25 (25.0%)" in found[1]


def test_stacked_bars_stand_upon_one_another_and_say_their_sum() -> None:
    first, second, *_ = lines(drawn(ChartKind.BAR, series([10, 20], [30, 20]), stacked=True))
    assert first.count("▇") * 2 == pytest.approx(second.count("▇"), abs=2)
    assert first.count("▇") + first.count("▒") == second.count("▇") + second.count("▒")
    assert "40" in first


def test_columns_without_room_are_counted() -> None:
    drawing = drawn(ChartKind.COLUMN, series([1.0] * 100), (40, 10))
    assert 62 == drawing.left_out
    assert 10 == len(lines(drawing))


def test_values_below_zero_hang_from_it() -> None:
    found = lines(drawn(ChartKind.COLUMN, series([-5, 5]), (30, 12)))
    columns = ["".join(line[at] for line in found) for at in range(30)]
    low, high = (column for column in (columns[4], columns[20]) if "█" in column)
    assert low.index("█") > high.index("█")


def test_series_of_lines_differ_by_their_marks_and_not_by_colour_alone() -> None:
    text = drawn(ChartKind.TIME, series([1, 2, 3], [3, 2, 9], axis=Axis.TIME)).text.plain
    assert "●" in text
    assert "▲" in text


def test_a_lone_point_is_seen() -> None:
    assert "●" in drawn(ChartKind.TIME, series([5], axis=Axis.TIME)).text.plain


def test_areas_do_not_hide_the_smaller_and_stacked_ones_add_up() -> None:
    data = series([8.0] * 5, [4.0] * 5, axis=Axis.TIME)
    apart = drawn(ChartKind.AREA, data).text.plain
    assert apart.count("█") == pytest.approx(apart.count("▒"), abs=120)
    stacked = drawn(ChartKind.STACKED_AREA, data).text.plain
    assert "█" in stacked
    assert "15" in stacked or "12" in stacked


def test_times_are_named_in_their_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        data = series([1.0] * 12, axis=Axis.TIME)
        plan = ChartPlan(ChartKind.TIME, 0, (1,))
        texts = [
            draw(picture_of(plan, ChartAnswer(data, 12), zone), 60, 10, COLOURS).text.plain
            for zone in Zone
        ]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "00:00" in texts[0]
    assert "09:00" not in texts[0].split("\n")[-1][:20]
    assert "09:00" in texts[1] or "10:00" in texts[1]


def test_hostile_names_are_drawn_as_text_and_fill_their_cells() -> None:
    data = replace(series([1.0] * len(HOSTILE)), categories=HOSTILE)
    drawing = drawn(ChartKind.BAR, data, (90, 20))
    assert not set(drawing.text.plain) & {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"}
    assert "宽宽宽 wide" in drawing.text.plain
    assert len({cell_len(line.split("┤")[0]) for line in lines(drawing)[:-2]}) == 1
    assert not any(
        segment.style.meta for strip in drawing.strips() for segment in strip if segment.style
    )


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("size", [(30, 5), (77, 9), (196, 50)])
def test_every_kind_keeps_to_its_room(kind: ChartKind, size: tuple[int, int]) -> None:
    data = series([3, 1, 2], [0, -1, 7], axis=Axis.TIME)
    drawing = drawn(kind, data, size)
    assert all(cell_len(line) <= size[0] for line in lines(drawing))
    if kind not in (ChartKind.BAR, ChartKind.PIE):
        assert size[1] == len(lines(drawing))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6), min_size=1, max_size=3),
    st.sampled_from(DRAWN),
    st.sampled_from([Axis.TIME, Axis.NUMBER, Axis.CATEGORY]),
)
@example([[2e-311]], ChartKind.LINE, Axis.NUMBER)
def test_any_numbers_are_drawn(values: list[list[float]], kind: ChartKind, axis: Axis) -> None:
    drawing = drawn(kind, series(*values, axis=axis), (40, 8))
    assert drawing.text.plain.strip()


def test_a_file_is_an_image_that_fetches_nothing_and_holds_names_as_text() -> None:
    data = replace(series([3, 1], [1, 2]), categories=("<script>alert(1)</script>", "&amp;"))
    picture = picture_of(ChartPlan(ChartKind.BAR, 0, (1,)), ChartAnswer(data, 2), Zone.UTC)
    legend = [Content("▇ first"), Content("▒ second")]
    heading = [Content("what it is")]
    svg = chart_svg(picture, COLOURS, heading=heading, cuts=lambda _: Content(""), legend=legend)
    root = ET.fromstring(svg)
    text = "".join(root.itertext()).replace("\xa0", " ")
    assert "<script>alert(1)</script>" in text
    assert "what it is" in text
    assert "▒ second" in text
    assert not [tag for tag in root.iter() if tag.tag.endswith("script")]
    assert "url(http" not in svg
    assert "#6cb6ff" in svg
