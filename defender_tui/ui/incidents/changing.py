"""Asking what to change on the incidents at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from textual.content import Content

from ...core.changes import SETTABLE_SEVERITIES, IncidentChange
from ...core.incidents import Incident
from ...core.wording import in_words
from ..text import shown
from .carrying_out import CarryingOut, ids_of
from .change_plans import comment_plan, owner_plan, plain_plan, tag_plan
from .change_words import about_incidents, missing_field, missing_role
from .status_steps import StatusStep, place_of, status_steps

_KNOWN_OWNERS = 8
_OWNER = ("owner", ())


class IncidentChanging(CarryingOut):
    """A screen with incidents at hand, which can be assigned, set in status, judged, commented on.

    At hand are the marked ones, or else the one under the cursor.
    """

    def incident_at_hand(self) -> Incident | None:
        """Give the incident under the cursor; `None` while there is none."""
        return None

    def marked_incidents(self) -> tuple[Incident, ...]:
        """Give the incidents that were marked to be changed together."""
        return ()

    def action_assign(self) -> None:
        """Ask for an owner: me, nobody, one of those who have incidents, or another name."""
        from ..widgets.choice import Choice

        incidents = self._changeable()
        if not incidents:
            return
        me = self.chosen.me
        others = self._known_owners(me)
        options = [
            Content.assemble(
                "Me  ", shown(me or "(who that is, is asked once)").stylize("$text-muted")
            ),
            Content("Nobody"),
            *(shown(owner, limit=60) for owner in others),
            Content("Another name …"),
        ]

        def chosen(place: int | None) -> None:
            if place is None:
                return
            if place == 0:
                self._assign_to_me(incidents)
            elif place == 1:
                self.carry_out(incidents, owner_plan(None))
            elif place == len(options) - 1:
                self._ask_owner(incidents)
            else:
                self.carry_out(incidents, owner_plan(others[place - 2]))

        about = about_incidents("Assign", incidents, self._changes.profile)
        dialog = Choice(about, options, verb="Assign", refusal="Leave it")
        self.app.push_screen(dialog, chosen)

    def action_assign_me(self) -> None:
        """Assign to whoever sits here."""
        incidents = self._changeable()
        if incidents:
            self._assign_to_me(incidents)

    def _assign_to_me(self, incidents: tuple[Incident, ...]) -> None:
        if self.chosen.me:
            self.carry_out(incidents, owner_plan(self.chosen.me))
        else:
            self.ask_me(lambda me: self.carry_out(incidents, owner_plan(me)))

    def _known_owners(self, me: str) -> list[str]:
        owners = (one.assigned_to for one in self.queue.state.incidents)
        counted = Counter(owner for owner in owners if owner and owner != me)
        return [owner for owner, _count in counted.most_common(_KNOWN_OWNERS)]

    def _ask_owner(self, incidents: tuple[Incident, ...]) -> None:
        from .entry import OwnerEntry

        def entered(owner: str | None) -> None:
            if owner:
                self.unsent[_OWNER] = owner
                self.carry_out(incidents, owner_plan(owner))

        about = about_incidents("Assign", incidents, self._changes.profile)
        typed = self.unsent.get(_OWNER, "") or incidents[0].assigned_to or ""
        self.app.push_screen(OwnerEntry(about, typed), entered)

    def action_status(self) -> None:
        """Ask for a status, and for the verdict that resolving takes."""
        steps = status_steps()
        self._ask_step("Set the status of", steps, lambda one: place_of(one.status, steps))

    def action_verdict(self) -> None:
        """Ask for classification and determination; the status stays."""
        from .verdict_steps import verdict_steps

        steps = verdict_steps()

        def place(incident: Incident) -> int:
            held = (incident.classification, incident.determination)
            fitting = [(one.change.classification, one.change.determination) for one in steps]
            return fitting.index(held) if held in fitting else 0

        self._ask_step("Set the verdict of", steps, place)

    def action_severity(self) -> None:
        """Ask for a severity, where the API can change it."""
        if self._is_beyond_api("severity"):
            return
        steps = [
            StatusStep(in_words(word), IncidentChange(severity=word))
            for word in SETTABLE_SEVERITIES
        ]
        words: list[str] = list(SETTABLE_SEVERITIES)
        self._ask_step(
            "Set the severity of",
            steps,
            lambda one: words.index(one.severity) if one.severity in words else 0,
        )

    def _ask_step(
        self, verb: str, steps: list[StatusStep], place: Callable[[Incident], int]
    ) -> None:
        from ..widgets.choice import Choice

        incidents = self._changeable()
        if not incidents:
            return

        def chosen(at: int | None) -> None:
            if at is not None:
                step = steps[at]
                self.carry_out(incidents, plain_plan(verb, f"to {step.words}", step.change))

        dialog = Choice(
            about_incidents(verb, incidents, self._changes.profile),
            [Content(step.words) for step in steps],
            current=place(incidents[0]),
            verb="Set",
            refusal="Leave it",
        )
        self.app.push_screen(dialog, chosen)

    def action_comment(self) -> None:
        """Ask for a comment."""
        from .entry import CommentEntry

        incidents = self._changeable()
        if not incidents:
            return

        def entered(text: str | None) -> None:
            if text is not None:
                self.unsent[("Comment on", ids_of(incidents))] = text
                self.carry_out(incidents, comment_plan(text))

        about = about_incidents("Comment on", incidents, self._changes.profile)
        typed = self.unsent.get(("Comment on", ids_of(incidents)), "")
        self.app.push_screen(CommentEntry(about, typed), entered)

    def action_tags(self) -> None:
        """Ask for tags to add and to remove."""
        from .entry import TagEntry

        incidents = self._changeable()
        if not incidents:
            return

        def entered(tags: tuple[tuple[str, ...], tuple[str, ...]] | None) -> None:
            if tags is not None:
                plan = tag_plan(*tags)
                self.unsent[("Tag", ids_of(incidents))] = plan.typed
                self.carry_out(incidents, plan)

        about = about_incidents("Tag", incidents, self._changes.profile)
        held = dict.fromkeys(tag for one in incidents for tag in one.tags)
        typed = self.unsent.get(("Tag", ids_of(incidents)), "")
        self.app.push_screen(TagEntry(about, tuple(held), typed), entered)

    def action_rename(self) -> None:
        """Ask for another name of the incident under the cursor, where the API can change it."""
        from .entry import LineEntry

        incident = self.incident_at_hand()
        if self._is_beyond_api("name") or not self._changeable() or incident is None:
            return
        incidents = (incident,)

        def entered(title: str | None) -> None:
            if title:
                self.unsent[("Rename", ids_of(incidents))] = title
                change = IncidentChange(title=title)
                self.carry_out(incidents, plain_plan("Rename", "", change, typed=title))

        about = about_incidents("Rename", incidents, self._changes.profile)
        typed = self.unsent.get(("Rename", ids_of(incidents)), incident.title or "")
        self.app.push_screen(LineEntry(about, typed, verb="Rename"), entered)

    def _is_beyond_api(self, what: str) -> bool:
        problem = missing_field(self._changes.incidents_api, what)
        if problem is not None:
            self.show_error(problem, f"Could not change the {what}")
        return problem is not None

    def _changeable(self) -> tuple[Incident, ...]:
        """Give the marked incidents or the one under the cursor; none when nothing may change."""
        at_hand = self.incident_at_hand()
        incidents = self.marked_incidents() or ((at_hand,) if at_hand is not None else ())
        if not incidents:
            self.notify("There is no incident to change.", markup=False)
            return ()
        if self.is_changing:
            self.notify("The last change is still on its way.", markup=False)
            return ()
        api = self._changes.incidents_api
        problem = missing_role(api, self._changes.known_token(api))
        if problem is not None:
            what = f"incident {incidents[0].id}" if len(incidents) == 1 else "incidents"
            self.show_error(problem, f"Could not change {what}")
            return ()
        return incidents
