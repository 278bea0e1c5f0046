"""What the analysts of the tenant already did with each incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.records import CommentRecord, IncidentRecord
from defender_tui.sandbox.data.scene import Plot

_FALSE_POSITIVE_DETERMINATIONS = ("notMalicious", "notEnoughDataToValidate")
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


def triaged(
    incident: IncidentRecord, plot: Plot, *, cast: Cast, now: datetime, random: Random
) -> IncidentRecord:
    """Give the incident as the analysts left it: the older, the likelier it is done."""
    age_days = (now - incident.updated_at) / timedelta(days=1)
    if random.random() < min(0.75, 0.05 + age_days / 22):
        return _resolved(incident, plot, cast=cast, now=now, random=random)
    if random.random() < 0.5:
        return _taken(incident, cast=cast, now=now, random=random)
    return incident


def _taken(
    incident: IncidentRecord, *, cast: Cast, now: datetime, random: Random
) -> IncidentRecord:
    analyst = _analyst(cast, random)
    taken_at = _later(incident.updated_at, now, random, most_hours=9)
    is_started = random.random() < 0.7
    note = CommentRecord(random.choice(_WORKING_NOTES), analyst, taken_at)
    return replace(
        incident,
        status="inProgress" if is_started else "active",
        assigned_to=analyst,
        comments=(note,) if is_started else (),
        updated_at=taken_at,
        modified_by=analyst,
        alerts=tuple(
            replace(alert, assigned_to=analyst, status="inProgress" if is_started else "new")
            for alert in incident.alerts
        ),
    )


def _resolved(
    incident: IncidentRecord, plot: Plot, *, cast: Cast, now: datetime, random: Random
) -> IncidentRecord:
    working = _taken(incident, cast=cast, now=now, random=random)
    analyst = working.assigned_to or _analyst(cast, random)
    closed_at = _later(working.updated_at, now, random, most_hours=70)
    classification, determination = _verdict(plot, random)
    closing = CommentRecord(
        _CLOSING_NOTES.get(determination, _USUAL_CLOSING_NOTE), analyst, closed_at
    )
    return replace(
        working,
        status="resolved",
        classification=classification,
        determination=determination,
        comments=(*working.comments, closing),
        resolving_comment=closing.text,
        summary=incident.description if classification == "truePositive" else "",
        updated_at=closed_at,
        modified_by=analyst,
        alerts=tuple(
            replace(
                alert,
                status="resolved",
                classification=classification,
                determination=determination,
                resolved_at=closed_at,
                updated_at=closed_at,
                investigation_state=random.choice(
                    ("successfullyRemediated", "benign", "unsupportedAlertType")
                ),
            )
            for alert in working.alerts
        ),
    )


def _verdict(plot: Plot, random: Random) -> tuple[str, str]:
    if not plot.is_benign:
        return "truePositive", plot.determination
    if plot.determination in _FALSE_POSITIVE_DETERMINATIONS:
        return "falsePositive", random.choice(_FALSE_POSITIVE_DETERMINATIONS)
    return "informationalExpectedActivity", plot.determination


def _analyst(cast: Cast, random: Random) -> str:
    return random.choice([user.upn for user in cast.users if user.department == "IT"])


def _later(moment: datetime, now: datetime, random: Random, *, most_hours: float) -> datetime:
    """Give a moment after another one but before `now`."""
    room_s = max(1.0, min((now - moment).total_seconds() - 5, most_hours * 3600))
    later = moment + timedelta(microseconds=round(random.uniform(0.05, 0.95) * room_s * 1e6))
    return max(moment, min(later, now))
