"""One whole cell over the screen it came from."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from ..text import shown
from ..worker import run_guarded
from .cell_lines import SHOWN_CHARACTERS, cell_lines
from .copying import copy_value
from .left_once import LeftOnce


class LinesPane(ScrollView, can_focus=True):
    """Safe lines, drawn only where they are in view."""

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []

    def show_lines(self, lines: list[str]) -> None:
        """Replace the lines, which must be safe and fit the width already."""
        self._lines = lines
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        style = self.visual_style.rich_style
        at = y + self.scroll_offset.y
        text = self._lines[at] if at < len(self._lines) else ""
        return Strip([Segment(text, style)]).extend_cell_length(self.size.width, style)


class CellView(LeftOnce[None]):
    """A cell's value, folded to the width; JSON is indented.

    `value` of `None` is a null, which is not the same as an empty text.
    """

    DEFAULT_CSS = """
    CellView {
        align: center middle;
        & > Vertical {
            width: 90%; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Static { height: 1; }
        & #cell-title { text-style: bold; }
        & #cell-keys { color: $text-muted; }
        & LinesPane {
            height: auto; min-height: 3; max-height: 60vh; margin: 1 0;
            background: transparent; scrollbar-size: 1 1;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "close", "Close", id="cell.close"),
        Binding("y", "copy", "Copy", id="cell.copy"),
    ]

    class LinesFolded(Message):
        """The value was folded for a width."""

        def __init__(self, lines: list[str], width: int) -> None:
            super().__init__()
            self.lines = lines
            self.width = width

    def __init__(self, title: str, value: str | None) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._width = 0

    def compose(self) -> ComposeResult:
        keys = "y Copy   Esc Close"
        if self._value is not None and len(self._value) > SHOWN_CHARACTERS:
            keys += f"   first {SHOWN_CHARACTERS:,} of {len(self._value):,} characters shown"
        with Vertical():
            yield Static(self._heading(), id="cell-title")
            yield LinesPane(id="cell-lines")
            yield Static(keys, id="cell-keys", markup=False)

    def _heading(self) -> Content:
        if self._value is None:
            size = "null"
        else:
            size = f"{len(self._value):,} characters" if self._value else "empty text"
        return Content.assemble(shown(self._title, limit=60), ("  " + size, "not bold $text-muted"))

    def on_mount(self) -> None:
        self.query_one(LinesPane).focus()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        width = self.query_one(LinesPane).scrollable_content_region.width
        # One cell less: the scrollbar may appear once there are more lines than fit.
        self._width = max(width - 1, 1)
        run_guarded(
            self,
            partial(self._folding, self._width),
            name="fold",
            group="fold",
            description="fold a cell",
            exclusive=False,
        )

    async def _folding(self, width: int) -> None:
        value = "null" if self._value is None else self._value
        lines = await asyncio.to_thread(cell_lines, value, width)
        self.post_message(self.LinesFolded(lines, width))

    def on_cell_view_lines_folded(self, event: LinesFolded) -> None:
        if event.width == self._width:
            self.query_one(LinesPane).show_lines(event.lines)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_copy(self) -> None:
        copy_value(self.app, self._value or "")
