"""Where calls that a quota counts wait for their turn."""

from __future__ import annotations

from typing import Protocol


class CallGate(Protocol):
    """What a request passes before every call it makes, its repetitions too."""

    @property
    def waited_s(self) -> float:
        """How long `turn` has waited in all."""
        ...

    async def turn(self) -> None:
        """Wait until the call may be made, and count it."""
        ...

    def take_back(self) -> None:
        """Hear that the call was not made after all: there was no token for it."""
        ...

    def was_refused(self, retry_after_s: float | None) -> bool:
        """Hear that a quota refused the call; true when `turn` will wait until it may be repeated.

        `retry_after_s` is the wait that the service asks for, `None` when it said nothing.
        """
        ...
