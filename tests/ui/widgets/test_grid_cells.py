"""The grid: cells of several kinds, columns arranged by hand, marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.content import Content

from defender_tui.ui.text import SafeLine, safe_line
from defender_tui.ui.widgets.grid import Grid
from defender_tui.ui.widgets.grid_columns import GridColumn
from defender_tui.ui.widgets.grid_layout import GridLayout

from .test_grid import ManyRows, staged


async def test_frozen_columns_stay_in_sight_and_the_cursor_is_brought_beside_them() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.column_layout = GridLayout(frozen=1)
        stage.grid.focus()
        await stage.press("end")
        assert stage.lines()[1].startswith("▎r0c0")
        assert "r0c19" in stage.lines()[1]
        await stage.press(*["left"] * 18)
        assert stage.lines()[1].split()[:2] == ["▎r0c0", "r0c1"]
        await stage.pilot.click(Grid, offset=(3, 3))
        assert (2, 0) == (stage.grid.cursor_row, stage.grid.current_column)


async def test_hidden_and_moved_columns_keep_the_cursor_on_its_column() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("right", "right")
        stage.grid.column_layout = GridLayout(first=("5", "2"), hidden=frozenset({"0"}))
        await stage.pilot.pause()
        assert ["▎r0c5", "r0c2", "r0c1"] == stage.lines()[1].split()[:3]
        assert 2 == stage.grid.current_column
        await stage.press("enter")
        opened = stage.heard(Grid.CellOpened)
        assert [(0, 2)] == [(m.row, m.column) for m in opened if isinstance(m, Grid.CellOpened)]


async def test_a_column_is_made_wider_and_narrower_by_hand() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.widen(4)
        await stage.pilot.pause()
        assert 1 + 18 + 2 == stage.lines()[1].index("r0c1")
        stage.grid.widen(-40)
        await stage.pilot.pause()
        assert "r0…  r0c1" in stage.lines()[1]


async def test_a_column_cursor_shows_in_every_row() -> None:
    async with staged(cursor="column") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("right")
        styles = [
            {segment.style for segment in strip if segment.text.strip().endswith("c1")}
            for strip in stage.pilot.app.screen._compositor.render_strips()[2:5]
        ]
        assert all(len(found) == 1 for found in styles)
        (plain,) = {
            segment.style
            for segment in stage.pilot.app.screen._compositor.render_strips()[3]
            if "c4" in segment.text
        }
        assert plain not in styles[0]


@dataclass
class Marked:
    """Plain texts and nulls, of which some rows are marked."""

    texts: Sequence[str | None]
    marks: set[int] = field(default_factory=set)

    @property
    def row_count(self) -> int:
        return len(self.texts)

    def cells(self, row: int) -> Sequence[SafeLine | None]:
        text = self.texts[row]
        return [safe_line(text, limit=50) if text is not None else None]

    def want(self, first: int, last: int) -> None: ...

    def is_marked(self, row: int) -> bool:
        return row in self.marks


async def test_marked_rows_bear_a_sign_and_nulls_differ_from_the_word() -> None:
    async with staged([GridColumn("a", "A", width=8)]) as stage:
        stage.grid.set_source(Marked(["one", None, "null"], marks={0}))
        await stage.pilot.pause()
        assert stage.lines()[1].startswith("✓one")
        strips = stage.pilot.app.screen._compositor.render_strips()
        looks = [[segment.style for segment in strip if "null" in segment.text] for strip in strips]
        assert looks[2] != looks[3]


async def test_a_text_stands_out_wherever_it_is_in_any_case() -> None:
    async with staged([GridColumn("a", "A", width=20)]) as stage:
        stage.grid.set_source(Marked(["an Echo and echo", "nothing"]))
        stage.grid.make_stand_out("ECHO")
        await stage.pilot.pause()
        strip = stage.pilot.app.screen._compositor.render_strips()[1]
        standing = [one.text for one in strip if one.style and one.style.underline]
        assert ["Echo", "echo"] == standing


async def test_a_mark_of_a_column_follows_its_title_however_narrow_it_is() -> None:
    columns = (
        GridColumn("a", "Long title", width=6, mark="▾1"),
        GridColumn("b", "n", width=3, mark="▴", align="right"),
        GridColumn("c", "Next", width=6),
    )
    async with staged(columns) as stage:
        await stage.pilot.pause()
        assert " Long…▾1   n▴ Next" == stage.lines()[0].rstrip()


@dataclass
class Both:
    """Nine times the same text, plain or not."""

    texts: Sequence[str]
    is_plain: bool = False

    @property
    def row_count(self) -> int:
        return len(self.texts)

    def cells(self, row: int) -> Sequence[Content | SafeLine]:
        text = self.texts[row]
        return [safe_line(text, limit=99) if self.is_plain else Content(text)] * 9

    def want(self, first: int, last: int) -> None: ...


async def test_plain_cells_are_drawn_as_styled_ones_at_every_scroll() -> None:
    texts = ["short", "a text that is too long for it", "宽宽宽宽宽宽宽宽", "ü" * 30, ""]

    columns = [GridColumn(str(at), "T", width=9 + at) for at in range(9)]
    source = Both(texts)
    async with staged(columns) as stage:
        for left in range(0, 40, 3):
            drawn = []
            for source.is_plain in (False, True):
                stage.grid.set_source(source)
                stage.grid.scroll_to(x=left, animate=False, force=True)
                await stage.pilot.pause()
                drawn.append(stage.lines()[1:6])
            assert drawn[0] == drawn[1]
