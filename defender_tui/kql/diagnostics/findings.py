"""Findings as they come up while a query is read."""

from __future__ import annotations

from ..abandoning import GoesOn, go_on
from .diagnostic import Diagnostic, Fix, Severity


class Findings:
    """Collects findings; of several about the same characters only the first stays."""

    def __init__(self, goes_on: GoesOn | None = None) -> None:
        self._by_place: dict[tuple[int, int], Diagnostic] = {}
        self._goes_on = goes_on

    def go_on(self) -> None:
        """Go on with looking.

        Raises:
            Abandoned: the findings are not wanted any more.
        """
        go_on(self._goes_on)

    def add(
        self,
        place: tuple[int, int],
        message: str,
        severity: Severity = Severity.ERROR,
        fix: Fix | None = None,
    ) -> None:
        """Note a finding about the characters from `place[0]` to `place[1]`."""
        found = Diagnostic(*place, severity, message, fix)
        self._by_place.setdefault(place, found)

    def replace_name(
        self,
        place: tuple[int, int],
        message: str,
        better: str | None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a finding about a name, with a better one in its place if there is one."""
        if better is None:
            self.add(place, f"{message}.", severity)
            return
        self.add(place, f"{message}: did you mean {better}?", severity, Fix(*place, better))

    def has_error_behind(self, offset: int) -> bool:
        """Whether an error starts at an offset or behind it."""
        return any(
            found.severity is Severity.ERROR and found.start >= offset
            for found in self._by_place.values()
        )

    def in_order(self) -> list[Diagnostic]:
        """Give all, by their places."""
        return [self._by_place[place] for place in sorted(self._by_place)]
