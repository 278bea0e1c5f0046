"""A sandbox whose incidents share few moments: `python -m tests.sandbox.crowded COUNT sandbox …`.

They were created and last updated at the beginning of a stretch of ten days, each of them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from defender_tui.cli.main import main
from defender_tui.sandbox.data import stories
from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.records import IncidentRecord

_STRETCH = timedelta(days=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_build = stories.build_incidents


def _crowded(
    cast: Cast, *, now: datetime, seed: int, count: int = stories.DEFAULT_COUNT
) -> tuple[IncidentRecord, ...]:
    made = _build(cast, now=now, seed=seed, count=count)
    return tuple(
        replace(one, created_at=_begin(one.created_at), updated_at=_begin(one.updated_at))
        for one in made
    )


def _begin(time: datetime) -> datetime:
    return _EPOCH + (time - _EPOCH) // _STRETCH * _STRETCH


if __name__ == "__main__":
    stories.build_incidents = _crowded
    _, incident_count, *arguments = sys.argv
    sys.exit(main([*arguments, "--incidents", incident_count]))
