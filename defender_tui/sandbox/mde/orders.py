"""What a client may order a machine to do, and why the service would not.

Source: https://learn.microsoft.com/defender-endpoint/api/common-errors, isolate-machine,
stop-and-quarantine-file (2026-11-23)
"""

from __future__ import annotations

import re
from datetime import datetime

from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.mde.fleet import Fleet, Order
from defender_tui.sandbox.mde.kinds import UNMANAGED, Kind
from defender_tui.sandbox.mde.machines import Machine
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr.changes import invalid_body

_SHA1 = re.compile(r"[0-9a-fA-F]{40}")


def read_order(kind: Kind, body: JsonObject) -> Order:
    """Read the body of a call that orders an action.

    Raises:
        ServiceRefused: 400, a parameter is missing or has a wrong value.
    """
    comment = required_comment(body)
    scope = _scope(kind, body) if kind.scope_field else None
    sha1 = _sha1(body) if kind.takes_file else None
    return Order(kind, comment, scope, sha1)


def required_comment(body: JsonObject) -> str:
    """Give the comment, which every order and every cancellation must carry.

    Raises:
        ServiceRefused: 400, there is none.
    """
    comment = _text(body, "Comment")
    if not comment.strip():
        raise missing("Comment")
    return comment


def insist_on_possible(fleet: Fleet, machine: Machine, order: Order, now: datetime) -> None:
    """See to it that the machine, as it is now, takes the order.

    Raises:
        ServiceRefused: 400, it does not.
    """
    kind = order.kind
    if machine.is_onboarded == (order.scope == UNMANAGED):
        raise _bad(
            "IsolationType UnManagedDevice is for devices that are not onboarded"
            if machine.is_onboarded
            else f"Machine {machine.machine_id} is not onboarded"
        )
    if not machine.is_windows and (kind.is_for_windows or order.scope == "Selective"):
        raise ServiceRefused(
            400,
            "OsPlatformNotSupported",
            f"Action {kind.name} is not supported on OS platform {machine.os_platform}",
        )
    if fleet.open_action(machine, order, now) is not None:
        raise ServiceRefused(400, "ActiveRequestAlreadyExists", "Action is already in progress")
    if kind.sets and fleet.is_in(machine, kind.sets, now):
        raise _bad(f"Machine {machine.machine_id} is already {kind.sets}")
    if kind.lifts and not fleet.is_in(machine, kind.lifts, now):
        raise _bad(f"Machine {machine.machine_id} is not {kind.lifts}")


def missing(name: str) -> ServiceRefused:
    """Give the refusal of a body that lacks a parameter."""
    return ServiceRefused(400, "MissingRequiredParameter", f"Required parameter {name} is missing")


def _scope(kind: Kind, body: JsonObject) -> str:
    text = _text(body, kind.scope_field)
    if not text:
        raise missing(kind.scope_field)
    found = next((scope for scope in kind.scopes if scope.lower() == text.lower()), None)
    if found is None:
        known = ", ".join(kind.scopes)
        raise ServiceRefused(
            400,
            "InvalidInput",
            f"Invalid value '{text}' for {kind.scope_field}. Allowed values are: {known}",
        )
    return found


def _sha1(body: JsonObject) -> str:
    text = _text(body, "Sha1")
    if not text:
        raise missing("Sha1")
    if not _SHA1.fullmatch(text):
        raise ServiceRefused(400, "InvalidHashValue", f"'{text}' is not a valid SHA-1 hash")
    return text.lower()


def _text(body: JsonObject, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid_body()
    return value


def _bad(message: str) -> ServiceRefused:
    return ServiceRefused(400, "BadRequest", message)
