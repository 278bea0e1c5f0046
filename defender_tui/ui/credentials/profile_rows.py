"""The stored profiles, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from ...core.errors import ConfigError
from ...core.profiles import Profile
from ...workflows.profiles import Destination
from ..text import shown
from .words import problem_words

_NAME_CELLS = 24
_TENANT_CELLS = 24


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One profile; `profile` is `None` with a problem, and while it is not read yet."""

    name: str
    profile: Profile | None = None
    problem: ConfigError | None = None
    is_stored: bool = True


def rows_of(
    names: Sequence[str], destinations: Iterable[Destination], current: Profile | None
) -> list[ProfileRow]:
    """Give a row for each stored profile, in their order, then one for what is not stored."""
    found: dict[str, ProfileRow] = {name: ProfileRow(name) for name in names}
    for one in destinations:
        known = found.get(one.name)
        if known is None or known.profile is None:
            is_stored = one.name in names
            found[one.name] = ProfileRow(one.name, one.profile, one.problem, is_stored)
    if current is not None and current.name not in found:
        found[current.name] = ProfileRow(current.name, current, is_stored=False)
    return list(found.values())


def row_line(row: ProfileRow, *, is_current: bool) -> Content:
    """Draw one row: a mark for the one at work, the name, where it leads or what is wrong."""
    mark = ("● ", "$accent") if is_current else ("  ", "")
    name = shown(row.name, limit=_NAME_CELLS)
    if row.problem is not None:
        return Content.assemble(mark, name, "\n    ", problem_words(row.problem, limit=120))
    notes = [_where(row.profile)] if row.profile is not None else []
    if not row.is_stored:
        notes.append(Content("not stored"))
    tail = Content(" · ").join(notes).stylize("$text-muted")
    return Content.assemble(mark, name, "  " if notes else "", tail)


def _where(profile: Profile) -> Content:
    if profile.is_partner:
        count = len(profile.tenants)
        return Content(f"{count} tenants" if count > 1 else "1 tenant")
    return shown(profile.tenant_title, limit=_TENANT_CELLS)
