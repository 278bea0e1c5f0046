"""What a run is told while it waits for its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class WaitReason(Enum):
    """Why a run waits: the service refused one, or as many went as the profile allows."""

    THROTTLED = "throttled"
    PACE = "pace"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run in the queue. `place` 1 goes next, in `seconds` at the soonest; others go after it."""

    place: int
    seconds: float
    reason: WaitReason


# Called with a `Waiting` about every second while a run waits, and with `None` once its call is
# made. It must not raise.
Told = Callable[[Waiting | None], None]
