"""One incident in six tabs: the pane below the queue, or the whole screen."""

from __future__ import annotations

import asyncio
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.evidence import Evidence
from ...core.gathered_evidence import gathered
from ...core.incidents import Alert, Incident
from ..text import shown
from ..widgets.cell_lines import cell_lines
from ..widgets.cell_view import LinesPane
from ..widgets.facts import Facts
from ..widgets.grid import Grid
from ..widgets.tab_line import TabLine
from ..worker import run_guarded
from .overview import comment_facts, incident_json, overview
from .page.fields import Field, incident_fields
from .page.raw_pane import RawPane
from .page.rows_pane import RowsPane
from .page.timeline import timeline_facts

if TYPE_CHECKING:
    from ..ports import HasProfile

_NO_INCIDENT = Content.styled("No incident to show.", "$text-muted")
# Below this the tabs leave no room for a title: it gets a line of its own where there are many,
# else it is left to the list above.
_NARROW = 100
_TALL = 14
# From here on there is room for a chosen row's fields beside the rows.
_WIDE = 110
_NOT_ASKED = Content("Not read yet. Enter reads the whole incident.")


class Tab(Enum):
    """What the pane can show of an incident; the value is its place in the line of tabs."""

    OVERVIEW = 0
    ALERTS = 1
    EVIDENCE = 2
    TIMELINE = 3
    COMMENTS = 4
    RAW = 5


_GRIDS = (Tab.ALERTS, Tab.EVIDENCE)


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
        &.-stacked #detail-head { height: 2; layout: vertical; }
        &.-stacked #detail-tabs { margin-left: 0; }
        & #detail-text { padding: 0 1; scrollbar-size: 1 1; }
        & #detail-raw { padding: 0 1; }
        & #detail-text, & #detail-rows, & #detail-raw { display: none; height: 1fr; }
        &.-text #detail-text, &.-grid #detail-rows, &.-raw #detail-raw { display: block; }
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

    async def _furnish(self) -> None:
        if self.children:
            return
        await self.mount(
            Horizontal(
                Static(Content(""), id="detail-title"), TabLine(id="detail-tabs"), id="detail-head"
            ),
            VerticalScroll(Facts(), id="detail-text"),
            RowsPane(id="detail-rows"),
            RawPane(id="detail-raw"),
        )
        self._is_furnished = True
        self._draw(keep_place=False)
        if self._is_awaited:
            self.focus_body()

    def on_resize(self) -> None:
        if not self._is_furnished:
            return
        self._rows.set_class(self.size.width >= _WIDE, "-wide")
        self.set_class(self._is_stacked, "-stacked")
        self._draw_head()
        if self._tab is Tab.RAW:
            self._fold_raw()

    def show(self, incident: Incident | None) -> None:
        """Show an incident, as much of it as was read; `None` empties the pane."""
        is_same = bool(incident and self._incident and incident.id == self._incident.id)
        self._incident = incident
        if not is_same and self._is_furnished:
            self._rows.fold_all()
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

    # What is chosen

    @property
    def chosen_evidence(self) -> Evidence | None:
        """The evidence under the cursor of the tab that is shown; `None` when there is none."""
        return self._rows.evidence if self._has_rows else None

    @property
    def chosen_alert(self) -> Alert | None:
        """The alert under the cursor, or whose evidence is; `None` when there is none."""
        return self._rows.alert if self._has_rows else None

    def chosen_fields(self) -> list[Field]:
        """Give the fields of what is under the cursor, else those of the incident."""
        fields = self._rows.fields if self._has_rows else []
        return fields or (incident_fields(self._incident) if self._incident else [])

    def open_search(self) -> bool:
        """Search what the tab shows, if it has the focus and can be searched; say whether."""
        if self._tab is not Tab.RAW or not self.has_focus_within:
            return False
        self.query_one(RawPane).open_search()
        return True

    def turn_branch(self, *, is_to_unfold: bool | None) -> None:
        """Unfold or fold the alert under the cursor; `None` for whichever it is not."""
        if self._has_rows:
            self._rows.turn_branch(is_to_unfold=is_to_unfold)

    @property
    def _rows(self) -> RowsPane:
        return self.query_one(RowsPane)

    @property
    def _has_rows(self) -> bool:
        return self._is_furnished and self._tab in _GRIDS

    @property
    def _body(self) -> VerticalScroll | Grid | LinesPane:
        if self._tab in _GRIDS:
            return self._rows.grid
        if self._tab is Tab.RAW:
            return self.query_one(RawPane).lines
        return self.query_one("#detail-text", VerticalScroll)

    # Tabs

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
        self.set_class(self._tab not in (*_GRIDS, Tab.RAW), "-text")
        self.set_class(self._tab in _GRIDS, "-grid")
        self.set_class(self._tab is Tab.RAW, "-raw")
        self._draw_head()
        if self._tab is Tab.RAW:
            # Only then is the pane laid out, and its width known.
            self.call_after_refresh(self._fold_raw)
        elif self._tab in _GRIDS:
            self._draw_rows(self._incident, keep_place=keep_place)
        else:
            self._draw_text(self._incident, keep_place=keep_place)

    @property
    def _is_stacked(self) -> bool:
        return self.size.width < _NARROW and self.size.height >= _TALL

    def _draw_head(self) -> None:
        is_narrow = self.size.width < _NARROW
        heading = _heading(self._incident, is_short=is_narrow and not self._is_stacked)
        self.query_one("#detail-title", Static).update(heading)
        names = _tab_names(self._incident)
        self.query_one(TabLine).show(names, self._tab.value, gap=2 if is_narrow else 3)

    def _draw_text(self, incident: Incident | None, *, keep_place: bool) -> None:
        pane = self.query_one("#detail-text", VerticalScroll)
        if incident is None:
            facts = [(Content(""), self._nothing)]
        elif self._tab is Tab.COMMENTS:
            facts = comment_facts(incident)
        elif self._tab is Tab.TIMELINE:
            facts = timeline_facts(incident)
        else:
            facts = overview(incident, self._session.now())
        pane.query_one(Facts).show(facts)
        if not keep_place:
            pane.scroll_home(animate=False)

    def _draw_rows(self, incident: Incident | None, *, keep_place: bool) -> None:
        if incident is None or incident.alerts is None:
            self._rows.show_nothing(_NOT_ASKED if incident else self._nothing)
        elif self._tab is Tab.ALERTS:
            now = self._session.now()
            self._rows.show_alerts(incident.alerts, now, keep_place=keep_place)
        else:
            self._rows.show_evidence(gathered(incident), keep_place=keep_place)

    def _fold_raw(self) -> None:
        pane = self.query_one(RawPane)
        if self._incident is None:
            pane.show_lines([])
            return
        width = max(pane.lines.scrollable_content_region.width - 1, 20)
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
            self.query_one(RawPane).show_lines(event.lines)


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
        "Timeline",
        f"Comments {len(incident.comments):,}" if incident.comments else "Comments",
        "Raw",
    )
