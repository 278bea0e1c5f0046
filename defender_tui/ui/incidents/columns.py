"""The columns of the queue: what each shows, and in which order it puts the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from math import inf
from types import MappingProxyType

from textual.content import Content

from ...core.incidents import Incident
from ...core.wording import in_words, short_service
from ...core.words import IncidentStatus, Severity
from ..text import ago, severity_mark, shown
from ..widgets.grid_columns import GridColumn
from .words import short_owner

_SEVERITY_RANK: dict[str, int] = {word: len(Severity) - rank for rank, word in enumerate(Severity)}
_STATUS_RANK: dict[str, float] = {word: float(rank) for rank, word in enumerate(IncidentStatus)}
_TITLE_CELLS = 200
# What has no value comes after what has one.
_LAST = "\uffff"


class Group(Enum):
    """What the list can be grouped by; the value is how it is kept."""

    NONE = "none"
    SEVERITY = "severity"
    STATUS = "status"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class ByNumber:
    """An order by a number of each incident."""

    of: Callable[[Incident], float]


@dataclass(frozen=True, slots=True)
class ByText:
    """An order by a text of each incident, in lower case."""

    of: Callable[[Incident], str]


@dataclass(frozen=True, slots=True)
class QueueColumn:
    """A column of the queue: `name` in full, for choosing.

    `order` gives what it is sorted by, a number or else a text in every case; `is_falling` is the
    direction that people mean first.
    """

    key: str
    name: str
    grid: GridColumn
    draw: Callable[[Incident, datetime], Content]
    order: ByNumber | ByText
    is_falling: bool = False


def moment(time: datetime | None) -> float:
    """Give a time to sort by; an unknown one is the earliest."""
    return time.timestamp() if time else 0.0


def _text(value: str | None) -> str:
    return value.casefold() if value else _LAST


def _verdict(incident: Incident) -> str:
    """Give the verdict in a word or two: what it was, or else what kind of thing."""
    word = incident.determination or incident.classification
    return "" if word in {None, "unknown"} else in_words(word)


def _services(incident: Incident) -> str:
    return " ".join(dict.fromkeys(map(short_service, incident.services)))


def severity_rank(incident: Incident) -> float:
    """Rank a severity, the worst highest."""
    return _SEVERITY_RANK.get(incident.severity or "", 0)


def _alert_count(incident: Incident) -> float:
    return -1 if incident.alerts is None else len(incident.alerts)


def status_rank(incident: Incident) -> float:
    """Rank a status in the order of an incident's life."""
    return _STATUS_RANK.get(incident.status or "", len(_STATUS_RANK))


def _id_number(incident: Incident) -> float:
    # All of one type: they are compared at twice the speed.
    return float(incident.id) if incident.id.isdecimal() else inf


# What gives way first in a narrow terminal has the highest priority number.
_ALL = (
    QueueColumn(
        "severity",
        "Severity",
        GridColumn("severity", "Sev", width=4),
        lambda one, _now: severity_mark(one.severity),
        ByNumber(severity_rank),
        is_falling=True,
    ),
    QueueColumn(
        "id",
        "Id",
        GridColumn("id", "Id", width=5),
        lambda one, _now: shown(one.id, limit=20),
        ByNumber(_id_number),
        is_falling=True,
    ),
    QueueColumn(
        "title",
        "Incident",
        GridColumn("title", "Incident", width=24, min_width=24, flexible=True),
        lambda one, _now: shown(one.title, limit=_TITLE_CELLS),
        ByText(lambda one: _text(one.title)),
    ),
    QueueColumn(
        "status",
        "Status",
        GridColumn("status", "Status", width=11, priority=2),
        lambda one, _now: shown(in_words(one.status), limit=20),
        ByNumber(status_rank),
    ),
    QueueColumn(
        "owner",
        "Owner",
        GridColumn("owner", "Owner", width=10, priority=3),
        lambda one, _now: shown(short_owner(one.assigned_to), limit=40),
        ByText(lambda one: _text(one.assigned_to)),
    ),
    QueueColumn(
        "verdict",
        "Verdict",
        GridColumn("verdict", "Verdict", width=16, priority=8),
        lambda one, _now: shown(_verdict(one), limit=30),
        ByText(lambda one: _text(_verdict(one))),
    ),
    QueueColumn(
        "tags",
        "Tags",
        GridColumn("tags", "Tags", width=14, priority=7),
        lambda one, _now: shown(", ".join(one.tags), limit=60),
        ByText(lambda one: _text(", ".join(one.tags))),
    ),
    QueueColumn(
        "alerts",
        "Number of alerts",
        GridColumn("alerts", "Alerts", width=7, align="right", priority=4),
        lambda one, _now: Content("" if one.alerts is None else str(len(one.alerts))),
        ByNumber(_alert_count),
        is_falling=True,
    ),
    QueueColumn(
        "services",
        "Services",
        GridColumn("services", "Services", width=12, priority=5),
        lambda one, _now: shown(_services(one), limit=40),
        ByText(lambda one: _text(_services(one))),
    ),
    QueueColumn(
        "created",
        "Created",
        GridColumn("created", "Created", width=11, priority=6),
        lambda one, now: Content(ago(one.created, now)),
        ByNumber(lambda one: moment(one.created)),
        is_falling=True,
    ),
    QueueColumn(
        "activity",
        "Last activity",
        GridColumn("activity", "Activity", width=11, priority=1),
        lambda one, now: Content(ago(one.last_activity, now)),
        ByNumber(lambda one: moment(one.last_activity)),
        is_falling=True,
    ),
)
COLUMNS: Mapping[str, QueueColumn] = MappingProxyType({column.key: column for column in _ALL})
DEFAULT_COLUMNS = tuple(COLUMNS)
MARK_CELLS = 2
"""What the first column has before its text: a sign and a space."""


def grid_columns(
    keys: tuple[str, ...], *, sort: str, is_falling: bool, id_width: int
) -> tuple[GridColumn, ...]:
    """Give the shown columns with the sign of the order at the one that makes it."""
    placed = []
    for place, key in enumerate(keys):
        column = COLUMNS[key].grid
        width = max(id_width, column.width or 0) if key == "id" else column.width or 0
        title = column.title
        if key == sort:
            gap = " " if len(title) + 2 <= width else ""
            title = f"{title}{gap}{'▾' if is_falling else '▴'}"
        if place == 0:
            title, width = " " * MARK_CELLS + title, width + MARK_CELLS
        placed.append(replace(column, title=title, width=width))
    return tuple(placed)
