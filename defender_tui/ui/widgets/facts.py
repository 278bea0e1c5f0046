"""Labelled values below each other, each kept in its own column however often it wraps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Fact = tuple[Content, Content]
"""A label, padded to where its value begins, and the value; both built from `shown()` parts."""

_LEAST_VALUE_CELLS = 24
_INDENT_BELOW = 4


class Facts(Widget):
    """Facts in their order; a value's further lines begin under its first.

    An empty label lets a value have the whole width. Where a label leaves its value less than 24
    cells, the value stands below it.
    """

    DEFAULT_CSS = """
    Facts { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts: tuple[Fact, ...] = ()

    @property
    def plain(self) -> str:
        """The facts as text, one a line, before they are wrapped."""
        return "\n".join(f"{label.plain}{value.plain}" for label, value in self._facts)

    def show(self, facts: Sequence[Fact]) -> None:
        """Replace the facts."""
        self._facts = tuple(facts)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(list(self._lines(width)))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        for label, value in self._facts:
            indent = label.cell_length
            if indent and width - indent < _LEAST_VALUE_CELLS:
                yield from _wrapped(label.rstrip(), width)
                indent, label = _INDENT_BELOW, Content(" " * _INDENT_BELOW)
                if not value:
                    continue
            first, *others = _wrapped(value, width - indent)
            yield Content.assemble(label, first)
            yield from (Content.assemble(" " * indent, line) for line in others)


def _wrapped(text: Content, width: int) -> list[Content]:
    return text.wrap(max(width, 1)) or [Content("")]
