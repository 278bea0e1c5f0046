"""The faults in force, and what they hit so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.fault import Fault
from defender_tui.sandbox.faults.spec import FaultSpec
from defender_tui.sandbox.json_value import JsonObject


@dataclass(slots=True)
class Entry:
    """A fault in force; `hits_left` is `None` when nothing ends it."""

    spec: FaultSpec
    fault: Fault
    delay_s: float
    hits_left: int | None
    hits: int = 0

    def is_due(self, call: Call) -> bool:
        """Tell whether a request is one that this fault may hit."""
        if self.hits_left == 0 or not self.spec.is_for(call.path):
            return False
        is_at_home = call.service in self.fault.services
        return is_at_home or (self.spec.path is not None and not self.fault.is_bound)

    def as_json(self) -> JsonObject:
        return {
            "fault": str(self.spec),
            "hits": self.hits,
            "hits_left": self.hits_left,
            "delay_s": self.delay_s,
        }


class FaultBook:
    """Keeps the faults in the order in which they were asked for.

    `make` builds one from its spec; `delay_s` is how slow the slow ones are where nobody says.
    """

    def __init__(self, make: Callable[[FaultSpec], Fault], *, delay_s: float) -> None:
        self._make = make
        self._delay_s = delay_s
        self._entries: list[Entry] = []
        self.hits = 0

    def add(self, spec: FaultSpec, *, delay_s: float | None = None) -> None:
        """Put a fault in force."""
        fault = self._make(spec)
        count = fault.count if spec.count is None else spec.count
        delay_s = self._delay_s if delay_s is None else delay_s
        self._entries.append(Entry(spec, fault, delay_s, count))

    def clear(self) -> None:
        """Lift all faults; what they hit stays counted."""
        self._entries.clear()

    def entries(self) -> tuple[Entry, ...]:
        """Give all faults, those that hit their last request too."""
        return tuple(self._entries)

    def due(self, call: Call) -> tuple[Entry, ...]:
        """Give the faults that may hit a request."""
        return tuple(entry for entry in self._entries if entry.is_due(call))

    def take(self, entry: Entry) -> bool:
        """Use up one hit; `False` when another request took the last one meanwhile."""
        if entry.hits_left == 0:
            return False
        if entry.hits_left is not None:
            entry.hits_left -= 1
        entry.hits += 1
        self.hits += 1
        return True
