"""What can be done from an incident's page: go on, hunt, copy, open in the portal, export."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.content import Content

from ....core.incidents import Incident
from ...text import shown
from ...widgets.copying import copy_value
from ..detail import IncidentDetail
from ..queue import IncidentQueue
from .exporting import Exporting

if TYPE_CHECKING:
    from ...ports import IncidentPageWork

# What the list of choices leaves beside a name.
_COPY_CELLS = 40
_NAME_CELLS = 22
_GAP_CELLS = 2
_EDGE_CELLS = 14


class PageActions(Exporting):
    """A screen with a queue and one incident's page."""

    def __init__(self, session: IncidentPageWork) -> None:
        super().__init__(session)
        self._page_work = session

    @property
    @abstractmethod
    def queue(self) -> IncidentQueue:
        """The list of incidents."""

    @property
    def detail(self) -> IncidentDetail:
        """The page of the incident under the cursor."""
        return self.query_one(IncidentDetail)

    @abstractmethod
    def incident_at_hand(self) -> Incident | None:
        """Give the incident under the cursor, as much of it as was read."""

    @abstractmethod
    def shown_incidents(self) -> tuple[Incident, ...]:
        """Give the incidents of the list in its order, as much of each as was read."""

    def action_step(self, step: int) -> None:
        """Go to the next or the previous incident of the list."""
        before = self.queue.current
        self.queue.step(step)
        if self.queue.current is before:
            self.notify(f"That was the {'last' if step > 0 else 'first'} one.", markup=False)

    def action_unfold(self) -> None:
        """Show the evidence of the alert under the cursor."""
        self.detail.turn_branch(is_to_unfold=True)

    def action_fold(self) -> None:
        """Hide it."""
        self.detail.turn_branch(is_to_unfold=False)

    def action_turn_branch(self) -> None:
        """Show it or hide it."""
        self.detail.turn_branch(is_to_unfold=None)

    def action_hunt(self) -> None:
        """Ask what to hunt for: what is chosen on the page, or one thing of the incident."""
        incident = self.incident_at_hand()
        if incident is None:
            self.notify("There is no incident to hunt from.", markup=False)
            return
        from ...pivoting.asking import ask_hunt

        detail = self.detail
        entity = detail.chosen_evidence if detail.has_focus_within else None
        ask_hunt(self, incident, entity, self._page_work.now())

    def action_respond(self) -> None:
        """Take a response action on the chosen device, or on one of the incident's."""
        incident = self.incident_at_hand()
        if incident is None:
            self.notify("There is no incident to respond to.", markup=False)
            return
        from ...devices.asking import ask_device

        detail = self.detail
        chosen = detail.chosen_evidence if detail.has_focus_within else None
        ask_device(self, self._page_work, incident, chosen)

    def action_copy(self) -> None:
        """Ask which field to send to the terminal's clipboard."""
        incident = self.incident_at_hand()
        if incident is None:
            return
        from ...widgets.choice import Choice
        from .fields import incident_fields

        detail = self.detail
        fields = detail.chosen_fields() if detail.has_focus_within else incident_fields(incident)

        if not fields:
            self.notify("There is nothing to copy here.", markup=False)
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                copy_value(self.app, fields[place][1])

        names = [shown(name, limit=_NAME_CELLS) for name, _ in fields]
        width = max(name.cell_length for name in names) + _GAP_CELLS
        left = min(_COPY_CELLS, max(self.size.width - width - _EDGE_CELLS, _GAP_CELLS))
        options = [
            Content.assemble((name.plain.ljust(width), "$text-muted"), shown(value, limit=left))
            for name, (_, value) in zip(names, fields, strict=True)
        ]
        self.app.push_screen(Choice(Content("Copy"), options), chosen)

    def action_portal(self) -> None:
        """Show the address of what is chosen, or of the incident, to open it or to copy it."""
        incident = self.incident_at_hand()
        if incident is None:
            self.notify("There is no incident to open.", markup=False)
            return
        from ...widgets.choice import Choice
        from .link_dialog import LinkDialog
        from .links import portal_links

        detail = self.detail
        is_in = detail.has_focus_within
        alert = detail.chosen_alert if is_in else None
        evidence = detail.chosen_evidence if is_in else None
        found = portal_links(incident, alert, evidence, self._page_work.profile)
        if not found:
            self.notify("This came without a link that can be opened.", markup=False)
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                self.app.push_screen(LinkDialog(*found[place]))

        if len(found) == 1:
            chosen(0)
        else:
            options = [words for words, _ in found]
            self.app.push_screen(Choice(Content("Open in the portal"), options), chosen)

    def action_export(self) -> None:
        """Ask what to write to a file: the list, or the incident."""
        from .exports import exports

        day = f"{self._page_work.now():%Y-%m-%d}"
        listed = self.shown_incidents()
        self.ask_export(exports(listed, self.incident_at_hand(), day, self._page_work))
