"""A call that waits before it goes, as it can be told on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LIST_INCIDENTS = "list incidents"


@dataclass(frozen=True, slots=True)
class CallWait:
    """One wait: `what` completes “waits to …”, `why` is a clause of its own."""

    what: str
    until: datetime
    why: str


def wait_words(waits: Sequence[CallWait], now: datetime, *, reads_list: bool) -> str:
    """Say how long the call that goes last still waits, for what and why; empty for no wait.

    With `reads_list` a wait for the next page of the list comes first, and needs no naming.
    """
    if not waits:
        return ""
    for_list = [one for one in waits if one.what == LIST_INCIDENTS]
    wait = max(for_list if reads_list and for_list else waits, key=lambda one: one.until)
    named = "" if reads_list and wait in for_list else f" to {wait.what}"
    return f"waits {_duration((wait.until - now).total_seconds())}{named} · {wait.why}"


def _duration(seconds: float) -> str:
    if seconds > 120:
        return f"{-int(-seconds // 60)} min"
    return f"{max(1, -int(-seconds // 1))} s"
