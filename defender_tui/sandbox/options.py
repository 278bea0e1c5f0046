"""What the sandbox can be told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from defender_tui.sandbox.faults.spec import FaultSpec

LOOPBACK = "127.0.0.1"
SLOW_S = 5.0


class NotLoopback(ValueError):
    """The sandbox was told once, not twice, to listen where other machines can reach it."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """How to serve and what to generate.

    With `now` the data lies in the 30 days before that moment, and the clock runs on from it;
    without it, the machine's clock counts.
    """

    host: str = LOOPBACK
    """An address of this machine, or `localhost`."""
    is_remote_allowed: bool = False
    """Whether `host` may be one that other machines reach."""
    port: int = 0
    """0 takes any free port."""
    scale: float = 1.0
    """Size of the hunting tables, 1 being about 250,000 rows."""
    incidents: int = 500
    seed: int = 0
    now: datetime | None = None
    has_quota: bool = True
    row_limit: int | None = None
    """How many rows one hunting query gives at most, where that is to be less than the services'
    own limit; to meet it without that many rows."""
    exit_when_stdin_closes: bool = False
    first_tables: frozenset[str] = frozenset()
    """Names that the first hunting query will use, tables among them: when there are any, the
    engine and those tables are made right after the start, and not at that query."""
    faults: tuple[FaultSpec, ...] = ()
    fault_delay_s: float = SLOW_S
    """How slow the slow faults are."""

    def __post_init__(self) -> None:
        """Hold the address to loopback.

        Raises:
            NotLoopback: it is another, and that is not allowed expressly.
        """
        if not self.is_remote_allowed and not self.is_loopback:
            raise NotLoopback(self.host)

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the address."""
        if self.host in (LOOPBACK, "localhost"):
            return True
        from ipaddress import ip_address

        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
