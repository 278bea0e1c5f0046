"""The pane below the queue: one incident in five tabs."""

from __future__ import annotations

import asyncio
from enum import Enum
from functools import partial
from typing import TypeAlias

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.evidence import Evidence
from ...core.incidents import Alert, Incident
from ...core.text import plain
from ..ports import HasProfile
from ..text import shown
from ..widgets.cell_lines import cell_lines
from ..widgets.cell_view import CellView, LinesPane
from ..widgets.facts import Facts
from ..widgets.grid import Grid
from ..widgets.tab_line import TabLine
from ..worker import run_guarded
from .detail_rows import (
    ALERT_COLUMNS,
    EVIDENCE_COLUMNS,
    ItemRows,
    alert_rows,
    evidence_rows,
)
from .overview import alert_lines, comment_facts, incident_json, overview

_NO_INCIDENT = Content.styled("No incident to show.", "$text-muted")
# Below this the tabs leave no room for a title, which stands in the list anyway.
_NARROW = 72
_NOT_ASKED = Content("Not read yet. Enter reads the whole incident.")


class Tab(Enum):
    """What the pane can show of an incident; the value is its place in the line of tabs."""

    OVERVIEW = 0
    ALERTS = 1
    EVIDENCE = 2
    COMMENTS = 3
    RAW = 4


_Rows: TypeAlias = ItemRows[Alert] | ItemRows[Evidence]


