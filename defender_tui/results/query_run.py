"""Stopping a run from outside: on request, or when its time is up."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMEOUT_S = 180.0
"""How long the hunting APIs let one request run."""
_INTERRUPT_EVERY_S = 0.02


@dataclass(slots=True)
class QueryRun:
    """A handle on one run, by which any thread can stop it; made anew for each run."""

    timeout_s: float = TIMEOUT_S
    is_stopped: bool = False
    _wake: threading.Event = field(default_factory=threading.Event)
    _done: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Have the run end soon; does nothing once it has ended."""
        if not self._done.is_set():
            self.is_stopped = True
            self._wake.set()

    @contextmanager
    def guarding(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Call `interrupt` from the moment that the run is to end until its body has ended."""

        def watch() -> None:
            self._wake.wait(self.timeout_s)
            # An interrupt that meets no running statement is lost, so it is repeated.
            while not self._done.wait(_INTERRUPT_EVERY_S):
                interrupt()

        watcher = threading.Thread(target=watch, name="query-watch", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._done.set()
            self._wake.set()
            watcher.join()
