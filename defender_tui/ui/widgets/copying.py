"""Copying a value by way of the terminal."""

from __future__ import annotations

import re

from textual.app import App

LIMIT_BYTES = 75_000
# Pasted into a shell or an editor, these act; lone surrogates cannot be sent at all.
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def copy_value(app: App[object], value: str) -> None:
    """Send a value to the terminal's clipboard (OSC 52) and say so; too long a value is refused.

    Control characters become U+FFFD, line breaks stay and are told. No terminal answers, so nobody
    can tell whether it was taken.
    """
    text = _UNSENDABLE.sub("\ufffd", value.replace("\r\n", "\n"))
    size_bytes = len(text.encode())
    if size_bytes > LIMIT_BYTES:
        message = f"{size_bytes:,} bytes are too many for a terminal's clipboard. Export instead."
        app.notify(message, severity="warning", markup=False)
        return
    app.copy_to_clipboard(text)
    notes = [
        f"{len(text):,} characters sent to the terminal's clipboard",
        "with line breaks" if "\n" in text else "",
        "control characters replaced" if "\ufffd" in text else "",
    ]
    app.notify(", ".join(filter(None, notes)) + ".", markup=False)
