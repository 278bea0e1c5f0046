"""The styles of a grid as its theme has them now."""

from __future__ import annotations

from dataclasses import dataclass, fields

from textual.style import Style
from textual.widget import Widget

_EMPHASIS = Style(bold=True, underline=True)
GRID_PARTS = {
    "grid--header",
    "grid--row-cursor",
    "grid--column-cursor",
    "grid--cell-cursor",
    "grid--marked",
    "grid--mark",
    "grid--muted",
    "grid--found",
}
"""Parts of a grid that have a look of their own."""
GRID_CSS = """
Grid {
    background: transparent;
    scrollbar-size: 1 1;
    scrollbar-color: $foreground 20%;
    scrollbar-color-hover: $foreground 40%;
    scrollbar-color-active: $primary;
    scrollbar-background: $foreground 5%;
    scrollbar-background-hover: $foreground 5%;
    scrollbar-background-active: $foreground 5%;
    scrollbar-corner-color: $surface;
    & > .grid--header { color: $text-muted; text-style: bold; }
    & > .grid--row-cursor { background: $foreground 8%; }
    & > .grid--column-cursor { background: $foreground 8%; }
    & > .grid--cell-cursor { background: $foreground 18%; }
    & > .grid--marked { background: $primary 8%; }
    & > .grid--mark { color: $foreground 40%; }
    & > .grid--muted { color: $text-muted; }
    & > .grid--found { color: $text-warning; }
    &:focus > .grid--row-cursor { background: $primary 18%; }
    &:focus > .grid--column-cursor { background: $primary 18%; }
    &:focus > .grid--cell-cursor { background: $primary 50%; text-style: bold; }
    &:focus > .grid--mark { color: $primary; }
}
"""


@dataclass(frozen=True, slots=True)
class GridLooks:
    """Styles over the grid's own background; `found` is that of a text that is looked for."""

    base: Style
    header: Style
    row_cursor: Style
    column_cursor: Style
    cell_cursor: Style
    marked: Style
    mark: Style
    muted: Style
    found: Style

    @classmethod
    def of(cls, grid: Widget) -> GridLooks:
        """Read the styles off a grid's component classes."""
        names = [field.name for field in fields(cls) if field.name != "base"]
        found = {name: grid.get_visual_style(f"grid--{name.replace('_', '-')}") for name in names}
        return cls(base=grid.visual_style, **found)

    def quiet(self, style: Style) -> Style:
        """Give the style of words that stand for a value, such as null."""
        return style + Style(foreground=self.muted.foreground, italic=True)

    def standing_out(self, style: Style) -> Style:
        """Give the style of a text that is looked for, within a cell of a style."""
        return style + Style(foreground=self.found.foreground) + _EMPHASIS
