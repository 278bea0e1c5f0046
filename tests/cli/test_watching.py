from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from defender_tui.cli.watching import watch
from defender_tui.core.errors import ConnectFailed
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.workflows.incident_queue import QueueProgress

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _incident(incident_id: str, minute: int = 0) -> Incident:
    return Incident(incident_id, title=f"case {incident_id}", last_updated=_at(minute))


def _at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


class Queue:
    """A queue that is another one at every look, and cannot be reached after the last."""

    def __init__(self, *looks: Sequence[Incident]) -> None:
        self._looks = list(looks)

    async def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        if not self._looks:
            raise ConnectFailed("The network is gone.")
        incidents = tuple(self._looks.pop(0))
        yield QueueProgress(incidents[:1], 1, is_complete=False)
        yield QueueProgress(incidents, len(incidents), is_complete=True)


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


async def _watch(queue: Queue, form: str) -> None:
    with pytest.raises(ConnectFailed):
        await watch(queue, IncidentFilter(), form, sleep=_no_sleep)


async def test_what_is_there_comes_first_then_only_news(capsys: pytest.CaptureFixture[str]) -> None:
    one, two, two_later = _incident("1"), _incident("2"), _incident("2", 5)
    await _watch(Queue([one], [two, one], [two, one], [two_later, one]), "json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["1", "2", "2"] == [line["id"] for line in lines]
    assert "2026-11-23T08:05:00Z" == lines[-1]["last_updated"]


async def test_a_look_without_news_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    await _watch(Queue([], [], [_incident("1")]), "table")
    out = capsys.readouterr().out
    assert 1 == out.count("case 1")
    assert 2 == len(out.splitlines())


async def test_csv_keeps_one_header_however_often_there_is_news(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = _incident("1"), _incident("2")
    await _watch(Queue([one], [one], [two, one]), "csv")
    lines = capsys.readouterr().out.splitlines()
    assert ["id", "1", "2"] == [line.partition(",")[0] for line in lines]
