"""Why a secret must not be typed just now: the toolkit's own logs would hold it."""

from __future__ import annotations

from textual import constants


def recording_problem(features: frozenset[str]) -> str | None:
    """Name the setting that makes key presses be recorded; `None` when nothing records them.

    `features` are those of the running app. With one of them on, every key and every changed value
    is written out, masked input included.
    """
    if constants.LOG_FILE:
        name = "TEXTUAL_LOG"
    elif constants.DEBUG:
        name = "TEXTUAL_DEBUG"
    elif "devtools" in features:
        name = "TEXTUAL=devtools"
    else:
        return None
    return f"{name} is set, and key presses are recorded: start without it to type a secret."
