"""A drawn chart on the screen, painted line by line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget


class ChartPlot(Widget):
    """Lines that were made off the loop; as wide and as high as they are.

    A `Static` would work out the colours of a whole chart anew at each paint, on the loop.
    """

    DEFAULT_CSS = "ChartPlot { width: auto; height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: tuple[Strip, ...] = ()

    @property
    def text(self) -> str:
        """What is drawn, without its colours."""
        return "\n".join(strip.text for strip in self._strips)

    def show(self, strips: Sequence[Strip]) -> None:
        """Draw other lines."""
        before, self._strips = self._extent, tuple(strips)
        self.refresh(layout=self._extent != before)

    @property
    def _extent(self) -> Size:
        width = max((strip.cell_length for strip in self._strips), default=0)
        return Size(width, len(self._strips))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._extent.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strips[y].extend_cell_length(self.size.width).apply_style(self.rich_style)
