"""Choosing what the list shows and how: filters, kept filters, order, groups, columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.filters import Dialect
from ..screens.base import WorkScreen
from ..text import shown
from .arranging import Order
from .columns import COLUMNS, Group
from .preferences import (
    FilterSet,
    QueuePreferences,
    read_preferences,
    write_preferences,
)
from .queue import IncidentQueue
from .wanted import Owner, Wanted

if TYPE_CHECKING:
    from ..ports import IncidentWork

_GROUP_WORDS = {
    Group.NONE: "Not grouped",
    Group.SEVERITY: "By severity",
    Group.STATUS: "By status",
    Group.OWNER: "By owner",
}


class Recalled(Message):
    """What was chosen before was read."""

    def __init__(self, chosen: QueuePreferences) -> None:
        super().__init__()
        self.chosen = chosen


class NotRecalled(Message):
    """What was chosen before could not be read, or what is chosen now not kept."""

    def __init__(self, error: DefenderTuiError, what: str) -> None:
        super().__init__()
        self.error = error
        self.what = what


class ListChoosing(WorkScreen):
    """A screen with a queue whose look and part are chosen by the analyst, and kept."""

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._lists = session
        self.chosen = QueuePreferences()

    @property
    def queue(self) -> IncidentQueue:
        """The list of incidents."""
        return self.query_one(IncidentQueue)

    # What is kept

    def recall(self) -> None:
        """Read what was chosen before; the list is not waited with for that."""
        self.guarded(
            self._recalling, name="recall", group="recall", description="read the preferences"
        )

    async def _recalling(self) -> None:
        try:
            kept = await self._lists.preferences("incidents")
        except DefenderTuiError as error:
            self.post_message(NotRecalled(error, "Could not read what was chosen before"))
        else:
            self.post_message(Recalled(read_preferences(kept)))

    @on(Recalled)
    def _recalled(self, event: Recalled) -> None:
        self.chosen = event.chosen
        self._arrange()

    @on(NotRecalled)
    def _not_recalled(self, event: NotRecalled) -> None:
        self.show_error(event.error, event.what)

    def choose(self, chosen: QueuePreferences) -> None:
        """Take over a choice and keep it."""
        self.chosen = chosen
        self._arrange()
        self.guarded(
            partial(self._keeping, chosen),
            name="keep",
            group="keep",
            description="keep the preferences",
            exclusive=False,
        )

    async def _keeping(self, chosen: QueuePreferences) -> None:
        try:
            await self._lists.keep_preferences("incidents", write_preferences(chosen))
        except DefenderTuiError as error:
            self.post_message(NotRecalled(error, "Could not keep what was chosen"))

    def _arrange(self) -> None:
        chosen = self.chosen
        order = Order(chosen.sort, chosen.is_falling)
        queue = self.queue
        if (order, chosen.group, chosen.columns) != (queue.order, queue.group, queue.columns):
            queue.put_in_order(order, chosen.group, chosen.columns)

    # The part that is read

    def action_filter(self) -> None:
        """Ask which part of the queue to read."""
        from .filter_dialog import FilterDialog

        dialect = Dialect(self._lists.incidents_api.value)
        dialog = FilterDialog(self.queue.wanted, dialect, self._lists.now(), me=self.chosen.me)
        self.app.push_screen(dialog, self._filter_chosen)

    def _filter_chosen(self, wanted: Wanted | None) -> None:
        if wanted is not None and wanted != self.queue.wanted:
            self._want(wanted)

    def _want(self, wanted: Wanted, set_name: str = "") -> None:
        if wanted.owner is Owner.ME and not self.chosen.me:
            self.ask_me(lambda me: self._want(wanted.for_me(me), set_name))
            return
        self.clear_error()
        self.queue.want(wanted.for_me(self.chosen.me), set_name)

    def ask_me(self, then: Callable[[str], object]) -> None:
        """Ask who the analyst is, keep that, and go on with it."""
        from .entry import OwnerEntry

        def entered(name: str | None) -> None:
            if name:
                self.choose(replace(self.chosen, me=name))
                then(name)

        about = Content.assemble(
            ("Who are you?", "bold"),
            "\nThe application signs in as itself, so it cannot know. "
            "Type the name that your incidents are assigned to; it is kept.",
        )
        self.app.push_screen(OwnerEntry(about, self.chosen.me, verb="Keep"), entered)

    def action_me(self) -> None:
        """Ask who the analyst is."""
        self.ask_me(lambda _me: None)

    def action_filter_sets(self) -> None:
        """Recall a kept filter, keep the one in force, or drop one."""
        from .set_dialog import SetAct, SetChoice, SetDialog

        def chosen(choice: SetChoice | None) -> None:
            if choice is None:
                return
            if choice.act is SetAct.USE:
                self.action_use_set(choice.number)
                return
            kept = None
            if choice.act is SetAct.KEEP:
                kept = FilterSet(choice.name, self.queue.wanted)
                self.queue.set_name = choice.name
                self.queue.line_changed()
            self.choose(self.chosen.with_set(choice.number, kept))

        self.app.push_screen(SetDialog(self.chosen.sets, self.queue.wanted), chosen)

    def action_use_set(self, number: int) -> None:
        """Read the part of the queue that is kept under a number."""
        kept = self.chosen.sets.get(number)
        if kept is None:
            self.notify(f"No filter is kept as {number}. F keeps the one in force.", markup=False)
            return
        self._want(kept.wanted, kept.name)

    # The look of the list

    def action_sort(self) -> None:
        """Ask for the column to sort by; the one in force turns round."""
        from ..widgets.choice import Choice

        keys = list(COLUMNS)
        options = [self._sort_option(key) for key in keys]
        title = Content.assemble(("Sort by", "bold"), "  the present one turns round")
        dialog = Choice(title, options, current=keys.index(self.chosen.sort), verb="Sort")

        def chosen(place: int | None) -> None:
            if place is not None:
                self._sort_by(keys[place])

        self.app.push_screen(dialog, chosen)

    def _sort_option(self, key: str) -> Content:
        column, chosen = COLUMNS[key], self.chosen
        sign = ("▾" if chosen.is_falling else "▴") if key == chosen.sort else " "
        return Content(f"{sign} {column.name}")

    def _sort_by(self, key: str) -> None:
        is_same = key == self.chosen.sort
        is_falling = not self.chosen.is_falling if is_same else COLUMNS[key].is_falling
        self.choose(replace(self.chosen, sort=key, is_falling=is_falling))

    def action_group(self) -> None:
        """Ask what the list is grouped by."""
        from ..widgets.choice import Choice

        groups = list(Group)
        options = [Content(_GROUP_WORDS[group]) for group in groups]
        current = groups.index(self.chosen.group)

        def chosen(place: int | None) -> None:
            if place is not None:
                self.choose(replace(self.chosen, group=groups[place]))

        title = Content.styled("Group the list", "bold")
        self.app.push_screen(Choice(title, options, current=current, verb="Group"), chosen)

    def action_columns(self) -> None:
        """Ask which columns to show, and in which order."""
        from .column_dialog import ColumnDialog

        def chosen(columns: tuple[str, ...] | None) -> None:
            if columns is not None:
                self.choose(replace(self.chosen, columns=columns))

        self.app.push_screen(ColumnDialog(self.chosen.columns), chosen)

    # Looking again

    def action_watch(self) -> None:
        """Read the queue again every minute and tell of what is new, or stop that."""
        queue = self.queue
        queue.keep_reading(is_wanted=not queue.is_watching)
        words = "The queue is read again every minute, and what is new is told."
        if not queue.is_watching:
            words = "The queue is not read again by itself any more."
        self.notify(words, markup=False)

    def tell_news(self, titles: tuple[str, ...]) -> None:
        """Tell that incidents are new or changed, the first few by title."""
        count = len(titles)
        what = "incident is" if count == 1 else "incidents are"
        lines = [shown(title, limit=60).plain for title in titles[:3]]
        if count > len(lines):
            lines.append(f"and {count - len(lines):,} more")
        self.notify("\n".join(lines), title=f"{count:,} {what} new or changed", markup=False)
