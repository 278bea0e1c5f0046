"""Why a query cannot be rewritten for the local engine."""

from __future__ import annotations

from defender_tui.core.errors import DefenderTuiError


class CannotAdapt(DefenderTuiError):
    """A construct has no exact form here; `offset` is its place in the text as written."""

    def __init__(self, construct: str, offset: int, reason: str = "") -> None:
        because = f" {reason}" if reason else ""
        super().__init__(
            f"The local engine cannot run '{construct}'.{because} A tenant may well run it."
        )
        self.construct = construct
        self.offset = offset
