"""A few lines beside the cursor: the call that it is in, or what a word means."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Offset, Size
from textual.widgets import Static

from ..text import shown

if TYPE_CHECKING:
    from ...kql import Hover, SignatureHelp

_MAX_WIDTH = 72
_MAX_LINES = 6


class HintBox(Static, can_focus=False):
    """Words of the language over the text; it never has the focus."""

    DEFAULT_CSS = """
    HintBox {
        overlay: screen; display: none; background: $panel; color: $foreground;
        padding: 0 1; text-wrap: nowrap;
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(Content(""))
        self.box = Size(0, 0)

    @property
    def is_open(self) -> bool:
        """Whether the box is on the screen."""
        return bool(self.display)

    def show(self, content: Content) -> None:
        """Take words; they are drawn once the box is `placed`."""
        width = max((line.cell_length for line in content.split("\n")), default=0) + 2
        lines = content.plain.count("\n") + 1
        self.box = Size(min(width, self.screen.size.width), lines)
        self.update(content)

    def place(self, corner: Offset) -> None:
        """Put the box on the screen."""
        self.absolute_offset = corner
        self.styles.width, self.styles.height = self.box.width, self.box.height
        self.display = True
        self.refresh(layout=True)

    def close(self) -> None:
        """Take the box off the screen."""
        if self.display:
            self.display = False
        self.box = Size(0, 0)


def call_words(call: SignatureHelp, width: int) -> Content:
    """Give a call in one line, the parameter at the cursor marked; its end is cut at need."""
    parts: list[Content] = [shown(f"{call.name}(")]
    for at, parameter in enumerate(call.parameters):
        if at:
            parts.append(Content(", "))
        words = shown(parameter)
        parts.append(words.stylize("bold underline $text-primary") if at == call.active else words)
    parts.append(Content(")"))
    line = Content("").join(parts)
    if call.text:
        line = Content.assemble(line, ("  " + shown(call.text).plain, "$text-muted"))
    room = min(width - 2, _MAX_WIDTH)
    return line.truncate(room, ellipsis=True) if line.cell_length > room else line


def meaning_words(meaning: Hover, width: int) -> Content:
    """Give a word, its kind and what is known of it, in lines that fit."""
    offer = meaning.offer
    detail = f" · {offer.detail}" if offer.detail else ""
    head = Content.assemble(
        (shown(offer.text.removeprefix("| ")).plain, "bold"),
        (f"  {offer.kind.value}{shown(detail).plain}", "$text-muted"),
    )
    room = min(width - 2, _MAX_WIDTH)
    lines = [part for line in meaning.text.split("\n") for part in wrap(shown(line).plain, room)]
    if len(lines) > _MAX_LINES:
        lines = [*lines[: _MAX_LINES - 1], lines[_MAX_LINES - 1][: room - 1] + "…"]
    return Content("\n").join([head.truncate(room, ellipsis=True), *map(Content, lines)])
