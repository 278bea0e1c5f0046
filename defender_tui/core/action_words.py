"""Response actions in a person's words: what each does, how far it has come, how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from .machines import ActionKind, ActionStatus, MachineAction
from .wording import in_words

TITLES: Mapping[ActionKind, str] = {
    ActionKind.ISOLATE: "Isolate from the network",
    ActionKind.RELEASE: "Release from isolation",
    ActionKind.SCAN: "Run an antivirus scan",
    ActionKind.RESTRICT: "Restrict app execution",
    ActionKind.UNRESTRICT: "Lift the app restriction",
    ActionKind.COLLECT: "Collect an investigation package",
    ActionKind.QUARANTINE: "Stop and quarantine a file",
}
"""In the order in which they are offered."""
_DONE: Mapping[str, str] = {
    ActionKind.ISOLATE: "The device is isolated from the network.",
    ActionKind.RELEASE: "The device is back on the network.",
    ActionKind.SCAN: "The scan has finished; what it found comes as alerts.",
    ActionKind.RESTRICT: "Only programs signed by Microsoft run on the device now.",
    ActionKind.UNRESTRICT: "Programs run on the device as before.",
    ActionKind.COLLECT: "The investigation package is collected.",
    ActionKind.QUARANTINE: "The file was stopped and put into quarantine.",
}
_SELECTIVELY = "The device is isolated; Outlook, Teams and Skype still work."


def title_of(action: MachineAction) -> str:
    """Name an action; one of a kind that is not known keeps the vendor's word, taken apart."""
    return next((TITLES[kind] for kind in TITLES if kind == action.type), in_words(action.type))


def standing(action: MachineAction) -> str:
    """Say in a sentence how far an action has come, or how it ended; not yet safe to show."""
    match action.status:
        case ActionStatus.PENDING:
            return "It waits for the device to take it up."
        case ActionStatus.IN_PROGRESS:
            return "The device is at it."
        case ActionStatus.SUCCEEDED:
            if action.type == ActionKind.ISOLATE and action.scope == "Selective":
                return _SELECTIVELY
            return _DONE.get(action.type or "", "It succeeded.")
        case ActionStatus.FAILED:
            return "It failed on the device, which does not say how far it came."
        case ActionStatus.TIME_OUT:
            return "The device did not answer in time: it may be off, or have lost its connection."
        case ActionStatus.CANCELLED:
            by = f" by {action.cancelled_by}" if action.cancelled_by else ""
            why = f": {action.cancel_comment}" if action.cancel_comment else "."
            return f"It was cancelled{by}{why}"
    return f"Its state is “{action.status or ''}”, which this program does not know."
