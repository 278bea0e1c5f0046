"""Rows that are found by words, with the query of the chosen one beside them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ..text import shown
from .grid import Grid, GridColumn
from .line_input import LineInput
from .query_text import coloured_query

Item = TypeVar("Item")
_WORDS_CELLS = 30
_BESIDE_CELLS = 100


class AskingGrid(Grid):
    """A grid whose keys are told to the pane that knows what the rows are."""

    class Asked(Message):
        """Something is wanted of the row under the cursor, or of all; `what` names it."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def action_ask(self, what: str) -> None:
        self.post_message(self.Asked(what))


class _Rows(Generic[Item]):
    """All items are at hand: cells are made when a row comes into view."""

    def __init__(self, pane: FoundRows[Item], items: Sequence[Item]) -> None:
        self._pane = pane
        self.items = tuple(items)

    @property
    def row_count(self) -> int:
        return len(self.items)

    def cells(self, row: int) -> Sequence[Content]:
        return self._pane.cells_of(self.items[row])

    def want(self, first: int, last: int) -> None:
        pass


class FoundRows(Vertical, Generic[Item]):
    """A line that tells what is shown, a field to search, the rows, and what is chosen.

    A subclass reads its items when it is shown, and the colours with them (`load_colours`), hands
    them to `show_items`, and answers what its grid asks for in `asked`.
    """

    DEFAULT_CSS = """
    FoundRows {
        & .found--line { height: 1; padding: 0 1; }
        & .found--state { width: 1fr; color: $text-muted; }
        & .found--count { width: auto; margin-left: 2; color: $text-muted; }
        & .found--line Static, & .found--summary { text-wrap: nowrap; text-overflow: ellipsis; }
        & .found--state.-failed { color: $text-warning; }
        & .found--search { display: none; height: 1; border: none; margin: 0 1; }
        &.-searching .found--search { display: block; }
        & .found--body { height: 1fr; }
        & Grid { width: 1fr; height: 1fr; }
        & .found--side {
            display: none; width: 42%; height: 1fr; padding: 0 1; scrollbar-size: 1 1;
            border-left: solid $border;
        }
        & .found--side Static { height: auto; }
        & .found--facts { color: $text-muted; margin-bottom: 1; }
        & .found--summary { height: 1; padding: 0 1; color: $text-muted; }
        &.-beside .found--side { display: block; }
        &.-beside .found--summary { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_search", "Leave the search", show=False, id="found.leave"),
        Binding("down", "to_rows", "To the rows", show=False, id="found.down"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[Item, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._rows: _Rows[Item] = _Rows(self, ())

    def compose(self) -> ComposeResult:
        with Horizontal(classes="found--line"):
            yield Static(Content("reading …"), classes="found--state")
            yield Static(Content(""), classes="found--count")
        yield LineInput(placeholder=self.search_words, classes="found--search", compact=True)
        with Horizontal(classes="found--body"):
            yield self.make_grid()
            with VerticalScroll(classes="found--side", can_focus=False):
                yield Static(Content(""), classes="found--facts")
                yield Static(Content(""), classes="found--query")
        yield Static(Content(""), classes="found--summary")

    # What a subclass says

    search_words: ClassVar[str] = "words to find"

    @abstractmethod
    def make_grid(self) -> AskingGrid:
        """Give the grid with its columns and keys."""

    @abstractmethod
    def read(self) -> None:
        """Begin to read the items anew."""

    @abstractmethod
    def cells_of(self, item: Item) -> Sequence[Content]:
        """Give an item's cells, one for each column."""

    @abstractmethod
    def facts_of(self, item: Item) -> Sequence[Content]:
        """Give what is known of an item besides its query, a line each."""

    def summary_of(self, item: Item) -> Sequence[Content]:
        """Give the same for one line, what counts most first."""
        return self.facts_of(item)

    @abstractmethod
    def query_of(self, item: Item) -> str:
        """Give an item's query."""

    @abstractmethod
    def asked(self, what: str) -> None:
        """Do what a key of the grid asks for."""

    # Showing

    @property
    def grid(self) -> AskingGrid:
        """The rows."""
        return self.query_one(AskingGrid)

    @property
    def current(self) -> Item | None:
        """What is under the cursor; `None` without rows."""
        row = self.grid.cursor_row
        return self._rows.items[row] if row < self._rows.row_count else None

    def on_show(self) -> None:
        self.read()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE_CELLS, "-beside")

    def show_items(
        self,
        items: Sequence[Item],
        texts: Sequence[str],
        *,
        columns: Sequence[GridColumn] | None = None,
    ) -> None:
        """Show other items; the cursor stays on its item where that is still there.

        `texts` are what a search looks in, one for each item, without letter case.
        """
        self._items, self._texts = tuple(items), tuple(texts)
        self._find(columns)

    def say(self, words: Content, *, is_failure: bool = False) -> None:
        """Tell in the first line what is shown, or what went wrong."""
        line = self.query_one(".found--state", Static)
        line.update(words)
        line.set_class(is_failure, "-failed")

    def say_empty(self, words: str) -> None:
        """Tell why there are no rows."""
        self.grid.empty = Content(words)

    def _find(self, columns: Sequence[GridColumn] | None = None) -> None:
        words, before = self.query_one(Input).value, self.current
        wanted = words.casefold().split()
        found = [
            item
            for item, text in zip(self._items, self._texts, strict=True)
            if all(word in text for word in wanted)
        ]
        self._rows = _Rows(self, found)
        self.grid.set_source(self._rows, columns=columns)
        if before in found:
            self.grid.move_cursor(row=found.index(before))
        count = f"{len(found):,} of {len(self._items):,}" if words.strip() else f"{len(found):,}"
        mark = shown(f" “{words.strip()}”", limit=_WORDS_CELLS) if words.strip() else Content("")
        self.query_one(".found--count", Static).update(Content.assemble(count, mark))
        self._draw_current()

    def _draw_current(self) -> None:
        item = self.current
        facts = tuple(self.facts_of(item)) if item is not None else ()
        summary = tuple(self.summary_of(item)) if item is not None else ()
        query = coloured_query(self.query_of(item)) if item is not None else Content("")
        self.query_one(".found--facts", Static).update(Content("\n").join(facts))
        self.query_one(".found--query", Static).update(query)
        self.query_one(".found--summary", Static).update(Content(" · ").join(summary))
        self.query_one(".found--side", VerticalScroll).scroll_home(animate=False)

    @on(Grid.RowHighlighted)
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        self._draw_current()

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        self.asked("use")

    @on(AskingGrid.Asked)
    def _asked(self, event: AskingGrid.Asked) -> None:
        event.stop()
        if event.what == "search":
            self.add_class("-searching")
            self.query_one(Input).focus()
        else:
            self.asked(event.what)

    # Searching

    @on(Input.Changed)
    def _words_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._find()

    @on(Input.Submitted)
    def _words_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_rows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_search":
            return self.has_class("-searching")
        return self.query_one(Input).has_focus if action == "to_rows" else True

    def action_to_rows(self) -> None:
        """Go on with what was found; without words the field goes."""
        self.set_class(bool(self.query_one(Input).value), "-searching")
        self.grid.focus()

    def action_leave_search(self) -> None:
        """Show all rows again."""
        self.query_one(Input).value = ""
        self.remove_class("-searching")
        self.grid.focus()

    @on(Input.Blurred)
    def _words_left(self, event: Input.Blurred) -> None:
        event.stop()
        if not self.query_one(Input).value:
            self.remove_class("-searching")