class IncidentDetail(Vertical):
    """One incident; the chosen tab stays when another incident comes.

    It is empty until the first incident comes, and furnished once the list beside it is drawn.
    """

    DEFAULT_CSS = """
    IncidentDetail {
        border-top: solid $border;
        & #detail-head { height: 1; padding: 0 1; }
        & #detail-title { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #detail-tabs { margin-left: 2; }
        & #detail-text { padding: 0 1; scrollbar-size: 1 1; }
        & #detail-raw { padding: 0 1; background: transparent; scrollbar-size: 1 1; }
        & #detail-text, & #detail-grid, & #detail-raw { display: none; height: 1fr; }
        &.-text #detail-text, &.-grid #detail-grid, &.-raw #detail-raw { display: block; }
    }
    """

    class RawFolded(Message):
        """An incident's JSON was folded to lines."""

        def __init__(self, incident: Incident, lines: list[str]) -> None:
            super().__init__()
            self.incident = incident
            self.lines = lines

    def __init__(self, session: HasProfile, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session = session
        self._incident: Incident | None = None
        # Until the list has spoken there is nothing to say either.
        self._nothing = Content("")
        self._tab = Tab.OVERVIEW
        self._is_furnished = False
        self._is_awaited = False
        self._rows: _Rows | None = None

    async def _furnish(self) -> None:
        if self.children:
            return
        await self.mount(
            Horizontal(
                Static(Content(""), id="detail-title"), TabLine(id="detail-tabs"), id="detail-head"
            ),
            VerticalScroll(Facts(), id="detail-text"),
            Grid(ALERT_COLUMNS, empty=_NOT_ASKED, id="detail-grid"),
            LinesPane(id="detail-raw"),
        )
        self._is_furnished = True
        self._draw(keep_place=False)
        if self._is_awaited:
            self.focus_body()

    def on_resize(self) -> None:
        if not self._is_furnished:
            return
        self._draw_head()
        if self._tab is Tab.RAW:
            self._fold_raw()

    def show(self, incident: Incident | None) -> None:
        """Show an incident, as much of it as was read; `None` empties the pane."""
        is_same = bool(incident and self._incident and incident.id == self._incident.id)
        self._incident = incident
        self._nothing = _NO_INCIDENT
        if incident is not None and not self._is_furnished:
            self.call_after_refresh(self._furnish)
        self._draw(keep_place=is_same)

    def turn(self, step: int) -> None:
        """Go on to another tab, round and round."""
        self._choose(Tab((self._tab.value + step) % len(Tab)))

    def focus_body(self) -> None:
        """Give the focus to what the current tab shows, as soon as there is something."""
        self._is_awaited = not self._is_furnished
        if self._is_furnished:
            self._body.focus()

    @property
    def _body(self) -> VerticalScroll | Grid | LinesPane:
        if self._tab in {Tab.ALERTS, Tab.EVIDENCE}:
            return self.query_one("#detail-grid", Grid)
        if self._tab is Tab.RAW:
            return self.query_one("#detail-raw", LinesPane)
        return self.query_one("#detail-text", VerticalScroll)

    @on(TabLine.Chosen)
    def _tab_clicked(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._choose(Tab(event.index))

    def _choose(self, tab: Tab) -> None:
        had_focus = self.has_focus_within
        self._tab = tab
        self._draw(keep_place=False)
        if had_focus:
            self.focus_body()

    def _draw(self, *, keep_place: bool) -> None:
        if not self._is_furnished:
            return
        self.set_class(self._tab in {Tab.OVERVIEW, Tab.COMMENTS}, "-text")
        self.set_class(self._tab in {Tab.ALERTS, Tab.EVIDENCE}, "-grid")
        self.set_class(self._tab is Tab.RAW, "-raw")
        self._draw_head()
        if self._tab is Tab.RAW:
            # Only then is the pane laid out, and its width known.
            self.call_after_refresh(self._fold_raw)
        elif self._tab in {Tab.ALERTS, Tab.EVIDENCE}:
            self._draw_grid(self._incident, keep_place=keep_place)
        else:
            self._draw_text(self._incident, keep_place=keep_place)

    def _draw_head(self) -> None:
        is_narrow = self.size.width < _NARROW
        heading = _heading(self._incident, is_short=is_narrow)
        self.query_one("#detail-title", Static).update(heading)
        names = _tab_names(self._incident)
        self.query_one(TabLine).show(names, self._tab.value, gap=2 if is_narrow else 3)

    def _draw_text(self, incident: Incident | None, *, keep_place: bool) -> None:
        pane = self.query_one("#detail-text", VerticalScroll)
        if incident is None:
            facts = [(Content(""), self._nothing)]
        elif self._tab is Tab.COMMENTS:
            facts = comment_facts(incident)
        else:
            facts = overview(incident, self._session.now())
        pane.query_one(Facts).show(facts)
        if not keep_place:
            pane.scroll_home(animate=False)

    def _draw_grid(self, incident: Incident | None, *, keep_place: bool) -> None:
        grid = self.query_one("#detail-grid", Grid)
        self._rows = None
        if incident is None or incident.alerts is None:
            grid.empty = _NOT_ASKED if incident else self._nothing
        elif self._tab is Tab.ALERTS:
            grid.empty = Content("This incident has no alerts.")
            self._rows = alert_rows(incident.alerts, self._session.now())
        else:
            grid.empty = Content("Its alerts name no evidence.")
            self._rows = evidence_rows(incident.evidence)
        columns = ALERT_COLUMNS if self._tab is Tab.ALERTS else EVIDENCE_COLUMNS
        grid.set_source(self._rows, columns=columns, keep_cursor=keep_place)

    def _fold_raw(self) -> None:
        pane = self.query_one("#detail-raw", LinesPane)
        if self._incident is None:
            pane.show_lines([])
            return
        width = max(pane.scrollable_content_region.width - 1, 20)
        run_guarded(
            self,
            partial(self._folding, self._incident, width),
            name="fold",
            group="fold",
            description="fold an incident's JSON",
        )

    async def _folding(self, incident: Incident, width: int) -> None:
        lines = await asyncio.to_thread(lambda: cell_lines(incident_json(incident), width))
        self.post_message(self.RawFolded(incident, lines))

    def on_incident_detail_raw_folded(self, event: RawFolded) -> None:
        if event.incident is self._incident:
            self.query_one("#detail-raw", LinesPane).show_lines(event.lines)

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        item = self._rows.items[event.row] if self._rows else None
        if isinstance(item, Alert):
            self.app.push_screen(CellView(item.title or item.id, alert_lines(item)))
        elif isinstance(item, Evidence):
            self.app.push_screen(CellView(item.label, _evidence_json(item)))


def _evidence_json(item: Evidence) -> str:
    return plain({"kind": item.kind, "verdict": item.verdict, **item.fields})


def _heading(incident: Incident | None, *, is_short: bool) -> Content:
    if incident is None:
        return Content("")
    number = shown(incident.id, limit=20).stylize("$text-muted")
    if is_short:
        return number
    return Content.assemble(number, "  ", shown(incident.title, limit=200).stylize("bold"))


def _tab_names(incident: Incident | None) -> tuple[str, ...]:
    if incident is None:
        return ()
    has_alerts = incident.alerts is not None
    return (
        "Overview",
        f"Alerts {len(incident.alerts or ()):,}" if has_alerts else "Alerts",
        f"Evidence {len(incident.evidence):,}" if has_alerts else "Evidence",
        f"Comments {len(incident.comments):,}" if incident.comments else "Comments",
        "Raw",
    )
