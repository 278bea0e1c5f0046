"""The queue as rows of the grid: incidents in the chosen columns, and the headings of groups."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from ...core.incidents import Incident
from ..text import shown
from .arranging import Entry, Heading, Row, heading_words, incidents_in
from .columns import COLUMNS, DEFAULT_COLUMNS, Group

_CHOSEN = Content.styled("✓ ", "bold $text-success")
_NEWS = Content.styled("• ", "bold $text-accent")
_PLAIN = Content("  ")


@dataclass(frozen=True, slots=True)
class IncidentRows:
    """A grid's source over rows that are all there; `now` is what their age is told from.

    `chosen` and `news` hold ids, and may change while the rows are on the screen: the grid draws
    such a row anew when told to.
    """

    rows: tuple[Row, ...]
    now: datetime
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    group: Group = Group.NONE
    chosen: Set[str] = frozenset()
    news: Set[str] = frozenset()

    @property
    def row_count(self) -> int:
        """How many rows there are, headings included."""
        return len(self.rows)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents in their order."""
        return incidents_in(self.rows)

    @property
    def incident_count(self) -> int:
        """How many incidents there are; those of folded groups are counted too."""
        headings = (row for row in self.rows if isinstance(row, Heading))
        if self.group is Group.NONE:
            return len(self.rows)
        return sum(heading.count for heading in headings)

    def incident(self, row: int) -> Incident | None:
        """Give the incident of a row; `None` for a heading or past the end."""
        at = self.rows[row] if 0 <= row < len(self.rows) else None
        return at.incident if isinstance(at, Entry) else None

    def heading_at(self, row: int) -> Heading | None:
        """Give the heading in a row; `None` where an incident stands or past the end."""
        at = self.rows[row] if 0 <= row < len(self.rows) else None
        return at if isinstance(at, Heading) else None

    def cells(self, row: int) -> Sequence[Content]:
        """Give one incident's cells in the order of the columns; none of a heading."""
        entry = self.rows[row]
        if isinstance(entry, Heading):
            return ()
        incident = entry.incident
        is_news = incident.id in self.news
        drawn = [COLUMNS[key].draw(incident, self.now) for key in self.columns]
        if is_news and "title" in self.columns:
            place = self.columns.index("title")
            drawn[place] = drawn[place].stylize("bold")
        mark = _CHOSEN if incident.id in self.chosen else _NEWS if is_news else _PLAIN
        return (Content.assemble(mark, drawn[0]), *drawn[1:])

    def heading(self, row: int) -> Content | None:
        """Give a group's line; `None` where an incident stands."""
        entry = self.rows[row]
        if not isinstance(entry, Heading):
            return None
        return Content.assemble(
            ("▸ " if entry.is_folded else "▾ ", "$text-muted"),
            shown(heading_words(self.group, entry.key), limit=60).stylize("bold"),
            (f"  {entry.count:,}", "$text-muted"),
        )

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""

    def row_of(self, incident_id: str) -> int | None:
        """Find the row of an incident; `None` when it is not among them."""
        for place, row in enumerate(self.rows):
            if isinstance(row, Entry) and row.incident.id == incident_id:
                return place
        return None

    def row_like(self, before: IncidentRows, row: int) -> int | None:
        """Find the row of what stood in a row before; `None` when it is not among them."""
        heading, incident = before.heading_at(row), before.incident(row)
        if incident is not None:
            try:
                # Most often the very same entry is there, which is found without looking into any.
                return self.rows.index(before.rows[row])
            except ValueError:
                return self.row_of(incident.id)
        if heading is None or before.group is not self.group:
            return None
        for place, one in enumerate(self.rows):
            if isinstance(one, Heading) and one.key == heading.key:
                return place
        return None

    def members(self, row: int) -> tuple[Incident, ...]:
        """Give the incidents of the group whose heading stands in a row; none when it is folded."""
        following = self.rows[row + 1 :]
        ends = (place for place, one in enumerate(following) if isinstance(one, Heading))
        return incidents_in(following[: next(ends, len(following))])
