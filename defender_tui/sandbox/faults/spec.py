"""How a fault is asked for: `NAME[:COUNT][@PATH]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

NAMES = (
    "throttle",
    "throttle-date",
    "throttle-bare",
    "500-empty",
    "503",
    "504",
    "404",
    "410",
    "reset",
    "reset-body",
    "slow-first-byte",
    "slow-body",
    "truncated-json",
    "wrong-content-type",
    "html",
    "huge-body",
    "nextlink-foreign",
    "nextlink-http",
    "nextlink-outside",
    "nextlink-loop",
    "redirect-foreign",
    "401",
    "cae",
    "rotated-keys",
    "skewed-clock",
    "unknown-evidence",
    "unknown-enum",
    "nulls",
    "duplicate-incident",
    "merged-incident",
    "hostile-text",
)
"""Every fault but `aadsts-NNNNN`, which stands for as many as Entra has codes."""

AADSTS_PREFIX = "aadsts-"
_AADSTS = re.compile(AADSTS_PREFIX + r"([1-9][0-9]{3,7})")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_WILD = frozenset("*?[")


class FaultSpecError(ValueError):
    """The text asks for no fault that there is; the message says what would."""


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """A fault as it was asked for.

    `count` is how many requests it hits, `None` meaning all of them. `path` is the start of the
    request's path, or a pattern with `*`, `?` and `[…]` for the whole of it; `None` leaves it to
    the fault where it belongs.
    """

    name: str
    count: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        count = "" if self.count is None else f":{self.count}"
        path = "" if self.path is None else f"@{self.path}"
        return self.name + count + path

    @property
    def aadsts(self) -> int | None:
        """Give the code that an `aadsts-NNNNN` asks for."""
        found = _AADSTS.fullmatch(self.name)
        return int(found.group(1)) if found else None

    def is_for(self, path: str) -> bool:
        """Tell whether the path of a request is one of those asked for."""
        if self.path is None:
            return True
        if _WILD.isdisjoint(self.path):
            return path.startswith(self.path)
        return fnmatchcase(path, self.path)


def parse_spec(text: str) -> FaultSpec:
    """Read a fault's text.

    Raises:
        FaultSpecError: the name is not known, the count not a number from 1 on, or the path does
            not start with a slash or a star.
    """
    head, at, path = text.partition("@")
    name, colon, count = head.partition(":")
    if name not in NAMES and not _AADSTS.fullmatch(name):
        raise FaultSpecError(
            f"“{name}” is not a fault. There are: {', '.join(NAMES)}, {AADSTS_PREFIX}NNNNN."
        )
    if colon and not _COUNT.fullmatch(count):
        raise FaultSpecError(f"“{count}” in “{text}” does not say how many requests: 1, 2, 3 …")
    if at and not path.startswith(("/", "*")):
        raise FaultSpecError(f"The path in “{text}” starts with neither / nor *.")
    return FaultSpec(name, int(count) if colon else None, path if at else None)
