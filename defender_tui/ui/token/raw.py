"""The token itself: masked, shown for half a minute on request, masked again by itself."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from ...core.secret import MASK, Secret

REVEAL_S = 30.0


class RawToken(VerticalScroll):
    """A token's text behind a mask."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(_Unselectable(Content(""), id="raw-text"), id=id)
        self._token: Secret | None = None
        self._timer: Timer | None = None

    @property
    def is_revealed(self) -> bool:
        """Whether the clear text is on the screen."""
        return self._timer is not None

    def on_mount(self) -> None:
        self._draw()

    def show(self, token: Secret | None) -> None:
        """Take another token, masked; the same one stays as it is."""
        if token != self._token:
            self._token = token
            self.mask()

    def toggle(self) -> None:
        """Reveal the token for `REVEAL_S` seconds, or mask it at once."""
        if self.is_revealed or self._token is None:
            self.mask()
            return
        self._timer = self.set_timer(REVEAL_S, self.expire, name="mask the token")
        self._draw()

    def expire(self) -> None:
        """The time to look at it is over."""
        self.mask()

    def mask(self) -> None:
        """Put the mask back."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        self.query_one("#raw-text", Static).update(self._text())

    def _text(self) -> Content:
        if self._token is None:
            return Content.styled("No token yet.", "$foreground-muted")
        clear = self._token.reveal()
        if self.is_revealed:
            visible = "".join(c if c.isascii() and c.isprintable() else "?" for c in clear)
            note = f"Masked again after {REVEAL_S:.0f} s; v masks it now."
            return Content.assemble((note, "$foreground-muted"), "\n\n", visible)
        note = f"{len(clear):,} characters. v shows them for {REVEAL_S:.0f} s, y copies them."
        return Content.assemble(MASK, "  ", (note, "$foreground-muted"))


class _Unselectable(Static):
    ALLOW_SELECT: ClassVar[bool] = False
