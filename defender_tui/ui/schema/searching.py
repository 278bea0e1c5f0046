"""What of a schema a search finds. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .nodes import Node, NodeKind, value_node

if TYPE_CHECKING:
    from .index import IndexedTable, SchemaIndex

MOST_UNFOLDED = 1_000
"""So many finds are unfolded at once; of more, only the tables they are in are shown."""


@dataclass(frozen=True, slots=True)
class TableHits:
    """What was found in a table by other names than its own: places of columns, in order.

    A column in `values` was found by those of its values.
    """

    table: IndexedTable
    columns: tuple[int, ...]
    values: Mapping[int, tuple[str, ...]]

    def nodes(self) -> list[Node]:
        """Give the columns."""
        return [self.table.column_node(place) for place in self.columns]


@dataclass(slots=True)
class Found:
    """What a search finds; `shown` has the tables and functions of each area.

    A table that is not in `hits` was found by its own name, and has all of its columns; a column
    that is not in `values` all of its values. `counts` leaves areas out, and
    `column_count` is how many columns are shown for themselves or for values of theirs.
    """

    areas: list[Node] = field(default_factory=list)
    shown: dict[tuple[str, ...], list[Node]] = field(default_factory=dict)
    hits: dict[tuple[str, ...], TableHits] = field(default_factory=dict)
    values: dict[tuple[str, ...], list[Node]] = field(default_factory=dict)
    counts: dict[NodeKind, int] = field(default_factory=dict)
    column_count: int = 0

    @property
    def unfolds(self) -> bool:
        """Whether the finds are few enough to be unfolded."""
        return self.column_count <= MOST_UNFOLDED

    def below(self, node: Node) -> list[Node] | None:
        """Give what was found right below a node; `None` when that is everything."""
        if node.kind is NodeKind.AREA:
            return self.shown.get(node.path, [])
        hits = self.hits.get(node.path)
        if hits is None:
            return self.values.get(node.path)
        nodes = hits.nodes()
        for place, column in zip(hits.columns, nodes, strict=True):
            if place in hits.values:
                found = hits.values[place]
                self.values[column.path] = [value_node(column, value) for value in found]
        return nodes

    def count(self, kind: NodeKind, number: int = 1) -> None:
        """Count finds."""
        self.counts[kind] = self.counts.get(kind, 0) + number


def find(index: SchemaIndex, search: str, *, only_here: bool) -> Found:
    """Find tables, columns, values and functions; an empty search finds all.

    Every word must be in a name or in that of its table, whatever its case; `only_here` leaves
    out what the tenant is known not to have.
    """
    words = search.casefold().split()
    found = Found()
    for area in index.areas:
        shown = [
            table.node
            for table in area.tables
            if not _is_away(table.node, only_here) and _search_table(found, table, words)
        ]
        for function in area.functions:
            if not _is_away(function.node, only_here) and _has_all(function.folded, words):
                found.count(NodeKind.FUNCTION)
                shown.append(function.node)
        if shown:
            found.areas.append(area.node)
            found.shown[(area.title,)] = shown
    return found


def first_hit(found: Found, search: str) -> Node | None:
    """Give the node to go to: one of just this name, a table found by its name, else the first.

    Among others one that begins so goes first. A table or column that is shown for what is below
    it was not found itself.
    """
    sought = search.strip().casefold()
    best: tuple[int, Node] | None = None
    for node in _walk(found):
        if found.unfolds and (node.path in found.hits or node.path in found.values):
            continue
        rank = _rank(node, sought)
        if rank == 0:
            return node
        if best is None or rank < best[0]:
            best = (rank, node)
    return best[1] if best else None


def _rank(node: Node, sought: str) -> int:
    name = node.name.casefold()
    if name == sought:
        return 0
    is_begun = name.startswith(sought)
    if node.kind is NodeKind.TABLE:
        return 1 if is_begun else 2
    return 3 if is_begun else 4


def _walk(found: Found) -> Iterator[Node]:
    for area in found.areas:
        for node in found.shown[area.path]:
            yield node
            if found.unfolds:
                for column in found.below(node) or ():
                    yield column
                    yield from found.values.get(column.path, ())


def _is_away(node: Node, only_here: bool) -> bool:
    of = node.table or node.function
    return only_here and of is not None and of.is_in_tenant is False


def _has_all(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _search_table(found: Found, table: IndexedTable, words: Sequence[str]) -> bool:
    left = [word for word in words if word not in table.folded]
    if not left:
        # Found by its own name, or everything is.
        found.count(NodeKind.TABLE)
        return True
    if not _has_all(table.everything, left):
        return False
    places = list(range(len(table.columns)))
    for word in left:
        places = [place for place in places if word in table.columns[place]]
    found.count(NodeKind.COLUMN, len(places))
    values = {
        place: hits
        for place in table.folded_values
        if place not in places and (hits := _search_values(table, place, left))
    }
    found.count(NodeKind.VALUE, sum(map(len, values.values())))
    if not places and not values:
        return False
    columns = tuple(sorted((*places, *values)))
    found.column_count += len(columns)
    found.hits[table.node.path] = TableHits(table, columns, values)
    return True


def _search_values(table: IndexedTable, place: int, words: Sequence[str]) -> tuple[str, ...]:
    left = [word for word in words if word not in table.columns[place]]
    return tuple(
        value
        for value, folded in zip(table.values[place], table.folded_values[place], strict=True)
        if _has_all(folded, left)
    )
