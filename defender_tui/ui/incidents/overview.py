"""One incident told in text: its overview, its comments, one alert, and everything as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from textual.content import Content

from ...core.incidents import Alert, Incident
from ...core.json_form import as_json
from ...core.wording import in_words, short_service
from ...core.words import Classification
from ..text import absolute, ago, severity_mark, shown
from ..widgets.facts import Fact

_LABEL_WIDTH = 11
_ASSET_KINDS = ("device", "user", "mailbox", "cloudApplication", "azureResource")
_SHOWN_ASSETS = 6


def overview(incident: Incident, now: datetime) -> list[Fact]:
    """Say what happened, to whom, who works on it and since when, as far as it is known."""
    return [
        (Content.styled(label.ljust(_LABEL_WIDTH), "$text-muted"), value)
        for label, value in _facts(incident, now)
        if value.plain
    ]


def comment_facts(incident: Incident) -> list[Fact]:
    """Give the comments, oldest first, each under its author and time."""
    whole = Content("")
    if not incident.comments:
        return [(whole, Content.styled("No comments yet. c adds one.", "$text-muted"))]
    lines: list[Content] = []
    for comment in incident.comments:
        author = shown(comment.author or "unknown author", limit=80).stylize("bold")
        lines.append(Content.assemble(author, (f"  {absolute(comment.created)}", "$text-muted")))
        lines.append(shown(comment.text, limit=5000, lines=True))
        lines.append(Content(""))
    return [(whole, line) for line in lines[:-1]]


def alert_lines(alert: Alert) -> str:
    """Give one alert as plain lines, not yet safe to show."""
    facts = (
        ("Alert", alert.id),
        ("Severity", in_words(alert.severity)),
        ("Status", in_words(alert.status)),
        ("Tactic", in_words(alert.category)),
        ("Techniques", ", ".join(alert.techniques)),
        ("Service", in_words(alert.service)),
        ("Detected by", in_words(alert.detection_source)),
        ("Threat", alert.threat),
        ("Actor", alert.actor),
        ("First seen", absolute(alert.first_activity)),
        ("Last seen", absolute(alert.last_activity)),
        ("Verdict", verdict_words(alert.classification, alert.determination)),
        ("Portal", alert.web_url),
    )
    evidence = [f"{in_words(one.kind)}: {one.label}" for one in alert.evidence]
    sections = (
        [f"{label:<12} {value}" for label, value in facts if value],
        [alert.description] if alert.description else [],
        ["Do", alert.recommended_actions] if alert.recommended_actions else [],
        ["Evidence", *evidence] if evidence else [],
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def incident_json(incident: Incident) -> str:
    """Give everything that was read of an incident as JSON, not yet safe to show."""
    return json.dumps(as_json(incident), ensure_ascii=False)


def verdict_words(classification: str | None, determination: str | None) -> str:
    """Give classification and determination in words; empty when neither is set."""
    if not classification or classification == Classification.UNKNOWN:
        return ""
    words = in_words(classification)
    if determination and determination != Classification.UNKNOWN:
        words += f" · {in_words(determination).lower()}"
    return words


def _facts(incident: Incident, now: datetime) -> Iterator[tuple[str, Content]]:
    yield "What", shown(incident.summary or incident.description, limit=1200)
    yield "Merged into", shown(incident.redirect_to, limit=40)
    yield "State", _state(incident)
    yield "Verdict", _verdict(incident)
    yield "Tactics", _listed(in_words(name) for name in incident.categories)
    yield "Techniques", _listed(incident.techniques)
    yield "Assets", _assets(incident)
    yield "Services", _listed(dict.fromkeys(map(short_service, incident.services)))
    yield "Tags", _listed((*incident.tags, *incident.system_tags))
    yield "Activity", _moment(incident.last_activity, now)
    yield "Created", _moment(incident.created, now)
    yield "Portal", shown(incident.web_url, limit=400)


def _state(incident: Incident) -> Content:
    status = shown(in_words(incident.status) or "no status", limit=40)
    return Content.assemble(
        severity_mark(incident.severity), " · ", status, " · ", _owner(incident)
    )


def _owner(incident: Incident) -> Content:
    if incident.assigned_to:
        return Content.assemble("owner ", shown(incident.assigned_to, limit=120))
    return Content.assemble("owned by nobody", ("  a assigns", "$text-muted"))


def _verdict(incident: Incident) -> Content:
    words = verdict_words(incident.classification, incident.determination)
    return shown(words, limit=120) if words else Content.styled("not set", "$text-muted")


def _assets(incident: Incident) -> Content:
    assets = [one for one in incident.evidence if one.kind in _ASSET_KINDS]
    assets.sort(key=lambda one: _ASSET_KINDS.index(one.kind))
    # A person and the mailbox of the same name are one asset to a reader.
    names = list(dict.fromkeys(one.label for one in assets))
    more = len(names) - _SHOWN_ASSETS
    labels = [shown(name, limit=60) for name in names[:_SHOWN_ASSETS]]
    if more > 0:
        labels.append(Content.styled(f"{more:,} more", "$text-muted"))
    return Content(" · ").join(labels)


def _listed(values: Iterable[str]) -> Content:
    return Content(" · ").join([shown(value, limit=80) for value in values])


def _moment(time: datetime | None, now: datetime) -> Content:
    if time is None:
        return Content("")
    return Content.assemble(absolute(time), (f"  {ago(time, now)}", "$text-muted"))
