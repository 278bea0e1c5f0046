"""Running a query past the caps in parts of its time."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.worker import Worker

from ...core.errors import DefenderTuiError
from .letting_go import let_go
from .lower_half import LowerTab
from .result_source import open_source
from .run import HuntRun
from .split_messages import (
    SplitAnswered,
    SplitBegan,
    SplitFailed,
    SplitMoved,
    SplitWaited,
)
from .split_offering import SplitOffering

if TYPE_CHECKING:
    from ...workflows.hunt_split import HuntSplit
    from ...workflows.hunt_waiting import Waiting
    from ...workflows.split_plan import SplitPlan
    from .split_panel import SplitPanel


class Splitting(SplitOffering):
    """A screen that splits the query of a cut result; the result stays until all rows are there."""

    _split_run: HuntRun | None = None
    _split_worker: Worker[None] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "split" and self._split_panel is not None:
            return True
        return super().check_action(action, parameters)

    def action_split(self) -> None:
        panel = self._split_panel
        if panel is None:
            super().action_split()
        else:
            panel.focus()

    def begin_split(self, run: HuntRun, plan: SplitPlan) -> None:
        self._split_worker = self.guarded(
            partial(self._beginning, run, plan), name="split", group="split", description="split"
        )

    def drop_split(self) -> None:
        """Stop and forget the split that is on; nothing without one."""
        self._end_work()
        panel = self._split_panel
        self._split_run = self._refused_run = None
        if panel is not None:
            self._close(panel.split)
            panel.remove()

    @property
    def _split_panel(self) -> SplitPanel | None:
        if self._split_run is None:
            return None
        from .split_panel import SplitPanel

        return self.query_one_optional(SplitPanel)

    # On its way

    async def _beginning(self, run: HuntRun, plan: SplitPlan) -> None:
        split = await self._work.start_split(plan, is_too_large=True, told=self._told_split_waits)
        self.post_message(SplitBegan(run, split))

    def _told_split_waits(self, waiting: Waiting | None) -> None:
        self.post_message(SplitWaited(waiting))

    @on(SplitBegan)
    async def _split_began(self, event: SplitBegan) -> None:
        event.stop()
        from .split_panel import SplitPanel

        if self._split_panel is not None or event.run.generation != self._work.generation:
            self._close(event.split)
            return
        self._split_run, self._refused_run = event.run, None
        await self._lower.turn_to(LowerTab.RESULTS, focus=False)
        panel = SplitPanel(event.split, id="split-panel")
        await self._lower.mount(panel, after="#lower-tabs")
        panel.focus()
        self._carry_on(event.split)

    def _carry_on(self, split: HuntSplit) -> None:
        self._split_worker = self.guarded(
            partial(self._splitting, split), name="split", group="split", description="split"
        )

    async def _splitting(self, split: HuntSplit) -> None:
        try:
            async for progress in self._work.carry_out_split(split):
                self.post_message(SplitMoved(split, progress))
            outcome = split.outcome
            assert outcome is not None, "a split that did not fail has an outcome"
            with ExitStack() as unless_handed_on:
                unless_handed_on.callback(let_go, self, outcome)
                source = await asyncio.to_thread(open_source, outcome.table)
                if self.post_message(SplitAnswered(split, outcome, source)):
                    unless_handed_on.pop_all()
        except DefenderTuiError as error:
            self.post_message(SplitFailed(split, error))

    @on(SplitMoved)
    def _split_moved(self, event: SplitMoved) -> None:
        event.stop()
        panel = self._split_panel
        if panel is not None and panel.split is event.split:
            panel.show_progress(event.progress)
        self.refresh_frame()

    @on(SplitWaited)
    def _split_waited(self, event: SplitWaited) -> None:
        event.stop()
        panel = self._split_panel
        if panel is not None and not panel.is_halted:
            panel.show_waiting(event.waiting)

    # After it

    @on(SplitAnswered)
    def _split_answered(self, event: SplitAnswered) -> None:
        event.stop()
        panel, run = self._split_panel, self._split_run
        if panel is None or run is None or panel.split is not event.split:
            let_go(self, event.outcome)
            return
        had_focus = panel.has_focus
        self.drop_split()
        run = replace(run, started=time.monotonic())
        for outcome in self._pane.show_outcome(run, event.outcome, event.source):
            let_go(self, outcome)
        if had_focus:
            self._pane.grid.focus()

    @on(SplitFailed)
    def _split_failed(self, event: SplitFailed) -> None:
        event.stop()
        panel = self._split_panel
        if panel is None or panel.split is not event.split:
            return
        panel.halt("stopped by an error · done parts are kept")
        self.show_error(event.error, "A part could not be run", retry=self._resume)

    # By its keys

    def on_split_panel_stopped(self) -> None:
        self._end_work()
        panel = self._split_panel
        if panel is not None:
            panel.halt("stopped · done parts are kept")

    def on_split_panel_resumed(self) -> None:
        self._resume()

    def on_split_panel_dropped(self) -> None:
        self.drop_split()
        self._lower.focus_pane()

    def _resume(self) -> None:
        panel = self._split_panel
        if panel is not None and panel.is_halted:
            self.clear_error()
            panel.run()
            panel.focus()
            self._carry_on(panel.split)

    def _end_work(self) -> None:
        if self._split_worker is not None:
            self._split_worker.cancel()
            self._split_worker = None

    def _close(self, split: HuntSplit) -> None:
        self.guarded(
            split.close,
            name="close a split",
            group="close a split",
            description="remove the parts of a split",
            exclusive=False,
        )
