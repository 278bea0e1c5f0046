"""What stands under the editor: rows, and what helps to get and to read them, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from ..widgets.tab_line import TabLine

MakePane = Callable[[], Widget]
ASIDE = "-aside"


class LowerTab(Enum):
    """The panes in the order of their tabs; the value is the title."""

    RESULTS = "Results"
    CHART = "Chart"
    SCHEMA = "Schema"
    HISTORY = "History"
    LIBRARY = "Library"


class LowerHalf(Vertical):
    """A line of tabs over one pane. A pane is made when its tab is first turned to.

    `makers` gives the panes that there are. The one that is shown has the focus when it can take
    it; the others keep what they hold.
    """

    DEFAULT_CSS = """
    LowerHalf {
        & #lower-tabs { padding: 0 1; width: 1fr; }
        & > .-pane { height: 1fr; display: none; }
        & > .-pane.-current { display: block; }
    }
    """

    class Turned(Message):
        """Another pane is shown."""

        def __init__(self, tab: LowerTab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, makers: Mapping[LowerTab, MakePane], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._makers = dict(makers)
        self._panes: dict[LowerTab, Widget] = {}
        self._current = LowerTab.RESULTS

    @property
    def current(self) -> LowerTab:
        """The tab whose pane is shown."""
        return self._current

    @property
    def tabs(self) -> tuple[LowerTab, ...]:
        """The tabs that there are, in order."""
        return tuple(tab for tab in LowerTab if tab in self._makers)

    def compose(self) -> ComposeResult:
        yield TabLine(id="lower-tabs")
        yield self._made(self._current)

    def on_mount(self) -> None:
        self._draw()

    async def turn_to(self, tab: LowerTab, *, focus: bool = True) -> None:
        """Show a pane; nothing where there is none of that name."""
        if tab not in self._makers:
            return
        if tab not in self._panes:
            await self.mount(self._made(tab))
        has_turned, self._current = tab is not self._current, tab
        for one, pane in self._panes.items():
            pane.set_class(one is tab, "-current")
        self._draw()
        if focus:
            self.focus_pane()
        if has_turned:
            self.post_message(self.Turned(tab))

    async def turn(self, step: int) -> None:
        """Show a neighbour; behind the last comes the first."""
        tabs = self.tabs
        await self.turn_to(tabs[(tabs.index(self._current) + step) % len(tabs)])

    def focus_pane(self) -> None:
        """Give the focus to the first part of the shown pane that takes it."""
        pane = self._panes[self._current]
        parts = pane.walk_children(Widget, with_self=True)
        # What stands aside has a key of its own, and so has a search field.
        parts = [
            one
            for one in parts
            if one.focusable
            and one.display
            and not (one.has_class(ASIDE) or isinstance(one, Input))
        ]
        first = next(iter(parts), None)
        if first is not None:
            first.focus()

    def _made(self, tab: LowerTab) -> Widget:
        pane = self._panes[tab] = self._makers[tab]()
        pane.add_class("-pane")
        pane.set_class(tab is self._current, "-current")
        return pane

    def _draw(self) -> None:
        titles = [tab.value for tab in self.tabs]
        self.query_one("#lower-tabs", TabLine).show(titles, self.tabs.index(self._current))

    @on(TabLine.Chosen, "#lower-tabs")
    async def _chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        await self.turn_to(self.tabs[event.index])
