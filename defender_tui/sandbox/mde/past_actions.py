"""Actions that the security team took before the sandbox started."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.mde.action import Action
from defender_tui.sandbox.mde.course import course_of
from defender_tui.sandbox.mde.kinds import COLLECT, QUARANTINE, SCAN, Kind
from defender_tui.sandbox.mde.machines import Machine

# device, kind, scope, bad file, comment, hours ago
_TAKEN: tuple[tuple[str, Kind, str | None, str | None, str, int], ...] = (
    ("sal-lt-08", SCAN, "Quick", None, "User reported pop-ups", 410),
    ("hr-lt-05", QUARANTINE, None, "freevideoconv.exe", "Unwanted software", 260),
    ("eng-ws-11", COLLECT, None, None, "Forensics for a closed case", 190),
    ("fin-lt-12", SCAN, "Full", None, "Check after clean-up", 74),
)


def past_actions(cast: Cast, machines: Sequence[Machine], now: datetime) -> Iterator[Action]:
    """Give them, oldest first; all have ended."""
    found = {machine.machine_id: machine for machine in machines}
    for number, (name, kind, scope, file, comment, hours) in enumerate(_TAKEN):
        created_at = now - timedelta(hours=hours, minutes=7 * number)
        machine = found[cast.device(name).device_id]
        course = course_of(kind, scope, machine, created_at)
        yield Action(
            action_id=stable_uuid(cast.seed, "machine action", str(number)),
            kind=kind,
            scope=scope,
            sha1=cast.file(file).sha1 if file else None,
            requestor=cast.security_team[number % len(cast.security_team)].upn,
            comment=comment,
            machine=machine,
            created_at=created_at,
            begins_at=course.begins_at,
            ends_at=course.ends_at,
            ending=course.ending,
            package_token=stable_uuid(cast.seed, "package", str(number)),
        )
