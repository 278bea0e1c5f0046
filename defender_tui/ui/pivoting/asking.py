"""Asking what to hunt for: first the entity, unless one is chosen, then one of its queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content
from textual.screen import Screen

from ...core.evidence import Evidence
from ...core.evidence_kinds import kind_words
from ...core.gathered_evidence import gathered
from ...core.incidents import Incident
from ...kql.pivots import Pivot, can_pivot, pivots, stretch_of
from ..text import shown
from ..widgets.choice import Choice
from .messages import HuntWanted

_KIND_CELLS = 18
_LABEL_CELLS = 44
_TITLE_CELLS = 60


def ask_hunt(
    screen: Screen[None], incident: Incident, entity: Evidence | None, now: datetime
) -> None:
    """Ask on a screen, which then gets `HuntWanted`; what cannot be hunted for is said."""
    if entity is not None and can_pivot(entity):
        _ask_query(screen, incident, entity, now)
    elif entity is not None:
        kind = kind_words(entity.kind)
        words = shown(f"There is no prepared query about this kind: {kind}.", limit=200)
        screen.notify(words.plain, markup=False)
    elif incident.alerts is None:
        screen.notify("Its evidence is not read yet. Enter reads the incident.", markup=False)
    else:
        _ask_entity(screen, incident, now)


def _ask_entity(screen: Screen[None], incident: Incident, now: datetime) -> None:
    entities = [thing.item for thing in gathered(incident) if can_pivot(thing.item)]
    if not entities:
        screen.notify("Nothing in this incident has a prepared query.", markup=False)
        return

    def chosen(place: int | None) -> None:
        if place is not None:
            _ask_query(screen, incident, entities[place], now)

    title = Content.styled(f"Hunt for one of {len(entities):,} things of this incident", "bold")
    screen.app.push_screen(Choice(title, list(map(_entity_words, entities))), chosen)


def _entity_words(entity: Evidence) -> Content:
    kind = shown(kind_words(entity.kind), limit=_KIND_CELLS)
    padding = " " * (_KIND_CELLS - kind.cell_length)
    return Content.assemble(
        kind.stylize("$text-muted"), padding, shown(entity.label, limit=_LABEL_CELLS)
    )


def _ask_query(screen: Screen[None], incident: Incident, entity: Evidence, now: datetime) -> None:
    found: Sequence[Pivot] = pivots(entity, stretch_of(incident, now))

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.post_message(HuntWanted(found[place].query, incident.id))

    title = Content.assemble(
        ("Hunt: ", "bold"),
        shown(kind_words(entity.kind), limit=30),
        " ",
        shown(entity.label, limit=_TITLE_CELLS).stylize("bold"),
    )
    options = [Content(pivot.name) for pivot in found]
    screen.app.push_screen(Choice(title, options, verb="To Hunting"), chosen)
