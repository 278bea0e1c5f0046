"""The rows of the browser: what is unfolded of what is found. A grid's source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from .drawing import about_words, heading_words, name_words, type_words
from .nodes import Node, NodeKind
from .searching import Found, find

if TYPE_CHECKING:
    from .index import SchemaIndex


class SchemaRows:
    """The visible rows. Which branches are unfolded outlives a search and a new schema."""

    def __init__(self, index: SchemaIndex) -> None:
        self._index = index
        self._unfolded: set[tuple[str, ...]] = set()
        self._folded_areas: set[tuple[str, ...]] = set()
        # During a search its finds are unfolded; these are the ones that were turned by hand.
        self._turned: dict[tuple[str, ...], bool] = {}
        self._search = ""
        self._only_here = False
        self._found = Found()
        self._rows: list[Node] = []
        self._places: dict[tuple[str, ...], int] = {}
        self._find()

    @property
    def index(self) -> SchemaIndex:
        """The schema behind the rows."""
        return self._index

    @property
    def found(self) -> Found:
        """What the search finds; everything without one."""
        return self._found

    @property
    def search(self) -> str:
        """What is searched; empty for nothing."""
        return self._search

    @property
    def only_here(self) -> bool:
        """Whether what the tenant does not have is left out."""
        return self._only_here

    @property
    def row_count(self) -> int:
        """How many rows are unfolded."""
        return len(self._rows)

    def node(self, row: int) -> Node | None:
        """Give what a row is; `None` beyond the rows."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, path: tuple[str, ...]) -> int | None:
        """Give the row of a node, or else of the nearest one above it that is there."""
        while path:
            if path in self._places:
                return self._places[path]
            path = path[:-1]
        return None

    # Changing what is shown

    def take(self, index: SchemaIndex) -> None:
        """Show another schema."""
        self._index = index
        self._find()

    def search_for(self, search: str) -> None:
        """Show what a search finds; empty for everything."""
        if search != self._search:
            self._search = search
            self._turned.clear()
            self._find()

    def show_only_here(self, only_here: bool) -> None:
        """Leave out what the tenant does not have, or show it again."""
        self._only_here = only_here
        self._find()

    def reveal(self, table: str) -> int | None:
        """Unfold the area of a table and give the table's row; `None` when it is not shown."""
        for node in (one for area in self._found.shown.values() for one in area):
            if node.kind is NodeKind.TABLE and node.name == table:
                self._folded_areas.discard(node.path[:1])
                self._lay_out()
                return self.row_of(node.path)
        return None

    def turn(self, row: int, is_to_unfold: bool | None) -> int:
        """Unfold or fold a row's branch (`None`: whichever it is not); give the row to go to.

        Folding what is folded, or has nothing to fold, goes to the branch it is in.
        """
        node = self.node(row)
        if node is None:
            return row
        is_open, is_whole = self._is_open(node), self._is_whole(node)
        wanted = not is_open if is_to_unfold is None else is_to_unfold
        if not node.child_count or (not wanted and not is_open):
            if wanted:
                return row
            above = self.row_of(node.path[:-1])
            return row if above is None else above
        if wanted and is_open and is_whole:
            return row
        self._turn(node, wanted)
        self._lay_out()
        at = self.row_of(node.path)
        return row if at is None else at

    def _turn(self, node: Node, is_to_unfold: bool) -> None:
        if self._search:
            self._turned[node.path] = is_to_unfold
        elif node.kind is NodeKind.AREA:
            (self._folded_areas.discard if is_to_unfold else self._folded_areas.add)(node.path)
        else:
            (self._unfolded.add if is_to_unfold else self._unfolded.discard)(node.path)

    def _is_open(self, node: Node) -> bool:
        if self._search:
            return self._turned.get(node.path, self._is_found_within(node))
        if node.kind is NodeKind.AREA:
            return node.path not in self._folded_areas
        return node.path in self._unfolded

    def _is_whole(self, node: Node) -> bool:
        """Whether all of an open branch is shown, rather than what the search found in it."""
        if node.kind is NodeKind.AREA or not self._search:
            return True
        return self._turned.get(node.path, False) or not self._is_found_within(node)

    def _is_found_within(self, node: Node) -> bool:
        if node.kind is NodeKind.AREA:
            return True
        found = self._found
        return found.unfolds and (node.path in found.hits or node.path in found.values)

    def _find(self) -> None:
        self._found = find(self._index, self._search, only_here=self._only_here)
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows = []
        for area in self._found.areas:
            self._add(area)
        self._places = {node.path: at for at, node in enumerate(self._rows)}

    def _add(self, node: Node) -> None:
        self._rows.append(node)
        if self._is_open(node):
            is_part = node.kind is NodeKind.AREA or not self._is_whole(node)
            below = self._found.below(node) if is_part else None
            for child in self._index.children(node) if below is None else below:
                self._add(child)

    # Showing

    def heading(self, row: int) -> Content | None:
        """Give the words of an area."""
        node = self.node(row)
        if node is None or node.kind is not NodeKind.AREA:
            return None
        shown_count = len(self._found.shown.get(node.path, ()))
        return heading_words(node, shown_count, is_open=self._is_open(node))

    def cells(self, row: int) -> Sequence[Content]:
        """Give a row's cells in the order of `COLUMNS`."""
        node = self._rows[row]
        return (name_words(node, is_open=self._is_open(node)), type_words(node), about_words(node))

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""
