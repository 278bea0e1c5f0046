"""Lines of a writing area that need not be drawn anew behind a key."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

from textual.cache import LRUCache
from textual.strip import Strip

from .writing_area import WritingArea

_LINES_KEPT = 512


class PlainLines(WritingArea, inherit_bindings=False):
    """Keeps the drawn lines that have nothing to do with the cursor.

    Textual's text area draws every line in view again when one of them changes, which is most of
    what a key costs.
    """

    @cached_property
    def _plain_lines(self) -> LRUCache[tuple[Hashable, ...], Strip]:
        return LRUCache(_LINES_KEPT)

    def look_of(self, row: int) -> Hashable:
        """Give what besides its text and the styles decides how a row is drawn."""
        return None

    def draw_anew(self) -> None:
        """Draw what looks different by now, though text and styles are the same."""
        super().notify_style_update()
        self.refresh()

    def notify_style_update(self) -> None:
        self._plain_lines.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        key = self._plain_key(y)
        if key is None:
            return super().render_line(y)
        strip = self._plain_lines.get(key)
        if strip is None:
            strip = self._plain_lines[key] = super().render_line(y)
        return strip

    def _plain_key(self, y: int) -> tuple[Hashable, ...] | None:
        """Give all but the styles that decides over the line at `y`.

        `None` for a line that has to do with the cursor: its own, a selected one, one with the
        matching bracket; and where lines are wrapped.
        """
        scroll_x, scroll_y = self.scroll_offset
        row = y + scroll_y
        first, last = sorted(self.selection)
        if self.soft_wrap or row >= self.document.line_count or first[0] <= row <= last[0]:
            return None
        bracket = self.matching_bracket_location
        if bracket is not None and bracket[0] == row:
            return None
        # A line reaches over the whole view; how far beyond it, as the longest one has it, nobody
        # sees.
        look = self.look_of(row)
        return (row, self.document[row], look, scroll_x, self.size.width, self.gutter_width)
