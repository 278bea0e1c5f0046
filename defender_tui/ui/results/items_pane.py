"""Items of several lines each, drawn only where they are in view, with a cursor on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from .item_lines import ItemLine, LineLook

_CURSOR = "▎"


class ItemsPane(ScrollView, can_focus=True):
    """Lines that were made to fit; the cursor goes from item to item, a long one scrolls first."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "items--label",
        "items--cursor",
        "items--quiet",
        "items--note",
        "items--mark",
    }
    DEFAULT_CSS = """
    ItemsPane {
        background: transparent;
        scrollbar-size: 1 1;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $primary;
        scrollbar-background: $foreground 5%;
        scrollbar-background-hover: $foreground 5%;
        scrollbar-background-active: $foreground 5%;
        & > .items--label { color: $text-muted; }
        & > .items--quiet { color: $text-muted; }
        & > .items--note { color: $text-primary; }
        & > .items--cursor { background: $primary 18%; }
        & > .items--mark { color: $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="items.up"),
        Binding("down", "move(1)", "Down", show=False, id="items.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="items.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="items.page_down"),
        Binding("home,ctrl+home", "go(0)", "First", show=False, id="items.first"),
        Binding("end,ctrl+end", "go(-1)", "Last", show=False, id="items.last"),
    ]

    class Opened(Message):
        """A double click on an item."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[ItemLine] = ()
        self._first: list[int] = []
        self.cursor = 0

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return len(self._first)

    def show_lines(self, lines: Sequence[ItemLine], cursor: int) -> None:
        """Replace the lines, which are in the order of their items, and put the cursor on one."""
        self._lines = lines
        self._first = [
            at for at, line in enumerate(lines) if at == 0 or lines[at - 1].item != line.item
        ]
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        self.go_to(cursor)

    def go_to(self, item: int) -> None:
        """Put the cursor on an item, as far as there is one, and bring it into view."""
        self.cursor = max(0, min(item, self.item_count - 1))
        if self._first:
            first, last = self._span(self.cursor)
            top, height = self.scroll_offset.y, self.scrollable_content_region.height
            if first < top or last - first >= height:
                self.scroll_to(y=first, animate=False, force=True)
            elif last >= top + height:
                self.scroll_to(y=last - height + 1, animate=False, force=True)
        self.refresh()

    def _span(self, item: int) -> tuple[int, int]:
        """Give the first and the last line of an item."""
        after = self._first[item + 1] if item + 1 < self.item_count else len(self._lines)
        return self._first[item], after - 1

    def action_move(self, step: int) -> None:
        """Go to a neighbour; within an item that is longer than the view, scroll."""
        if not self._first:
            return
        first, last = self._span(self.cursor)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        hidden = last - (top + height - 1) if step > 0 else top - first
        if hidden > 0:
            lines = min(hidden, max(height - 2, 1))
            self.scroll_to(y=top + step * lines, animate=False, force=True)
        elif 0 <= self.cursor + step < self.item_count:
            target = self.cursor + step
            self.go_to(target)
            if step < 0:
                _, end = self._span(target)
                if end >= self.scroll_offset.y + height:
                    self.scroll_to(y=end - height + 1, animate=False, force=True)

    def action_page(self, step: int) -> None:
        """Go on by what fits the view."""
        if self._first:
            height = max(self.scrollable_content_region.height - 1, 1)
            line = self._first[self.cursor] + step * height
            line = max(0, min(line, len(self._lines) - 1))
            self.go_to(self._lines[line].item)

    def action_go(self, item: int) -> None:
        """Go to an item; -1 is the last."""
        self.go_to(item if item >= 0 else self.item_count - 1)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        at = place.y + self.scroll_offset.y if place else len(self._lines)
        if at < len(self._lines):
            event.stop()
            self.go_to(self._lines[at].item)
            if event.chain == 2:
                self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        base = self.visual_style
        at = y + self.scroll_offset.y
        if at >= len(self._lines):
            return Strip.blank(self.size.width, base.rich_style)
        line = self._lines[at]
        is_cursor = line.item == self.cursor
        if is_cursor:
            base = base + self.get_visual_style("items--cursor", partial=True)
        segments = [
            Segment(_CURSOR if is_cursor else " ", self._over(base, "items--mark")),
            Segment(line.label, self._over(base, "items--label")),
            Segment(line.text, self._text_style(base, line.look)),
        ]
        if line.note:
            segments.append(Segment(f"   {line.note}", self._over(base, "items--note")))
        return Strip(segments).extend_cell_length(self.size.width, base.rich_style)

    def _text_style(self, base: Style, look: LineLook) -> RichStyle:
        if look is LineLook.VALUE:
            return base.rich_style
        return self._over(base, f"items--{look.value}")

    def _over(self, base: Style, name: str) -> RichStyle:
        found = self.get_visual_style(name, partial=True)
        return (base + Style(foreground=found.foreground)).rich_style
