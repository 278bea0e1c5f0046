"""The list of offers beside the cursor."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widget import Widget

from ...core.text import one_line
from .offers import Offers

if TYPE_CHECKING:
    from ...kql import Completion

MAX_ROWS = 8
_MIN_WIDTH, _MAX_WIDTH = 34, 64
_DOCS_LINES = 2


class OfferList(Widget, can_focus=False):
    """Name, kind and detail, one a row, and the docs of the chosen one; never has the focus.

    `is_chosen` tells whether Enter means the chosen one: not before something is typed of it or
    the arrows were used. `describe` gives an offer's docs, `clicked` takes the place of an offer.
    """

    DEFAULT_CSS = """
    OfferList {
        overlay: screen; display: none; background: $panel; color: $foreground;
        & > .offers--row { color: $foreground; background: $panel; }
        & > .offers--chosen { color: $foreground; background: $primary 40%; text-style: bold; }
        & > .offers--kind { color: $text-muted; background: $panel; }
        & > .offers--docs { color: $foreground; background: $surface; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "offers--row",
        "offers--chosen",
        "offers--kind",
        "offers--docs",
    }
    ALLOW_SELECT = False

    def __init__(
        self, describe: Callable[[Completion], str], clicked: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._describe = describe
        self._clicked = clicked
        self.offers = Offers(0, "")
        self.chosen = 0
        self.is_chosen = False
        self._top = 0
        self._docs: list[str] = []
        self.box = Size(0, 0)

    @property
    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return bool(self.display)

    def show(self, offers: Offers, *, is_chosen: bool) -> None:
        """Take the offers of a place; the first is chosen. They are drawn once it is `placed`."""
        self.offers, self.chosen, self._top = offers, 0, 0
        self.is_chosen = is_chosen
        self._size_up()

    def place(self, corner: Offset) -> None:
        """Put the list on the screen."""
        self.absolute_offset = corner
        self.styles.width, self.styles.height = self.box.width, self.box.height
        self.display = True
        self.refresh(layout=True)

    def close(self) -> None:
        """Take the list off the screen."""
        if self.display:
            self.display = False
        self.box = Size(0, 0)

    def move(self, by: int) -> None:
        """Choose another offer; behind the last comes the first."""
        if self.is_chosen or by < 0:
            self.chosen = (self.chosen + by) % len(self.offers.words)
        self.is_chosen = True
        self._top = min(max(self._top, self.chosen - MAX_ROWS + 1), self.chosen)
        self._docs = self._docs_lines()
        self.refresh()

    @property
    def _rows(self) -> int:
        return min(len(self.offers.words), MAX_ROWS)

    def _size_up(self) -> None:
        widest = max((len(_name(o)) + len(_kind(o)) + 4 for o in self.offers.words), default=0)
        screen_width = self.screen.size.width or _MAX_WIDTH
        width = min(max(widest, _MIN_WIDTH), _MAX_WIDTH, screen_width)
        self.box = Size(width, 0)
        self._docs = self._docs_lines()
        self.box = Size(width, self._rows + _DOCS_LINES)

    def _docs_lines(self) -> list[str]:
        docs = self._describe(self.offers.words[self.chosen])
        width = self.box.width - 2
        lines = [part for line in docs.split("\n") for part in wrap(one_line(line), width)]
        if len(lines) > _DOCS_LINES:
            lines[_DOCS_LINES - 1] = lines[_DOCS_LINES - 1][: width - 1] + "…"
        return lines[:_DOCS_LINES]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y >= self._rows:
            at = y - self._rows
            line = self._docs[at] if at < len(self._docs) else ""
            style = self.get_component_rich_style("offers--docs")
            return Strip([Segment(f" {line}".ljust(width)[:width], style)], width)
        index = self._top + y
        if index >= len(self.offers.words):
            return Strip.blank(width, self.rich_style)
        offer = self.offers.words[index]
        kind = _kind(offer)
        room = width - len(kind) - 2
        name = _name(offer)
        name = name if len(name) < room else name[: room - 2] + "…"
        is_shown = index == self.chosen
        mark = "›" if is_shown and self.is_chosen else " "
        row = self.get_component_rich_style("offers--chosen" if is_shown else "offers--row")
        dim = self.get_component_rich_style("offers--chosen" if is_shown else "offers--kind")
        return Strip([Segment(f"{mark}{name:<{room}}", row), Segment(f"{kind} ", dim)], width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        index = self._top + event.y
        if event.y < self._rows and index < len(self.offers.words):
            self._clicked(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1)


def _name(offer: Completion) -> str:
    return one_line(offer.text)


def _kind(offer: Completion) -> str:
    kind = offer.kind.value
    detail = one_line(offer.detail)
    return f"{kind} · {detail}" if detail and detail != kind else kind
