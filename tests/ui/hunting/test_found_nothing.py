"""What may bring rows where a query found none."""

from __future__ import annotations

import pytest

from defender_tui.core.hunt_target import HuntTarget
from defender_tui.core.resources import Resource
from defender_tui.ui.hunting.found_nothing import found_nothing_words
from defender_tui.ui.hunting.run import HuntRun
from defender_tui.workflows.hunt import HuntOutcome

from ..fakes_hunting import MakeTable
from .conftest import events, spool
from .staging import hunting

__all__ = ["events", "spool"]

_OPEN = "DeviceInfo | take 5"
_NARROW = "DeviceInfo\n| where OSPlatform == 'where' // | where\n| take 5"
_TIMED = "DeviceInfo | where Timestamp > ago(1h)"


@pytest.mark.parametrize(
    ("query", "timespan", "advice"),
    [
        (_NARROW, "P1D", "Try a longer range than the last day (Ctrl+T), or leave out"),
        (_TIMED, None, "Try a longer time in the query, or leave out one where step."),
        (_TIMED, "PT1H", "than the last hour (Ctrl+T) and a longer time in the query"),
        ("DeviceInfo | where Timestamp between (s .. e)", None, "a longer time in the query"),
        ("DeviceInfo | where n > 1 | sort by Timestamp", None, "Try it without one of its where"),
        (_OPEN, "P7D", "Try a longer range than the last 7 days (Ctrl+T)."),
        # A tenant keeps no more than that.
        (_NARROW, "P30D", "Try it without one of its where steps."),
        (_NARROW, None, "Try it without one of its where steps."),
        (f"{_OPEN} // | where", None, "No where step narrows it"),
    ],
)
async def test_what_narrowed_the_query_is_what_there_is_to_try(
    query: str, timespan: str | None, advice: str, events: MakeTable
) -> None:
    outcome = HuntOutcome(await events(0), Resource.GRAPH, 0.8)
    assert advice in found_nothing_words(_run(query, timespan), outcome).plain


async def test_a_file_may_hold_older_rows_than_a_tenant(events: MakeTable) -> None:
    outcome = HuntOutcome(await events(0), HuntTarget.LOCAL, 0.8)
    words = found_nothing_words(_run(_NARROW, "P30D"), outcome).plain
    assert "Try no range instead of the last 30 days (Ctrl+T), or" in words


async def test_the_advice_can_be_read_in_60_columns(events: MakeTable) -> None:
    async with hunting(size=(60, 24)) as stage:
        stage.editor.text = _TIMED
        await stage.press("ctrl+t", "down", "down", "down", "enter")
        await stage.run(await events(0))
        words = " ".join(stage.text.split())
        assert (
            "Try a longer range than the last 7 days (Ctrl+T) and a longer time in the query, or "
            "leave out one where step."
        ) in words


def _run(query: str, timespan: str | None) -> HuntRun:
    return HuntRun(1, query, 0, query, timespan, 0.0)
