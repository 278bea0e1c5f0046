"""Everything that was read of an incident, as JSON that can be searched."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input, Static

from ...widgets.cell_view import LinesPane

_FOUND = Style(reverse=True)


class FoundLines(LinesPane):
    """Lines, one of which may be marked as found."""

    def __init__(self) -> None:
        super().__init__()
        self.found: int | None = None

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        return strip.apply_style(_FOUND) if y + self.scroll_offset.y == self.found else strip


class RawPane(Vertical):
    """Lines with a search field over them while it is used; its end goes on from the beginning."""

    DEFAULT_CSS = """
    RawPane {
        & FoundLines { height: 1fr; background: transparent; scrollbar-size: 1 1; }
        & #raw-search { height: 1; display: none; }
        &.-searching #raw-search { display: block; }
        & Input { width: 1fr; }
        & #raw-place { width: auto; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close_search", "Close the search", show=False, id="raw.close"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []
        self._folded: list[str] = []

    def compose(self) -> ComposeResult:
        with Horizontal(id="raw-search"):
            yield Input(placeholder="Find in the JSON", compact=True)
            yield Static(id="raw-place")
        yield FoundLines()

    @property
    def lines(self) -> FoundLines:
        """The lines themselves, to give the focus to."""
        return self.query_one(FoundLines)

    def show_lines(self, lines: list[str]) -> None:
        """Replace the lines, which must be safe and fit the width already."""
        self._lines = lines
        self._folded = [line.casefold() for line in lines]
        self.lines.found = None
        self.lines.show_lines(lines)
        if self.has_class("-searching"):
            self._find(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # Without a search open, Esc is the screen's.
        return self.has_class("-searching") if action == "close_search" else True

    def open_search(self) -> None:
        """Open the search field."""
        self.add_class("-searching")
        self.query_one(Input).focus()

    def action_close_search(self) -> None:
        """Close the search field; the place that was found stays in view."""
        self.remove_class("-searching")
        self.lines.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(0)

    @on(Input.Submitted)
    def _again(self, event: Input.Submitted) -> None:
        event.stop()
        self._find(0 if self.lines.found is None else self.lines.found + 1)

    def _find(self, start: int) -> None:
        needle = self.query_one(Input).value.casefold()
        places = [at for at, line in enumerate(self._folded) if needle and needle in line]
        place = next((at for at in places if at >= start), places[0] if places else None)
        self.lines.found = place
        self.lines.refresh()
        words = ""
        if place is not None:
            words = f" {places.index(place) + 1:,} of {len(places):,} lines · Enter next"
            self.lines.scroll_to(y=max(place - 2, 0), animate=False, force=True)
        elif needle:
            words = " not found"
        self.query_one("#raw-place", Static).update(Content(words))
