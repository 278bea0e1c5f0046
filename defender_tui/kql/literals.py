"""Python values as KQL literals, and string literals as text again.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/string
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL
)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_TICKS_PER_DAY = 24 * 60 * 60 * 10_000_000


def quote(value: object) -> str:
    """Spell a value as one KQL literal that nothing inside the value can end early.

    `None` becomes `dynamic(null)`; an aware datetime is moved to UTC, a naive one is taken as UTC;
    dicts, lists and tuples become `dynamic(...)` of their JSON.

    Raises:
        TypeError: KQL has no literal for the value's type.
    """
    match value:
        case None:
            return "dynamic(null)"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{"".join(map(_escape, value))}"'
        case int():
            return f"long({value})" if value < 0 else str(value)
        case float():
            return _real(value)
        case datetime():
            moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return f"datetime({moment.replace(tzinfo=None).isoformat()}Z)"
        case date():
            return f"datetime({value.isoformat()})"
        case timedelta():
            return _timespan(value)
        case UUID():
            return f"guid({value})"
        case dict() | list() | tuple():
            return f"dynamic({json.dumps(value, allow_nan=False)})"
    raise TypeError(f"KQL has no literal for {type(value).__name__}")


def unquote(literal: str) -> str:
    """Give the text that a string literal stands for, whichever of its forms it has.

    Raises:
        ValueError: it is not one whole string literal.
    """
    body = literal[1:] if literal[:1] in ("h", "H") else literal
    fence = body[:3]
    if fence in ("```", "~~~") and len(body) >= 6 and body.endswith(fence):
        return body[3:-3]
    is_verbatim = body.startswith("@")
    body = body.removeprefix("@")
    mark = body[:1]
    if mark not in ("'", '"') or len(body) < 2 or not body.endswith(mark):
        raise ValueError("not a KQL string literal")
    inner = body[1:-1]
    if is_verbatim:
        return inner.replace(mark * 2, mark)
    return _ESCAPE.sub(lambda found: _unescape(found.group()[1:]), inner)


def _escape(character: str) -> str:
    if character in ('"', "\\", "'"):
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _unescape(code: str) -> str:
    if code[0] in "xuU" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8))
    return _NAMED.get(code, code)


def _real(value: float) -> str:
    if math.isnan(value):
        return "real(nan)"
    if math.isinf(value):
        return "real(+inf)" if value > 0 else "real(-inf)"
    return f"real({value!r})"


def _timespan(value: timedelta) -> str:
    ticks = round(value / timedelta(microseconds=1)) * 10
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    days, rest = divmod(ticks, _TICKS_PER_DAY)
    seconds, fraction = divmod(rest, 10_000_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:07}"
    return f"timespan({sign}{days}.{clock})"
