"""The Chart tab of the Hunting screen, and the way to the line of time."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from ...kql.rendering import ChartKind, rendering_of
from ..hunting.lower_half import LowerHalf, LowerTab
from ..hunting.run import HuntAnswered, HuntRun
from ..hunting.running import HuntRunning
from ..results.messages import RowsShown


class Charting(HuntRunning):
    """A screen whose rows can be looked at as a chart, which loads what it needs when it is."""

    def make_chart_pane(self) -> Widget:
        """Give the pane of the chart."""
        from .pane import ChartPane

        pane = ChartPane(self._work, id="chart-pane")
        self.call_after_refresh(self._follow_rows)
        return pane

    @on(RowsShown)
    @on(LowerHalf.Turned)
    def _follow_rows(self) -> None:
        """Draw what the grid shows, while the chart is in sight."""
        if self._lower.current is not LowerTab.CHART:
            return
        from .pane import ChartPane

        for pane in self.query(ChartPane):
            pane.keep_only(self._pane.shelf.results)
            pane.follow(self._pane.result)

    @on(HuntAnswered)
    def _rendered_answered(self, event: HuntAnswered) -> None:
        """Turn to the chart for a query that asks for one."""
        rendering = rendering_of(event.run.query)
        if rendering and rendering.kind is not ChartKind.TABLE:
            self.call_next(self._turn_to_chart, event.run)

    async def _turn_to_chart(self, run: HuntRun) -> None:
        result = self._pane.result
        if result and result.run is run and self._lower.current is LowerTab.RESULTS:
            # Who goes on typing is not called away.
            await self._lower.turn_to(LowerTab.CHART, focus=self.focused is not self._editor)

    def charts_zone_turned(self) -> None:
        """Show times in the zone that was chosen."""
        self._pane.strip.draw()
        self._follow_rows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "go_to_timeline":
            return super().check_action(action, parameters)
        lower = self.query_one_optional(LowerHalf)
        is_shown = lower is not None and lower.current is LowerTab.RESULTS
        return is_shown and self._pane.result is not None

    def action_go_to_timeline(self) -> None:
        """Go to the line of time above the rows."""
        self._pane.go_to_timeline()
