"""One incident as a Markdown report, for a ticket, a mail or a folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from .evidence_kinds import kind_words
from .gathered_evidence import GatheredEvidence, by_kind, gathered
from .incident_timeline import first_activity, gap_before, latest_activity, timeline
from .incidents import Alert, Incident
from .markdown import inline, paragraph, table
from .techniques import technique_words
from .wording import in_words, short_service, verdict_words


def incident_report(incident: Incident, *, written_at: datetime) -> str:
    """Give the whole report; what came from outside is plain text in it, whatever it holds.

    Sections without content are left out, except that missing alerts are said to be missing.
    """
    return "\n\n".join(part for part in _parts(incident, written_at) if part) + "\n"


def _parts(incident: Incident, written_at: datetime) -> Iterator[str]:
    yield f"# Incident {inline(incident.id)}: {inline(incident.title) or 'without a title'}"
    yield table(("", ""), _facts(incident))
    yield from _section("Summary", paragraph(incident.summary or incident.description or ""))
    yield from _section("Timeline", _timeline(incident))
    if incident.alerts is None:
        yield "## Alerts"
        yield "The alerts were not read."
    for heading, text in (
        (f"Alerts ({len(incident.alerts or ())})", "\n\n".join(map(_alert, incident.alerts or ()))),
        ("Evidence", "\n\n".join(_evidence(incident))),
        (f"Comments ({len(incident.comments)})", "\n\n".join(_comments(incident))),
    ):
        yield from _section(heading, text)
    yield f"*Written by defender-tui on {inline(_time(written_at))}.*"


def _section(heading: str, text: str) -> Iterator[str]:
    if text:
        yield f"## {heading}"
        yield text


def _facts(incident: Incident) -> list[tuple[str, str]]:
    facts = (
        ("Severity", in_words(incident.severity)),
        ("Status", in_words(incident.status)),
        ("Owner", incident.assigned_to or "nobody"),
        ("Verdict", verdict_words(incident.classification, incident.determination)),
        ("Resolving comment", incident.resolving_comment or ""),
        ("Tactics", ", ".join(map(in_words, incident.categories))),
        ("Techniques", ", ".join(map(technique_words, incident.techniques))),
        ("Services", ", ".join(dict.fromkeys(map(short_service, incident.services)))),
        ("Tags", ", ".join((*incident.tags, *incident.system_tags))),
        ("First activity", _time(first_activity(incident))),
        ("Last activity", _time(latest_activity(incident))),
        ("Created", _time(incident.created)),
        ("Last updated", _time(incident.last_updated)),
        ("Merged into", incident.redirect_to or ""),
        ("Tenant", incident.tenant_id or ""),
        ("Portal", incident.web_url or ""),
    )
    return [(label, value) for label, value in facts if value]


def _timeline(incident: Incident) -> str:
    lines = []
    before = None
    for event in timeline(incident):
        gap = gap_before(event, before)
        if gap is not None:
            lines.append(("", f"({gap.total_seconds() / 3600:.1f} h without an event)"))
        lines.append((_time(event.at), event.words))
        before = event
    return table(("When", "What"), lines) if lines else ""


def _alert(alert: Alert) -> str:
    facts = (
        ("Alert", alert.id),
        ("Severity", in_words(alert.severity)),
        ("Status", in_words(alert.status)),
        ("Verdict", verdict_words(alert.classification, alert.determination)),
        ("Tactic", in_words(alert.category)),
        ("Techniques", ", ".join(map(technique_words, alert.techniques))),
        ("Service", short_service(alert.service or "")),
        ("Detected by", in_words(alert.detection_source)),
        ("Threat", alert.threat or ""),
        ("Actor", alert.actor or ""),
        ("First activity", _time(alert.first_activity)),
        ("Last activity", _time(alert.last_activity)),
        ("Portal", alert.web_url or ""),
    )
    parts = [
        f"### {inline(alert.title) or inline(alert.id)}",
        table(("", ""), [fact for fact in facts if fact[1]]),
        paragraph(alert.description or ""),
        f"Recommended: {paragraph(alert.recommended_actions)}" if alert.recommended_actions else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _evidence(incident: Incident) -> Iterator[str]:
    for kind, things in by_kind(gathered(incident)):
        yield f"### {inline(kind_words(kind))} ({len(things)})"
        headings = ("What", "Verdict", "Remediation", "Roles", "Alerts")
        yield table(headings, map(_evidence_row, things))


def _evidence_row(thing: GatheredEvidence) -> tuple[object, ...]:
    return (
        thing.item.label,
        ", ".join(map(in_words, thing.verdicts)),
        ", ".join(map(in_words, thing.remediations)),
        ", ".join(map(in_words, thing.item.roles)),
        len(thing.alerts),
    )


def _comments(incident: Incident) -> Iterator[str]:
    for comment in incident.comments:
        author = inline(comment.author or "unknown author")
        yield f"**{author}**, {inline(_time(comment.created)) or 'at an unknown time'}:"
        yield paragraph(comment.text)


def _time(time: datetime | None) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if time else ""
