"""The incidents of the sandbox: which stories happen when, and how far analysts got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data import plots_cloud, plots_endpoint, plots_mail
from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.records import AlertRecord, IncidentRecord
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.triage import triaged

DEFAULT_COUNT = 52
_DAYS = 29.0
_FIRST_INCIDENT_ID = 2817

_STORIES: tuple[Callable[[Scene], Plot], ...] = (
    plots_mail.hands_on_keyboard,
    plots_mail.phishing_reported,
    plots_endpoint.malware_prevented,
    plots_cloud.risky_sign_in,
    plots_cloud.password_spray,
    plots_endpoint.credential_dumping,
    plots_cloud.data_leak,
    plots_mail.inbox_rule,
    plots_endpoint.malware_prevented,
    plots_cloud.oauth_consent,
    plots_mail.ransomware,
    plots_cloud.impossible_travel,
    plots_endpoint.command_and_control,
    plots_mail.phishing_reported,
    plots_endpoint.penetration_test,
    plots_endpoint.lateral_movement,
    plots_cloud.risky_sign_in,
    plots_cloud.analytics_rule,
    plots_endpoint.web_shell,
    plots_endpoint.coin_miner,
)

_SEVERITIES = ("unknown", "informational", "low", "medium", "high")


def build_incidents(
    cast: Cast, *, now: datetime, seed: int, count: int = DEFAULT_COUNT
) -> tuple[IncidentRecord, ...]:
    """Give `count` incidents of the 30 days before `now`, oldest first, ids rising with time.

    Every entity in their evidence is a member of the cast or is named in the evidence itself.
    """
    random = Random(f"stories/{seed}")
    drafts = []
    for number in range(count):
        age = timedelta(days=_DAYS * (1 - random.random() ** 0.6)) + timedelta(minutes=50)
        story = Random(f"story/{seed}/{number}")
        scene = Scene(cast, story, started_at=now - age, now=now)
        plot = _STORIES[number % len(_STORIES)](scene)
        drafts.append((scene.alerts[0].created_at, number, plot, tuple(scene.alerts)))
    drafts.sort(key=lambda draft: draft[:2])
    return tuple(
        triaged(
            _incident(_FIRST_INCIDENT_ID + position, plot, alerts),
            plot,
            cast=cast,
            now=now,
            random=Random(f"triage/{seed}/{number}"),
        )
        for position, (_, number, plot, alerts) in enumerate(drafts)
    )


def _incident(incident_id: int, plot: Plot, alerts: tuple[AlertRecord, ...]) -> IncidentRecord:
    severity = max((alert.severity for alert in alerts), key=_SEVERITIES.index)
    created_at = alerts[0].created_at
    return IncidentRecord(
        incident_id=incident_id,
        title=plot.title,
        description=plot.description,
        summary="",
        status="active",
        severity=severity,
        classification=None,
        determination=None,
        assigned_to=None,
        tags=plot.tags,
        system_tags=(),
        priority_score=min(100, 18 * _SEVERITIES.index(severity) + 4 * len(alerts)),
        created_at=created_at,
        updated_at=max(created_at, alerts[-1].updated_at),
        modified_by="Microsoft 365 Defender-AlertCorrelation",
        resolving_comment=None,
        redirect_incident_id=None,
        comments=(),
        alerts=tuple(replace(alert, incident_id=incident_id) for alert in alerts),
    )
