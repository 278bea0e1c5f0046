"""Untrusted text made safe to show: every control or invisible character becomes visible.

Names of incidents, command lines, query rows and server errors are written by attackers. A terminal
obeys escape sequences inside them, and bidirectional marks make text read other than it is. The
functions here are pure; `ui/text.py` and the command line build on them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_CONTROL_PICTURES = 0x2400
_RETURN = "⏎"
_BREAKS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# C0, DEL and C1; surrogates; bidi controls; zero-width and invisible format characters; variation
# selectors past the emoji one; language tags; interlinear annotation; shorthand
# and musical format controls; non-characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0e\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)


def one_line(value: object) -> str:
    """Give a value as one safe line; line breaks show as a return sign, tabs as a space."""
    return _UNSAFE.sub(_visible, _BREAKS.sub(_RETURN, plain(value)).replace("\t", " "))


def many_lines(value: object) -> str:
    """Give a value as safe text whose line breaks and tabs still work."""
    lines = _BREAKS.split(plain(value))
    return "\n".join(_UNSAFE.sub(_visible, line.expandtabs(4)) for line in lines)


def plain(value: object) -> str:
    """Give a value as text as we write it, not yet safe: no `None`, compact JSON for containers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple):
        import json

        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_jsonable)
    return str(value)


def _jsonable(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return "␡"
    return f"‹U+{code:04X}›"
