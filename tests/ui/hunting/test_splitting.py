"""Splitting a cut result from the Hunting screen."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import pytest
from textual.worker import WorkerCancelled

from defender_tui.core.errors import ConnectFailed, QueryInvalid
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.ui.hunting.split_panel import SplitPanel
from defender_tui.ui.widgets.kql_editor import KqlEditor

from ..fakes_hunting import FakeHunts, MakeTable
from .staging import Stage, hunting

TOO_LARGE = QueryInvalid("Result size limit exceeded")


class SharedSpool(AnswerSpool):
    """Keeps parts where the answers are, as the session does."""

    def __init__(self, spool: Spool) -> None:
        super().__init__()
        self._shared = spool

    def open(self) -> Spool:
        return self._shared


Over = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def over_a_cut_result(events: MakeTable, spool: Spool) -> Over:
    """Give what opens the screen with a cut result of a query, its rows in focus."""

    @asynccontextmanager
    async def opened(query: str = "DeviceEvents") -> AsyncIterator[Stage]:
        session = FakeHunts(script=deque(), is_whole=False, split_spool=SharedSpool(spool))
        async with over(session, query, await events(4)) as stage:
            yield stage

    return opened


@asynccontextmanager
async def over(session: FakeHunts, query: str, rows: ResultTable) -> AsyncIterator[Stage]:
    async with hunting(session) as stage:
        stage.editor.text = query
        await stage.settle()
        await stage.run(rows)
        session.is_whole = None
        stage.grid.focus()
        try:
            yield stage
        finally:
            stage.screen.drop_split()
            with suppress(WorkerCancelled):
                await stage.pilot.app.workers.wait_for_complete()


async def split(stage: Stage) -> None:
    await stage.pilot.press("x")
    await stage.until("Enter Split")
    await stage.pilot.press("enter")


async def test_all_rows_of_a_cut_result_come_in_parts(
    over_a_cut_result: Over, events: MakeTable
) -> None:
    async with over_a_cut_result() as stage:
        assert "CUT AT THE API'S LIMIT" in stage.text
        await stage.pilot.press("x")
        await stage.until("Cut by   Timestamp")
        stage.session.script.extend([TOO_LARGE, await events(5), await events(0)])
        stage.session.script.extend([await events(7), await events(1)])
        await stage.pilot.press("enter")
        await stage.until(r"13 rows .* complete")
        assert not stage.screen.query(SplitPanel)
        # The cut result is still there beside it.
        assert 2 == len(stage.screen._pane.shelf.results)
        assert "| where isnull(Timestamp)" in stage.session.hunts[-1].query


async def test_a_failed_part_is_told_and_the_split_goes_on_where_it_stopped(
    over_a_cut_result: Over, events: MakeTable
) -> None:
    async with over_a_cut_result() as stage:
        stage.session.script.extend([await events(5), ConnectFailed("No connection.")])
        await split(stage)
        await stage.until("A part could not be run")
        assert "1 part done, 2 left · 2 calls · 5 rows" in stage.text
        stage.session.script.extend([await events(2), await events(0)])
        stage.screen.query_one(SplitPanel).focus()
        await stage.pilot.press("enter")
        await stage.until(r"7 rows .* complete")
        assert "A part could not be run" not in stage.text


async def test_a_split_is_stopped_and_given_up_by_its_keys(over_a_cut_result: Over) -> None:
    async with over_a_cut_result() as stage:
        await split(stage)
        await stage.until("now the first row to .* F5 Stop")
        stage.editor.focus()
        await stage.until("Alt.X Go here")
        await stage.pilot.press("alt+x")
        await stage.until("F5 Stop")
        await stage.pilot.press("f5")
        await stage.until("stopped · done parts are kept")
        assert stage.session.hunts[-1].was_cancelled
        await stage.pilot.press("escape")
        await stage.settle()
        assert not stage.screen.query(SplitPanel)
        assert "4 rows" in stage.text


async def test_what_cannot_be_split_is_said_and_shown_in_the_query(over_a_cut_result: Over) -> None:
    query = "DeviceEvents\n| where 1 == 1\n| top 3 by Timestamp"
    async with over_a_cut_result(query) as stage:
        await stage.pilot.press("x")
        await stage.until("This query cannot be split by time")
        assert "`top` picks some of all rows" in stage.text
        assert "Line 3, column 3 of the query." in stage.text
        await stage.press("enter")
        assert stage.screen.focused is stage.screen.query_one(KqlEditor)
        assert (2, 2) == stage.editor.cursor_location


async def test_a_run_that_a_limit_refused_can_be_split(over_a_cut_result: Over) -> None:
    async with over_a_cut_result() as stage:
        await stage.run(QueryInvalid("Query exceeded the timeout period."))
        assert "alt+x" in stage.text
        await stage.pilot.press("alt+x")
        await stage.until("Enter Split")


async def test_a_complete_result_is_not_split(over_a_cut_result: Over, events: MakeTable) -> None:
    async with over_a_cut_result() as stage:
        await stage.run(await events(9))
        stage.grid.focus()
        await stage.pilot.press("x")
        await stage.until("This result is complete")
