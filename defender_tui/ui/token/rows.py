"""The rows of the Token screen's grids: the APIs, and the claims of one token."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from textual.content import Content

from ...core.claim_rows import ClaimRow
from ..text import absolute, shown
from ..widgets.grid_columns import GridColumn
from .state import TokenSlot, time_from, time_left

SLOT_COLUMNS = (
    GridColumn("resource", "Resource", width=9),
    GridColumn("state", "State", width=12),
    GridColumn("roles", "Roles", width=5, align="right"),
    GridColumn("left", "Left", width=11),
)
CLAIM_COLUMNS = (
    GridColumn("name", "Name", min_width=6),
    GridColumn("value", "Value", min_width=36, flexible=True),
    GridColumn("meaning", "Meaning", min_width=16, flexible=True, priority=1),
)
_TITLE_CELLS = 60

Clock = Callable[[], datetime]


class SlotRows:
    """One row for each token slot; a `GridSource`."""

    def __init__(self, slots: Sequence[TokenSlot], now: Clock) -> None:
        self._slots = slots
        self._now = now

    @property
    def row_count(self) -> int:
        return len(self._slots)

    def cells(self, row: int) -> Sequence[Content]:
        slot, now = self._slots[row], self._now()
        state = slot.state(now)
        counts = slot.value is not None and slot.decoded is not None and slot.has_role_claims
        return (
            shown(slot.title, limit=_TITLE_CELLS),
            Content.styled(f"{state.mark} {state.title}", state.style),
            Content(str(len(slot.roles)) if counts else ""),
            Content(time_left(slot.expires_at, now)),
        )

    def want(self, first: int, last: int) -> None:
        """Nothing to load: every row is here."""


class ClaimRows:
    """One row for each claim or header field; a `GridSource`."""

    def __init__(self, rows: Sequence[ClaimRow], now: Clock) -> None:
        self._rows = rows
        self._now = now

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def claim(self, row: int) -> ClaimRow | None:
        """Give one claim; `None` when there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def cells(self, row: int) -> Sequence[Content]:
        claim = self._rows[row]
        value, meaning = shown(claim.value, limit=400), claim.meaning
        if claim.time is not None:
            value = Content(readable_time(claim.time))
            meaning = time_from(claim.time, self._now())
        muted = Content.styled(meaning, "$foreground-muted")
        return (shown(claim.name, limit=60), value, muted)

    def want(self, first: int, last: int) -> None:
        """Nothing to load: every row is here."""


def readable_time(moment: datetime) -> str:
    """Write a moment in UTC, and on this machine's clock where that differs."""
    local = moment.astimezone()
    here = f" ({local:%H:%M} local)" if local.utcoffset() else ""
    return f"{absolute(moment)}{here}"
