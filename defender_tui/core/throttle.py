"""How long to wait before asking again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_WAIT_S = 30.0
_MAX_BACKOFF_S = 30.0
_WINDOW = re.compile(r"\bper (\d{1,2}):(\d{2}):(\d{2})\b")
_AGAIN_SPAN = re.compile(r"\bagain in (?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})\b")
_AGAIN_WORDS = re.compile(r"\bagain in ((?:\d{1,6}\s*[a-z]+[\s,]*(?:and\s+)?){1,4})", re.IGNORECASE)
_UNIT = re.compile(r"(\d{1,6})\s*([a-z])", re.IGNORECASE)
_UNIT_S = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DIGITS = re.compile(r"\d{1,9}(?:\.\d+)?")


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header in either form, seconds or a date; `None` when it says nothing.

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
    """
    if header is None:
        return None
    text = header.strip()
    if _DIGITS.fullmatch(text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def window_s(message: str) -> float | None:
    """Read the quota's window out of a refusal that says “… per HH:MM:SS”; `None` without one."""
    match = _WINDOW.search(message)
    if match is None:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups())
    return float(hours * 3600 + minutes * 60 + seconds)


def again_in_s(message: str) -> float | None:
    """Read the wait out of a refusal that says “… again in 00:14:00” or “… again in 14 minutes”.

    `None` without one.

    Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-errors
    """
    if match := _AGAIN_SPAN.search(message):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return float(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    words = _AGAIN_WORDS.search(message)
    parts = _UNIT.findall(words.group(1)) if words else []
    known = [int(number) * _UNIT_S.get(unit.lower(), 0) for number, unit in parts]
    return float(sum(known)) or None


def backoff_s(attempt: int, jitter: float) -> float:
    """Give the wait before retry number `attempt` (1 for the first), `jitter` being in [0, 1).

    Doubles from one second up to 30; the jitter takes off up to half, so that clients that failed
    together do not come back together.
    """
    whole = min(_MAX_BACKOFF_S, 2.0 ** min(attempt - 1, 5))
    return whole * (1.0 - jitter / 2.0)


def wait_s(asked_s: float | None, attempt: int, jitter: float) -> float | None:
    """Decide the wait before a retry: what the service asked for, else the back-off.

    `None` means that the service asks for more than anyone should wait for silently: the caller
    tells the user instead.
    """
    if asked_s is None:
        return backoff_s(attempt, jitter)
    if asked_s > MAX_WAIT_S:
        return None
    return asked_s + jitter
