"""Where one can go, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from ...core.profiles import Profile
from ...workflows.profiles import Destination
from ..credentials.words import credential_words, problem_words
from ..text import shown

_GAP = "  "
_NAME_CELLS, _TENANT_CELLS = 24, 28


@dataclass(frozen=True, slots=True)
class Row:
    """One destination as it is drawn and searched."""

    destination: Destination
    is_current: bool

    @property
    def name(self) -> str:
        """The profile's name, safe to show."""
        return shown(self.destination.name, limit=_NAME_CELLS).plain

    @property
    def tenant(self) -> str:
        """The tenant's title, safe to show; empty when the settings are wrong."""
        profile = self.destination.profile
        return shown(profile.tenant_title, limit=_TENANT_CELLS).plain if profile else ""

    def matches(self, typed: str) -> bool:
        """Tell whether every typed word is in name, tenant, tenant id or cloud."""
        profile = self.destination.profile
        where = [self.name, self.tenant]
        if profile is not None:
            where += [
                profile.tenant_id,
                profile.cloud.title,
                credential_words(profile.credential).plain,
            ]
        text = " ".join(where).casefold()
        return all(word in text for word in typed.casefold().split())


def rows_of(destinations: Sequence[Destination], current: Profile | None) -> list[Row]:
    """Give a row for each destination, with the one at work marked."""
    return [Row(one, _is_at(one, current)) for one in destinations]


def _is_at(destination: Destination, current: Profile | None) -> bool:
    if current is None or destination.profile is None:
        return False
    here = (current.name, current.tenant_id)
    return here == (destination.name, destination.profile.tenant_id)


def row_lines(rows: Sequence[Row]) -> list[Content]:
    """Draw the rows in columns: mark, profile, tenant, then cloud and kind of credential."""
    names = max((Content(row.name).cell_length for row in rows), default=0)
    tenants = max((Content(row.tenant).cell_length for row in rows), default=0)
    return [_line(row, names, tenants) for row in rows]


def _line(row: Row, names: int, tenants: int) -> Content:
    mark = ("● ", "$accent") if row.is_current else ("  ", "")
    name = _padded(Content(row.name), names)
    profile, problem = row.destination.profile, row.destination.problem
    if profile is None:
        what = problem_words(problem, limit=80) if problem else Content("cannot be read")
        return Content.assemble(mark, name, _GAP, what)
    rest = Content.assemble(f"{profile.cloud.title} · ", credential_words(profile.credential))
    tenant = _padded(Content(row.tenant), tenants)
    return Content.assemble(mark, name, _GAP, tenant, _GAP, rest.stylize("$text-muted"))


def _padded(content: Content, cells: int) -> Content:
    return Content.assemble(content, " " * max(cells - content.cell_length, 0))
