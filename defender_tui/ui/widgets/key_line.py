"""The last line of a screen: the keys that fit, in their order, and always the one for help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Footer

_HELP = "show_keys"
_PADDING = 2


@runtime_checkable
class _Key(Protocol):
    """What the toolkit's footer makes of a binding."""

    key_display: str
    description: str
    action: str


class KeyLine(Footer):
    """A footer that leaves a key out rather than cut it.

    The palette goes first, then the screen's own keys from the last on; the help that lists them
    all stays.
    """

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._composed_width = 0

    def compose(self) -> ComposeResult:
        self._composed_width = width = self.app.size.width
        gap = 2 if self.screen.has_class("-wide") else 1
        yield from fitting(list(super().compose()), width - _PADDING, gap=gap)

    async def on_resize(self, event: Resize) -> None:
        if event.size.width != self._composed_width:
            await self.recompose()


def fitting(keys: Sequence[Widget], room: int, *, gap: int) -> Iterator[Widget]:
    """Give the keys that have room beside each other, in cells; the one for help always."""
    palette = [key for key in keys if key.has_class("-command-palette")]
    kept = [key for key in keys if key not in palette]
    needed = sum(_cells(key) + gap for key in kept)
    for key in [key for key in reversed(kept) if not _is_help(key)]:
        if needed <= room:
            break
        kept.remove(key)
        needed -= _cells(key) + gap
    yield from kept
    if needed + gap + sum(map(_cells, palette)) <= room:
        yield from palette


def _is_help(key: Widget) -> bool:
    return isinstance(key, _Key) and key.action == _HELP


def _cells(key: Widget) -> int:
    return cell_len(f"{key.key_display} {key.description}") if isinstance(key, _Key) else 0
