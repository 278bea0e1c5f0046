"""A field of one line within a screen whose other keys go on working."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from ..terminal_keys import written_sign


class LineInput(Input):
    """A field that leaves keys with Alt to what it is in: terminals send their letter along."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        sign = written_sign(key, character)
        return not key.startswith("alt+") and super().check_consume_key(key, sign)

    def on_key(self, event: events.Key) -> None:
        if event.key.startswith("alt+"):
            event.prevent_default()
