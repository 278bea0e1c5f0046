"""One incident told in text: its overview, its comments, one alert, and everything as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from textual.content import Content

from ...core.evidence import Evidence, text_at
from ...core.evidence_kinds import kind_words
from ...core.gathered_evidence import gathered
from ...core.incident_timeline import first_activity, latest_activity
from ...core.incidents import Alert, Incident
from ...core.json_form import as_json
from ...core.techniques import technique_words
from ...core.wording import in_words, short_service, verdict_words
from ...core.words import Classification
from ..text import absolute, ago, severity_mark, shown
from ..widgets.facts import Fact
from .page.fields import alert_fields

_LABEL_WIDTH = 11
_ASSET_KINDS = ("device", "user", "mailbox", "cloudApplication", "azureResource")
_SHOWN_ASSETS = 6
_NO_RISK = ("none", "unknown")
_RISK_STYLES = {"high": "bold $text-error", "medium": "bold $text-warning", "low": "$text-primary"}


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
    fields = [f"{name:<14} {text}" for name, text in alert_fields(alert)]
    evidence = [f"{kind_words(one.kind)}: {one.label}" for one in alert.evidence]
    return "\n".join([*fields, *(["", "Evidence", *evidence] if evidence else [])])


def incident_json(incident: Incident) -> str:
    """Give everything that was read of an incident as JSON, not yet safe to show."""
    return json.dumps(as_json(incident), ensure_ascii=False)


def _facts(incident: Incident, now: datetime) -> Iterator[tuple[str, Content]]:
    yield "What", shown(incident.summary or incident.description, limit=1200)
    yield "Merged into", shown(incident.redirect_to, limit=40)
    yield "State", _state(incident)
    yield "Verdict", _verdict(incident)
    yield "Resolved", shown(incident.resolving_comment, limit=400)
    yield "Tactics", _listed(in_words(name) for name in incident.categories)
    yield "Techniques", _listed(technique_words(one) for one in incident.techniques)
    yield "Assets", _assets(incident)
    yield "Services", _listed(dict.fromkeys(map(short_service, incident.services)))
    yield "Tags", _listed((*incident.tags, *incident.system_tags))
    yield "Activity", _activity(incident, now)
    yield "Created", _moment(incident.created, now)
    yield "Updated", _updated(incident, now)
    yield "Portal", shown(incident.web_url, limit=400)


def _activity(incident: Incident, now: datetime) -> Content:
    first, last = first_activity(incident), latest_activity(incident)
    if incident.alerts is None or first is None or first == last:
        return _moment(incident.last_activity, now)
    return Content.assemble(absolute(first), " to ", _moment(last, now))


def _updated(incident: Incident, now: datetime) -> Content:
    by = shown(incident.last_modified_by, limit=80)
    moment = _moment(incident.last_updated, now)
    return Content.assemble(moment, "  by ", by) if by and moment else moment


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
    is_set = bool(incident.classification and incident.classification != Classification.UNKNOWN)
    return shown(words, limit=120) if is_set else Content.styled(words, "$text-muted")


def _assets(incident: Incident) -> Content:
    assets = [one.item for one in gathered(incident) if one.item.kind in _ASSET_KINDS]
    assets.sort(key=lambda one: _ASSET_KINDS.index(one.kind))
    # A person and the mailbox of the same name are one asset to a reader.
    named = {one.label: one for one in reversed(assets)}
    names = list(dict.fromkeys(one.label for one in assets))
    more = len(names) - _SHOWN_ASSETS
    labels = [_asset(named[name]) for name in names[:_SHOWN_ASSETS]]
    if more > 0:
        labels.append(Content.styled(f"{more:,} more", "$text-muted"))
    return Content(" · ").join(labels)


def _asset(item: Evidence) -> Content:
    label = shown(item.label, limit=60)
    risk = text_at(item.fields, "riskScore")
    if not risk or risk in _NO_RISK:
        return label
    style = _RISK_STYLES.get(risk.casefold(), "$text-muted")
    return Content.assemble(
        label, " (", shown(in_words(risk).lower(), limit=20).stylize(style), ")"
    )


def _listed(values: Iterable[str]) -> Content:
    return Content(" · ").join([shown(value, limit=80) for value in values])


def _moment(time: datetime | None, now: datetime) -> Content:
    if time is None:
        return Content("")
    return Content.assemble(absolute(time), (f"  {ago(time, now)}", "$text-muted"))
