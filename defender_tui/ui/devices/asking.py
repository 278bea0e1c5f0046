"""Asking which device of an incident to respond on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from ...core.evidence import Evidence
from ...core.incidents import Incident
from ..text import shown
from ..widgets.choice import Choice
from .targets import Target, target_of

if TYPE_CHECKING:
    from ..ports import DeviceWork


def ask_device(
    screen: Screen[None], work: DeviceWork, incident: Incident, chosen_evidence: Evidence | None
) -> None:
    """Open the response on the device of the chosen evidence, else on one that is asked for."""
    if incident.alerts is None:
        screen.notify("Its evidence is not read yet. Enter reads the incident.", markup=False)
        return
    evidence = incident.evidence
    target = target_of(chosen_evidence, evidence) if chosen_evidence else None
    if target is not None:
        _respond(screen, work, target)
        return
    found = [target_of(one, evidence) for one in evidence if one.kind == "device"]
    targets = [one for one in found if one is not None]
    if not targets:
        screen.notify("No device is among the evidence of this incident.", markup=False)
    elif len(targets) == 1:
        _respond(screen, work, targets[0])
    else:

        def chosen(place: int | None) -> None:
            if place is not None:
                _respond(screen, work, targets[place])

        title = Content.styled(f"Respond on one of {len(targets):,} devices", "bold")
        names = [shown(one.name, limit=70) for one in targets]
        screen.app.push_screen(Choice(title, names), chosen)


def _respond(screen: Screen[None], work: DeviceWork, target: Target) -> None:
    from .respond import RespondOnDevice

    screen.app.push_screen(RespondOnDevice(work, target.device_id, target.name, files=target.files))
