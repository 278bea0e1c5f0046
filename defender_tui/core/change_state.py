"""What of a change is already there, and what has moved under the hands of whoever makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .changes import UNSET, IncidentChange, Unset
from .incidents import Incident


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an incident that differs between two readings, in its own words."""

    field: str
    before: str
    now: str


def what_is_left(change: IncidentChange, before: Incident, now: Incident) -> IncidentChange | None:
    """Give the part of a change that is not there; `None` when all of it is.

    `before` is the incident as it was when the change was sent: a comment counts as there only when
    the same words stand there more often than then.
    """
    left = replace(
        change,
        status=_unless(change.status, now.status),
        assigned_to=_owner_left(change.assigned_to, now.assigned_to),
        classification=_unless(change.classification, now.classification),
        determination=_unless(change.determination, now.determination),
        severity=_unless(change.severity, now.severity),
        title=_unless(change.title, now.title),
        tags=_tags_left(change.tags, now.tags),
        comment=_comment_left(change, before, now),
    )
    if left.determination is not UNSET or left.classification is not UNSET:
        # The services take a determination only together with its classification.
        left = replace(
            left, classification=change.classification, determination=change.determination
        )
    return left if left.changes_fields or left.remark else None


def differences(before: Incident, now: Incident) -> tuple[Difference, ...]:
    """Say what an analyst would want to know of what happened between two readings."""
    return tuple(
        Difference(name, one, other) for name, one, other in _told(before, now) if one != other
    )


def _told(before: Incident, now: Incident) -> Iterator[tuple[str, str, str]]:
    yield "status", before.status or "", now.status or ""
    yield "owner", before.assigned_to or "nobody", now.assigned_to or "nobody"
    yield "severity", before.severity or "", now.severity or ""
    yield "classification", before.classification or "", now.classification or ""
    yield "determination", before.determination or "", now.determination or ""
    yield "title", before.title or "", now.title or ""
    yield "tags", ", ".join(before.tags), ", ".join(now.tags)
    yield "merged into", before.redirect_to or "", now.redirect_to or ""
    yield "comments", str(len(before.comments)), str(len(now.comments))
    if before.alerts is not None and now.alerts is not None:
        yield "alerts", str(len(before.alerts)), str(len(now.alerts))


def _unless(wanted: str | Unset, held: str | None) -> str | Unset:
    return UNSET if wanted is UNSET or wanted == held else wanted


def _owner_left(wanted: str | Unset | None, held: str | None) -> str | Unset | None:
    if wanted is UNSET:
        return UNSET
    return UNSET if (wanted or "").casefold() == (held or "").casefold() else wanted


def _tags_left(wanted: tuple[str, ...] | Unset, held: tuple[str, ...]) -> tuple[str, ...] | Unset:
    # The services keep tags as a set.
    return UNSET if wanted is UNSET or frozenset(wanted) == frozenset(held) else wanted


def _comment_left(change: IncidentChange, before: Incident, now: Incident) -> str | None:
    if not change.remark:
        return None
    then, since = (Counter(one.text.strip() for one in item.comments) for item in (before, now))
    return change.comment if since[change.remark] <= then[change.remark] else None
