"""Putting the queue in order: sorted, searched, grouped. Nothing here touches the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from ...core.incidents import Incident
from ...core.wording import in_words
from .columns import COLUMNS, ByNumber, ByText, Group, severity_rank, status_rank

_ACTIVITY = "activity"
_BY_NUMBER = {
    key: column.order for key, column in COLUMNS.items() if isinstance(column.order, ByNumber)
}
_BY_TEXT = {
    key: column.order for key, column in COLUMNS.items() if isinstance(column.order, ByText)
}
_NUMBER_ORDERS, _TEXT_ORDERS = tuple(_BY_NUMBER.values()), tuple(_BY_TEXT.values())
# Where the keys of a column stand in an entry.
_NUMBERS = {key: place for place, key in enumerate(_BY_NUMBER)}
_TEXTS = {key: place for place, key in enumerate(_BY_TEXT)}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An incident in the list; `folded` is what a search looks at, in lower case.

    Two are equal only if they are one, so that an entry is found quickly among many. `numbers` and
    `texts` hold what it is sorted by, in the order of the columns of either kind.
    """

    incident: Incident
    folded: str
    numbers: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's line. `key` is its value in the incidents, `count` how many are under it."""

    key: str
    count: int
    is_folded: bool


Row: TypeAlias = Entry | Heading


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the list is sorted, and whether from the highest down."""

    column: str = "activity"
    is_falling: bool = True


class Sorter:
    """Holds the whole list in order. Only one thread at a time may use it.

    What is looked at for each incident is looked at once, however often the list is put in order,
    and an order that was made stays until other incidents come.
    """

    def __init__(self) -> None:
        self._incidents: tuple[Incident, ...] = ()
        self._entries: dict[str, Entry] = {}
        self._by_activity: list[Entry] = []
        self._made: dict[Order, tuple[Entry, ...]] = {}
        self.id_width = 0

    def sort(self, incidents: Iterable[Incident], order: Order) -> tuple[Entry, ...]:
        """Give an entry for each, in order; equal ones by their last activity, newest first.

        After it, `id_width` is the number of characters in the longest id, 0 for no incident.
        """
        self._look_at(tuple(incidents))
        if order not in self._made:
            self._make(order.column)
        return self._made[order]

    def _look_at(self, incidents: tuple[Incident, ...]) -> None:
        if incidents is self._incidents and incidents:
            return
        entries: dict[str, Entry] = {}
        for incident in incidents:
            known = self._entries.get(incident.id)
            is_known = known is not None and known.incident is incident
            entries[incident.id] = known if known and is_known else _entry(incident)
        place = _NUMBERS[_ACTIVITY]
        self._incidents, self._entries = incidents, entries
        self._by_activity = sorted(
            entries.values(), key=lambda entry: entry.numbers[place], reverse=True
        )
        self.id_width = max(map(len, entries), default=0)
        self._made = {Order(_ACTIVITY): tuple(self._by_activity)}

    def _make(self, column: str) -> None:
        """Make both orders by one column, of which the second costs next to nothing."""
        entries = self._by_activity
        keys: list[float] | list[str]
        if column in _NUMBERS:
            place = _NUMBERS[column]
            keys = [entry.numbers[place] for entry in entries]
        else:
            place = _TEXTS[column]
            keys = [entry.texts[place] for entry in entries]
        rising = sorted(range(len(keys)), key=keys.__getitem__)
        # Equal ones keep their order in both directions, so not all of it is turned round.
        falling: list[int] = []
        for _key, equal in groupby(reversed(rising), key=keys.__getitem__):
            run = list(equal)
            run.reverse()
            falling += run
        self._made[Order(column, is_falling=False)] = tuple(map(entries.__getitem__, rising))
        self._made[Order(column)] = tuple(map(entries.__getitem__, falling))


def laid_out(
    entries: Sequence[Entry], *, search: str, group: Group, folded: frozenset[str]
) -> tuple[Row, ...]:
    """Give the rows: those that the search finds, under headings when they are grouped.

    The groups named in `folded` show their heading alone.
    """
    sought = search.strip().casefold()
    found = [entry for entry in entries if sought in entry.folded] if sought else entries
    if group is Group.NONE:
        return tuple(found)
    look, order = _GROUPS[group]
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(look(entry.incident), []).append(entry)
    rows: list[Row] = []
    for key in sorted(groups, key=lambda name: (order(groups[name][0].incident), name)):
        members = groups[key]
        rows.append(Heading(key, len(members), key in folded))
        if key not in folded:
            rows.extend(members)
    return tuple(rows)


def heading_words(group: Group, key: str) -> str:
    """Give a group's name as people read it; not yet safe to show."""
    if group is Group.OWNER:
        return key or "nobody"
    return in_words(key) or "not known"


def incidents_in(rows: Iterable[Row]) -> tuple[Incident, ...]:
    """Give the incidents among rows."""
    return tuple(row.incident for row in rows if isinstance(row, Entry))


def _entry(incident: Incident) -> Entry:
    looked_at = (incident.id, incident.title or "", incident.assigned_to or "", *incident.tags)
    # A line end cannot be typed into a search, so nothing is found across two of them.
    folded = "\n".join(looked_at).casefold()
    return Entry(
        incident,
        folded,
        tuple(order.of(incident) for order in _NUMBER_ORDERS),
        tuple(order.of(incident) for order in _TEXT_ORDERS),
    )


def _owner(incident: Incident) -> str:
    return (incident.assigned_to or "").casefold()


_GROUPS: dict[Group, tuple[Callable[[Incident], str], Callable[[Incident], float]]] = {
    Group.SEVERITY: (lambda one: one.severity or "", lambda one: -severity_rank(one)),
    Group.STATUS: (lambda one: one.status or "", status_rank),
    # By name, nobody's first: they are the ones to be taken.
    Group.OWNER: (_owner, lambda _one: 0),
}
