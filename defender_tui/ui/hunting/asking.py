"""What the Hunting screen asks and shows in dialogs of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from .timespans import TIMESPANS, Timespan

if TYPE_CHECKING:
    from ...core.as_code import Language
    from ..ports import HuntWork


def ask_timespan(
    screen: Screen[None], current: Timespan, chosen: Callable[[Timespan], None]
) -> None:
    """Let a range be chosen; `chosen` is called with it unless the dialog was called off."""
    from ..widgets.choice import Choice

    dialog = Choice(
        Content("Range, besides what the query says"),
        [Content(timespan.title) for timespan in TIMESPANS],
        current=TIMESPANS.index(current),
    )

    def answered(place: int | None) -> None:
        if place is not None:
            chosen(TIMESPANS[place])

    screen.app.push_screen(dialog, answered)


def show_as_code(screen: Screen[None], work: HuntWork, query: str, timespan: Timespan) -> None:
    """Show a query as code in several languages, or say what is missing for that."""
    profile = work.profile
    if profile is None or not query.strip():
        screen.notify("Set up a profile (F2) and type a query first.", markup=False)
        return
    from ...core.as_code import hunting_code
    from ..widgets.as_code_view import AsCodeView

    api = work.hunting_api

    def make(language: Language) -> str:
        return hunting_code(language, profile, api, query, timespan=timespan.iso8601)

    screen.app.push_screen(AsCodeView("This query as code", make))
