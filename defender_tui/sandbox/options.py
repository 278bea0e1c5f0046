"""What the sandbox can be told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """How to serve and what to generate.

    With `now` the data lies in the 30 days before that moment, and the clock runs on from it;
    without it, the machine's clock counts.
    """

    port: int = 0
    """0 takes any free port."""
    scale: float = 1.0
    """Size of the hunting tables, 1 being about 60,000 rows."""
    incidents: int = 52
    seed: int = 0
    now: datetime | None = None
    has_quota: bool = True
    exit_when_stdin_closes: bool = False
