"""The incidents of the sandbox: which stories happen when, and how far analysts got.

A few attacks happen once each and in full; the others are the daily run of a queue. Only what a
list shows is made at once, alerts and traces when they are first looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data import plots_cloud, plots_endpoint, plots_mail
from defender_tui.sandbox.data.attacks import ATTACKS
from defender_tui.sandbox.data.cast import Cast
from defender_tui.sandbox.data.records import AlertRecord, IncidentRecord
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.telling import ToldOnDemand
from defender_tui.sandbox.data.traces import Trace
from defender_tui.sandbox.data.triage import Triage, triage_of, untouched

DEFAULT_COUNT = 500
_DAYS = 29.0
_A_DAY = timedelta(days=1)
_NEWEST = timedelta(minutes=9)
_FIRST_INCIDENT_ID = 2817
_Story = Callable[[Scene], Plot]

# How often each of the daily stories comes up among a hundred.
_DAILY: tuple[tuple[_Story, int], ...] = (
    (plots_mail.phishing_reported, 20),
    (plots_endpoint.malware_prevented, 19),
    (plots_cloud.risky_sign_in, 16),
    (plots_cloud.data_leak, 10),
    (plots_cloud.impossible_travel, 9),
    (plots_cloud.oauth_consent, 5),
    (plots_cloud.password_spray, 4),
    (plots_mail.inbox_rule, 4),
    (plots_cloud.analytics_rule, 4),
    (plots_endpoint.penetration_test, 3),
    (plots_endpoint.command_and_control, 2),
    (plots_endpoint.credential_dumping, 1),
    (plots_endpoint.lateral_movement, 1),
    (plots_endpoint.web_shell, 1),
    (plots_endpoint.coin_miner, 1),
)
_STORIES = tuple(story for story, share in _DAILY for _ in range(share))
_SEVERITIES = ("unknown", "informational", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class _Setting:
    """When and by which chance a story happens; telling it twice gives the same."""

    cast: Cast
    now: datetime
    chance: int
    story: _Story
    first_alert_at: datetime

    def scene(self, incident_id: int) -> Scene:
        return Scene(
            self.cast,
            Random(self.chance),
            incident_id=incident_id,
            first_alert_at=self.first_alert_at,
            ends_at=self.now,
        )

    def ends_at(self, plot: Plot) -> datetime:
        return min(self.now, self.first_alert_at + timedelta(hours=plot.lasts_h))


class _Telling:
    """The alerts and traces of one incident."""

    __slots__ = ("_incident_id", "_setting", "_told", "_triage")

    def __init__(self, setting: _Setting, incident_id: int, triage: Triage) -> None:
        self._setting = setting
        self._incident_id = incident_id
        self._triage = triage
        self._told: tuple[tuple[AlertRecord, ...], tuple[Trace, ...]] | None = None

    def alerts(self) -> Sequence[AlertRecord]:
        return self._once()[0]

    def traces(self) -> Sequence[Trace]:
        return self._once()[1]

    def _once(self) -> tuple[tuple[AlertRecord, ...], tuple[Trace, ...]]:
        if self._told is None:
            scene = self._setting.scene(self._incident_id)
            plot = self._setting.story(scene)
            scene.ends_at = self._setting.ends_at(plot)
            plot.tell()
            self._told = self._triage.over(scene.alerts), tuple(scene.traces)
        return self._told


def build_incidents(
    cast: Cast, *, now: datetime, seed: int, count: int = DEFAULT_COUNT
) -> tuple[IncidentRecord, ...]:
    """Give `count` incidents of the 30 days before `now`, oldest first, ids rising with time.

    The attacks come first: a count below their number leaves some out. Every entity in the
    evidence is a member of the cast or is named in the evidence itself.
    """
    settings = [
        _Setting(cast, now, _chance(seed, number), attack.story, now - attack.age)
        for number, attack in enumerate(ATTACKS[:count])
    ]
    is_attack = {id(setting) for setting in settings}
    # One source for all: seeding one takes longer than all the rest of an incident.
    random = Random(f"days/{seed}")
    for number in range(len(settings), count):
        story = random.choice(_STORIES)
        age = timedelta(days=_DAYS * (1 - random.random() ** 0.6)) + _NEWEST
        settings.append(_Setting(cast, now, _chance(seed, number), story, now - age))
    settings.sort(key=lambda setting: (setting.first_alert_at, setting.chance))
    return tuple(
        _incident(setting, incident_id, is_attack=id(setting) in is_attack)
        for incident_id, setting in enumerate(settings, _FIRST_INCIDENT_ID)
    )


def _chance(seed: int, number: int) -> int:
    return (seed << 32) + number


def _incident(setting: _Setting, incident_id: int, *, is_attack: bool) -> IncidentRecord:
    scene = setting.scene(incident_id)
    plot = setting.story(scene)
    settled_at = setting.ends_at(plot)
    # The newest attack is there for whoever opens the queue.
    is_fresh = is_attack and setting.now - setting.first_alert_at < _A_DAY
    triage = (
        untouched(settled_at)
        if is_fresh
        else triage_of(
            plot, settled_at=settled_at, cast=setting.cast, now=setting.now, random=scene.random
        )
    )
    telling = _Telling(setting, incident_id, triage)
    rank = _SEVERITIES.index(plot.severity)
    return IncidentRecord(
        incident_id=incident_id,
        title=plot.title,
        description=plot.description,
        summary=plot.description if triage.classification == "truePositive" else "",
        status=triage.status,
        severity=plot.severity,
        classification=triage.classification,
        determination=triage.determination,
        assigned_to=triage.assigned_to,
        tags=plot.tags,
        system_tags=(),
        priority_score=min(100, 20 * rank + setting.chance % 17 + 9 * is_attack),
        created_at=setting.first_alert_at,
        updated_at=triage.updated_at,
        modified_by=triage.modified_by,
        resolving_comment=triage.resolving_comment,
        redirect_incident_id=None,
        comments=triage.comments,
        alerts=ToldOnDemand(telling.alerts),
        traces=ToldOnDemand(telling.traces),
    )
