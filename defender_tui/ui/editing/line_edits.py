"""What a key does to whole lines of a query; pure, lines without their ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

INDENT = 4
_COMMENT = re.compile(r"(\s*)//\s?")
_BLANKS = re.compile(r"[ \t]*")
_OPENERS = "([{"
_CLOSERS = ")]}"
_GOES_ON = ("=", ",", " and", " or", " by", " on")


def comment_toggled(lines: Sequence[str]) -> list[str]:
    """Take the comment marks away when every line with words has one, else give each one."""
    wordy = [line for line in lines if line.strip()]
    if wordy and all(line.lstrip().startswith("//") for line in wordy):
        return [_COMMENT.sub(r"\1", line, count=1) for line in lines]
    at = min((len(_blanks(line)) for line in wordy), default=0)
    if not wordy:
        return [f"{line}// " for line in lines]
    return [f"{line[:at]}// {line[at:]}" if line.strip() else line for line in lines]


def indented(lines: Sequence[str]) -> list[str]:
    """Put four blanks before each line that has words."""
    return [" " * INDENT + line if line.strip() else line for line in lines]


def outdented(lines: Sequence[str]) -> list[str]:
    """Take up to four blanks, or one tab, from the start of each line."""
    return [_outdented(line) for line in lines]


def _outdented(line: str) -> str:
    if line.startswith("\t"):
        return line[1:]
    return line[min(len(line) - len(line.lstrip(" ")), INDENT) :]


def new_line_indent(before: str) -> str:
    """Give the blanks that a line broken after `before` begins with.

    A line that opens a bracket, or ends in what must go on, indents the next one.
    """
    own = _blanks(before)
    words = before.split("//", 1)[0].rstrip()
    if words and (words[-1] in _OPENERS or words.endswith(_GOES_ON)):
        return own + " " * INDENT
    return own


def is_between_brackets(before: str, after: str) -> bool:
    """Whether a new line here stands between brackets that belong together."""
    opened, closed = before.rstrip()[-1:], after.lstrip()[:1]
    return bool(opened) and opened in _OPENERS and closed == _CLOSERS[_OPENERS.index(opened)]


def _blanks(line: str) -> str:
    match = _BLANKS.match(line)
    return match.group() if match else ""
