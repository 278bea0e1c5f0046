"""The last line of a screen: the keys that fit, in their order, and always the one for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

_HELP = "show_keys"
_GAP, _NARROW_GAP = 2, 1


@dataclass(frozen=True, slots=True)
class LineKey:
    """One key in the line; `left` is its first cell."""

    key: str
    label: str
    title: str
    action: str
    is_enabled: bool = True
    left: int = 0

    @property
    def cells(self) -> int:
        """How wide it is drawn."""
        return Content(f"{self.label} {self.title}").cell_length


class KeyLine(Static):
    """The keys of the screen in front in one widget; a click presses a key.

    A key is left out rather than cut: the palette goes first, then the screen's own keys from the
    last on; the help that lists them all stays.
    """

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom; height: 1; padding: 0 1; text-wrap: nowrap;
        color: $footer-foreground; background: $footer-background;
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(Content(""))
        self._keys: tuple[LineKey, ...] = ()
        self._is_due = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_resize(self) -> None:
        self._show()

    def _bindings_changed(self, screen: Screen[object]) -> None:
        # Several of them come at once, with each widget that is mounted or gets the focus.
        if screen is self.screen and self.app.app_focus and not self._is_due:
            self._is_due = True
            self.call_later(self._show)

    def _show(self) -> None:
        self._is_due = False
        active = self.screen.active_bindings
        gap = _GAP if self.screen.has_class("-wide") else _NARROW_GAP
        keys = placed(
            self._own_keys(active), self._palette(active), self.content_size.width, gap=gap
        )
        if keys != self._keys:
            self._keys = keys
            self.update(_line(keys), layout=False)

    def _own_keys(self, active: Mapping[str, ActiveBinding]) -> list[LineKey]:
        """Give the keys to show; of several for one action the first."""
        found: dict[str, LineKey] = {}
        for _, binding, is_enabled, _ in active.values():
            if binding.show and binding.action not in found:
                label = self.app.get_key_display(binding)
                key = LineKey(binding.key, label, binding.description, binding.action, is_enabled)
                found[binding.action] = key
        return list(found.values())

    def _palette(self, active: Mapping[str, ActiveBinding]) -> LineKey | None:
        found = active.get(self.app.COMMAND_PALETTE_BINDING)
        if found is None or not self.app.ENABLE_COMMAND_PALETTE:
            return None
        binding = found.binding
        label = self.app.get_key_display(binding)
        return LineKey(binding.key, label, binding.description, binding.action, found.enabled)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        for key in self._keys:
            if at is not None and key.left <= at.x < key.left + key.cells:
                if key.is_enabled:
                    self.app.simulate_key(key.key)
                else:
                    self.app.bell()


def placed(
    keys: Sequence[LineKey], palette: LineKey | None, room: int, *, gap: int
) -> tuple[LineKey, ...]:
    """Choose the keys that have room beside each other, in cells, and give each its place."""
    kept = list(keys)
    needed = sum(key.cells + gap for key in kept)
    for key in [key for key in reversed(kept) if key.action != _HELP]:
        if needed <= room:
            break
        kept.remove(key)
        needed -= key.cells + gap
    left = 0
    line = []
    for key in kept:
        line.append(replace(key, left=left))
        left += key.cells + gap
    if palette is not None and left + palette.cells <= room:
        line.append(replace(palette, left=room - palette.cells))
    return tuple(line)


def _line(keys: Sequence[LineKey]) -> Content:
    line = Content("")
    for key in keys:
        dim = "" if key.is_enabled else "dim "
        line = Content.assemble(
            line,
            " " * (key.left - line.cell_length),
            (key.label, f"{dim}bold $footer-key-foreground"),
            (f" {key.title}", f"{dim}$footer-description-foreground"),
        )
    return line
