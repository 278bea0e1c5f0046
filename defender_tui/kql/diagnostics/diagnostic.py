"""One finding about a query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: only an error means that the service will refuse the query."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends it: `text` in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str

    def apply(self, query: str) -> str:
        """Give the query with this change."""
        return query[: self.start] + self.text + query[self.end :]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding and its place, by offsets in characters; `end` is behind the last character."""

    start: int
    end: int
    severity: Severity
    message: str
    fix: Fix | None = None
