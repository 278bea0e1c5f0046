"""What the analysts of the tenant already did with each incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.records import AlertRecord, CommentRecord
from defender_tui.sandbox.data.scene import Plot

CORRELATION = "Microsoft 365 Defender-AlertCorrelation"
_FALSE_POSITIVE_DETERMINATIONS = ("notMalicious", "notEnoughDataToValidate")
_INVESTIGATION_STATES = ("successfullyRemediated", "benign", "unsupportedAlertType")
_ONE_DAY = timedelta(days=1)
_WORKING_NOTES = (
    "Taking this one. Device timeline looks noisy, pulling an investigation package.",
    "Asked the user by phone, waiting for an answer.",
    "Same sender domain as last week, blocked it in the tenant allow/block list.",
    "Hash not seen elsewhere in the last 30 days.",
    "Sessions revoked, password reset, MFA methods checked.",
)
_CLOSING_NOTES = {
    "malware": "Contained. Hash blocked, device scanned and handed back.",
    "unwantedSoftware": "Removed. Talked to the user about the software centre.",
    "phishing": "Messages purged, sender blocked, sessions of those who clicked revoked.",
    "notMalicious": "Checked with the owner of the account: new phone, nothing to do.",
    "notEnoughDataToValidate": "The sign-in log no longer holds the session, no verdict.",
    "securityTesting": "Announced test, window confirmed in the change calendar.",
    "confirmedActivity": "User confirmed the trip; VPN exit explains the second place.",
    "lineOfBusinessApplication": "Agreed exchange with the payment provider, exception requested.",
}
_USUAL_CLOSING_NOTE = "Contained. Credentials reset, indicators added, lessons noted."


@dataclass(frozen=True, slots=True)
class Triage:
    """How far the analysts got with an incident and its alerts."""

    status: str
    updated_at: datetime
    modified_by: str
    assigned_to: str | None = None
    classification: str | None = None
    determination: str | None = None
    comments: tuple[CommentRecord, ...] = ()
    resolving_comment: str | None = None
    investigation_state: str = "unsupportedAlertType"

    def over(self, alerts: Sequence[AlertRecord]) -> tuple[AlertRecord, ...]:
        """Give the alerts as they were left."""
        if self.assigned_to is None:
            return tuple(alerts)
        is_done = self.status == "resolved"
        return tuple(
            replace(
                alert,
                assigned_to=self.assigned_to,
                status="new" if self.status == "active" else self.status,
                classification=self.classification,
                determination=self.determination,
                resolved_at=self.updated_at if is_done else None,
                updated_at=self.updated_at if is_done else alert.updated_at,
                investigation_state=self.investigation_state,
            )
            for alert in alerts
        )


def triage_of(
    plot: Plot, *, settled_at: datetime, cast: Cast, now: datetime, random: Random
) -> Triage:
    """Give what was done since the last alert, at `settled_at`: the older, the likelier it is
    done."""
    if random.random() < min(0.75, 0.1 + (now - settled_at) / _ONE_DAY / 22):
        return _resolved(plot, settled_at, cast=cast, now=now, random=random)
    if random.random() < 0.65:
        return _taken(settled_at, cast=cast, now=now, random=random)
    return untouched(settled_at)


def untouched(settled_at: datetime) -> Triage:
    """Give the state of an incident that nobody took yet."""
    return Triage("active", settled_at, CORRELATION)


def _taken(settled_at: datetime, *, cast: Cast, now: datetime, random: Random) -> Triage:
    analyst = random.choice(cast.security_team).upn
    taken_at = _later(settled_at, now, random, most_hours=9)
    if random.random() >= 0.7:
        return Triage("active", taken_at, analyst, assigned_to=analyst)
    note = CommentRecord(random.choice(_WORKING_NOTES), analyst, taken_at)
    return Triage("inProgress", taken_at, analyst, assigned_to=analyst, comments=(note,))


def _resolved(
    plot: Plot, settled_at: datetime, *, cast: Cast, now: datetime, random: Random
) -> Triage:
    working = _taken(settled_at, cast=cast, now=now, random=random)
    closed_at = _later(working.updated_at, now, random, most_hours=70)
    classification, determination = _verdict(plot, random)
    closing = CommentRecord(
        _CLOSING_NOTES.get(determination, _USUAL_CLOSING_NOTE), working.modified_by, closed_at
    )
    return Triage(
        status="resolved",
        updated_at=closed_at,
        modified_by=working.modified_by,
        assigned_to=working.assigned_to,
        classification=classification,
        determination=determination,
        comments=(*working.comments, closing),
        resolving_comment=closing.text,
        investigation_state=random.choice(_INVESTIGATION_STATES),
    )


def _verdict(plot: Plot, random: Random) -> tuple[str, str]:
    if not plot.is_benign:
        return "truePositive", plot.determination
    if plot.determination in _FALSE_POSITIVE_DETERMINATIONS:
        return "falsePositive", random.choice(_FALSE_POSITIVE_DETERMINATIONS)
    return "informationalExpectedActivity", plot.determination


def _later(moment: datetime, now: datetime, random: Random, *, most_hours: float) -> datetime:
    """Give a moment after another one but before `now`."""
    room_s = max(1.0, min((now - moment).total_seconds() - 5, most_hours * 3600))
    later = moment + timedelta(microseconds=round(random.uniform(0.05, 0.95) * room_s * 1e6))
    return max(moment, min(later, now))
