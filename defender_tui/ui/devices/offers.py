"""Which response actions a device is offered, and what stands against the others."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.action_words import TITLES
from ...core.machines import ActionKind, Machine
from ...core.permissions import allows, needed_roles
from ...core.resources import Resource
from ...core.tokens import AccessToken

# Source: https://learn.microsoft.com/en-us/defender-endpoint/respond-machine-alerts
_FOR_WINDOWS = frozenset({ActionKind.RESTRICT, ActionKind.UNRESTRICT, ActionKind.QUARANTINE})


@dataclass(frozen=True, slots=True)
class Offer:
    """One action; `problem` says why it cannot be taken, and is empty when it can."""

    kind: ActionKind
    title: str
    problem: str = ""


def offers(machine: Machine, token: AccessToken) -> tuple[Offer, ...]:
    """Give all actions in their order.

    A token that cannot be read proves nothing, so then the service is left to decide.
    """
    return tuple(
        Offer(kind, title, _problem(kind, machine, token)) for kind, title in TITLES.items()
    )


def _problem(kind: ActionKind, machine: Machine, token: AccessToken) -> str:
    if token.decoded is not None and not allows(kind.capability, Resource.MDE, token.roles):
        return f"needs {needed_roles(kind.capability, Resource.MDE)[0]}"
    if not machine.is_onboarded:
        return "the device is not onboarded"
    if kind in _FOR_WINDOWS and not machine.is_windows:
        return "for Windows only"
    return ""
