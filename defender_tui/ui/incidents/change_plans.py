"""What an analyst wants done, and the change that it takes on each incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...core.changes import IncidentChange
from ...core.incidents import Incident


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """One thing to do. `verb` begins a sentence that goes on with the incidents: “Assign”.

    `aim` ends it (“to mia.k@contoso.example”), not yet safe to show. `make` gives the change for an
    incident as it is now. `typed` names what was typed for it, to be offered again on failure.
    """

    verb: str
    aim: str
    make: Callable[[Incident], IncidentChange]
    typed: str = ""

    def missing(self, incident: Incident) -> IncidentChange | None:
        """Give what there is to send for an incident as it was seen; `None` for nothing."""
        from ...core.change_state import what_is_left

        return what_is_left(self.make(incident), incident, incident)


def plain_plan(verb: str, aim: str, change: IncidentChange, *, typed: str = "") -> ChangePlan:
    """Plan the same change on every incident."""
    return ChangePlan(verb, aim, lambda _incident: change, typed)


def owner_plan(owner: str | None) -> ChangePlan:
    """Plan to give incidents to somebody; `None` takes the owner off."""
    aim = f"to {owner}" if owner else "to nobody"
    return plain_plan("Assign", aim, IncidentChange(assigned_to=owner or None))


def tag_plan(added: Iterable[str], removed: Iterable[str]) -> ChangePlan:
    """Plan to add and remove tags; the other tags of each incident stay."""
    new, old = tuple(added), frozenset(removed)
    parts = [f"+{tag}" for tag in new] + [f"-{tag}" for tag in sorted(old)]

    def make(incident: Incident) -> IncidentChange:
        kept = [tag for tag in incident.tags if tag not in old]
        return IncidentChange(tags=tuple(dict.fromkeys([*kept, *new])))

    return ChangePlan("Tag", " ".join(parts), make, ", ".join(new))


def comment_plan(text: str) -> ChangePlan:
    """Plan to add a comment."""
    return plain_plan("Comment on", "", IncidentChange(comment=text), typed=text)
