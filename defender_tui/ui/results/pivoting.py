"""From what a cell names to a hunt for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from textual.content import Content
from textual.screen import Screen

from ...core.evidence import Evidence
from ...core.evidence_kinds import kind_words
from ...kql.pivots import Stretch, pivots
from ..pivoting.messages import HuntWanted
from ..text import shown
from ..widgets.choice import Choice

_LABEL_CELLS = 60
_MARGIN = timedelta(days=1)
_WITHOUT_MOMENT = timedelta(days=7)


def ask_pivot(screen: Screen[None], entity: Evidence, moment: str | None, now: datetime) -> None:
    """Ask which prepared query to take; the screen then gets `HuntWanted`.

    They look a day to either side of the row's moment; without one, seven days back.
    """
    found = pivots(entity, stretch_around(moment, now))
    if not found:
        words = shown(f"There is no prepared query about {entity.label}.", limit=200)
        screen.notify(words.plain, markup=False)
        return

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.post_message(HuntWanted(found[place].query, ""))

    title = Content.assemble(
        ("Hunt: ", "bold"),
        shown(kind_words(entity.kind), limit=30),
        " ",
        shown(entity.label, limit=_LABEL_CELLS).stylize("bold"),
    )
    options = [Content(pivot.name) for pivot in found]
    screen.app.push_screen(Choice(title, options, verb="To the editor"), chosen)


def stretch_around(moment: str | None, now: datetime) -> Stretch:
    """Give the time to look at for a row."""
    try:
        at = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        at = None
    if at is None:
        return Stretch(now - _WITHOUT_MOMENT, now)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return Stretch(at - _MARGIN, at + _MARGIN)
