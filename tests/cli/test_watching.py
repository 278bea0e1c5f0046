from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from defender_tui.cli.watching import watch
from defender_tui.core.errors import ConnectFailed, DefenderTuiError, NotPermitted
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.workflows.incident_sync import QueueProgress

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GONE = ConnectFailed("The network is gone.")


def _incident(incident_id: str, minute: int = 0) -> Incident:
    at = START + timedelta(minutes=minute)
    return Incident(
        incident_id, title=f"case {incident_id}", severity="high", status="active", last_updated=at
    )


class Queue:
    """A queue that is another one at every look, and refuses after the last."""

    def __init__(self, *looks: Sequence[Incident] | DefenderTuiError) -> None:
        self._looks = list(looks)
        self._held: dict[str, Incident] | None = None

    async def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        look = self._looks.pop(0) if self._looks else NotPermitted("The role was taken away.")
        if isinstance(look, DefenderTuiError):
            raise look
        incidents = tuple(look)
        before, self._held = self._held, {one.id: one for one in incidents}
        news = [one.id for one in incidents if before is not None and before.get(one.id) != one]
        yield QueueProgress(incidents[:1], 1, is_complete=False)
        count = len(incidents)
        yield QueueProgress(incidents, count, is_complete=True, news=frozenset(news))


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


async def _watch(queue: Queue, form: str) -> None:
    with pytest.raises(NotPermitted):
        await watch(queue, IncidentFilter(), form, sleep=_no_sleep)


async def test_what_is_there_comes_first_then_only_news(capsys: pytest.CaptureFixture[str]) -> None:
    one, two, two_later = _incident("1"), _incident("2"), _incident("2", 5)
    await _watch(Queue([one], [two, one], [two, one], [two_later, one]), "json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["1", "2", "2"] == [line["id"] for line in lines]
    assert "2026-11-23T08:05:00Z" == lines[-1]["last_updated"]


async def test_each_incident_has_one_line_that_says_what_is_new_about_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two, one_later = _incident("1"), _incident("2", 3), _incident("1", 5)
    await _watch(Queue([one], [two, one], [two, one_later]), "table")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [("1", "listed"), ("2", "new"), ("1", "changed")] == [(x[5], x[3]) for x in lines]
    assert ["2026-11-23", "08:05:00", "UTC"] == lines[-1][:3]
    assert ["High", "1", "Active", "nobody", "case", "1"] == lines[-1][4:]


async def test_of_two_changes_the_earlier_is_told_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await _watch(Queue([], [_incident("1", 9), _incident("2", 7)]), "json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["2", "1"] == [line["id"] for line in lines]


async def test_a_look_without_news_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    await _watch(Queue([], [], [_incident("1")]), "table")
    assert 1 == len(capsys.readouterr().out.splitlines())


async def test_csv_keeps_one_header_however_often_there_is_news(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = _incident("1"), _incident("2")
    await _watch(Queue([one], [one], [two, one]), "csv")
    lines = capsys.readouterr().out.splitlines()
    assert ["id", "1", "2"] == [line.partition(",")[0] for line in lines]


async def test_a_look_that_fails_in_passing_is_told_and_made_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await _watch(Queue([_incident("1")], GONE, [_incident("2"), _incident("1")]), "json")
    told = capsys.readouterr()
    assert ["1", "2"] == [json.loads(line)["id"] for line in told.out.splitlines()]
    assert "The network is gone. The next look is in 60 s." in told.err


async def test_the_first_look_must_succeed() -> None:
    with pytest.raises(ConnectFailed):
        await watch(Queue(GONE), IncidentFilter(), "table", sleep=_no_sleep)


async def test_a_title_written_by_an_attacker_stays_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = Incident("1", title="a\nb\x1b]0;x\x07\u202e", assigned_to="m\x9b2J")
    await _watch(Queue([hostile]), "table")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.isprintable()
