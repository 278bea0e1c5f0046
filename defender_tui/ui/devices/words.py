"""Words around response actions: the device, the question before one, what came of the order."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from ...core.action_words import TITLES, standing, title_of
from ...core.machines import ActionKind, Machine, MachineAction, ResponseRequest
from ...core.profiles import Profile
from ...core.wording import in_words
from ...workflows.device_actions import Joined, MayHaveStarted, Started, StartResult
from ..text import ago, shown
from ..widgets.facts import Fact

_WARNINGS = {
    (ActionKind.ISOLATE, "Full"): "Full isolation cuts every connection of the device but the one "
    "to Defender. If your own way in leads over it (VPN, gateway, remote desktop), you lock "
    "yourself out; it is then released from here or in the portal.",
    (ActionKind.ISOLATE, "Selective"): "Selective isolation leaves Outlook, Teams and Skype, and "
    "cuts the rest. If your own way in leads over the device (VPN, gateway, remote desktop), you "
    "lock yourself out.",
    (ActionKind.RESTRICT, None): "Only programs signed by Microsoft will run on it. Tools that you "
    "need there, for remote access too, may stop working.",
    (ActionKind.QUARANTINE, None): "The file is stopped wherever it runs on the device, and "
    "removed from its place.",
}
_LATELY = 3


def device_title(name: str, profile: Profile | None) -> Content:
    """Name the device and whose it is."""
    return Content.assemble(
        ("Respond on ", "bold"),
        shown(name, limit=80).stylize("bold"),
        ("\nin the tenant ", "$text-muted"),
        shown(profile.tenant_title if profile else "", limit=80),
    )


def device_facts(
    machine: Machine, actions: tuple[MachineAction, ...] | None, now: datetime
) -> list[Fact]:
    """Say what is known of a device; `actions` is `None` when they may not be seen."""
    system = " ".join(filter(None, (machine.os_platform, machine.os_version)))
    state = [in_words(machine.health), in_words(machine.onboarding)]
    parts = [
        ("System", system),
        ("State", ", ".join(filter(None, state))),
        ("Group", machine.group),
    ]
    if machine.last_seen:
        parts.append(("Last seen", ago(machine.last_seen, now)))
    facts = [(_label(name), shown(value, limit=120)) for name, value in parts if value]
    if actions is None:
        facts.append((_label("Lately"), Content("this application may not see actions")))
    facts += [
        (_label("Lately" if number == 0 else ""), _in_short(action, now))
        for number, action in enumerate((actions or ())[:_LATELY])
    ]
    return facts


def question(request: ResponseRequest, name: str, profile: Profile | None) -> Content:
    """Ask once more, naming the device, the tenant and what may go wrong."""
    scope = f" ({request.scope.lower()})" if request.scope else ""
    parts = [
        Content.assemble(
            (f"{TITLES[request.kind]}{scope}", "bold"),
            " on ",
            shown(name, limit=80).stylize("bold"),
            " in the tenant ",
            shown(profile.tenant_title if profile else "", limit=80).stylize("bold"),
            "?",
        ),
        Content.assemble(("Comment  ", "$text-muted"), shown(request.remark, limit=200)),
    ]
    if request.sha1:
        parts.append(Content.assemble(("SHA-1    ", "$text-muted"), shown(request.sha1, limit=60)))
    warning = _WARNINGS.get((request.kind, request.scope))
    if warning:
        parts.append(Content.styled(f"! {warning}", "$text-warning"))
    return Content("\n").join(parts)


def link_question(name: str) -> Content:
    """Ask before the link to a package leaves the program."""
    return Content.assemble(
        "Copy the link to the investigation package of ",
        shown(name, limit=80).stylize("bold"),
        " to the terminal's clipboard? Whoever has the link can download the package: it holds "
        "what was running and stored on the device.",
    )


def result_words(result: StartResult) -> str:
    """Say what came of an order; not yet safe to show."""
    match result:
        case Started(was_unclear=True):
            return "The answer was lost, but the action was found: it is started."
        case Started():
            return "It is started."
        case Joined(action):
            by = f" by {action.requestor}" if action.requestor else ""
            return f"Just this was on its way already, ordered{by}. Nothing new was started."
        case MayHaveStarted():
            return "It may have been started: nobody could tell. It was not sent again."
    return "It was not started."


def action_facts(action: MachineAction, now: datetime) -> list[Fact]:
    """Say what an action is, and how far it has come."""
    scope = f" ({action.scope.lower()})" if action.scope else ""
    state = Content.assemble(
        shown(in_words(action.status), limit=40).stylize("bold"),
        "  ",
        shown(standing(action), limit=300),
    )
    facts = [
        (_label("Action"), shown(f"{title_of(action)}{scope}", limit=100)),
        (_label("State"), state),
    ]
    if action.updated:
        facts.append((_label("Since"), shown(ago(action.updated, now), limit=40)))
    facts.append((_label("Id"), shown(action.id, limit=60)))
    return facts


def _in_short(action: MachineAction, now: datetime) -> Content:
    parts = (title_of(action), in_words(action.status).lower(), ago(action.created, now))
    return shown(", ".join(filter(None, parts)), limit=120)


def _label(name: str) -> Content:
    return Content.styled(name.ljust(11), "$text-muted")
