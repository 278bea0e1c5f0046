from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.sandbox.data.attacks import ATTACKS, phishing_intrusion
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.hunting import HuntingService

from .story_hunts import HUNTS, Hunt

MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 7, 5, 2, 40, tzinfo=UTC)
TENANTS = {"seed 0": (0, MONDAY_MORNING), "seed 41": (41, SUNDAY_NIGHT)}


@pytest.fixture(scope="module", params=["seed 0", pytest.param("seed 41", marks=pytest.mark.full)])
def tenant(request: pytest.FixtureRequest) -> tuple[int, HuntingService]:
    seed, now = TENANTS[request.param]
    cast = build_cast(seed)
    incidents = build_incidents(cast, now=now, seed=seed)
    return seed, HuntingService(cast, incidents, now, seed=seed)


@pytest.mark.parametrize("hunt", HUNTS, ids=lambda hunt: hunt.name)
async def test_a_hunt_finds_the_entities_of_its_attack_and_no_others(
    tenant: tuple[int, HuntingService], hunt: Hunt
) -> None:
    seed, service = tenant
    answer = await service.run(hunt.query)
    rows = [tuple(row.values()) for row in json.loads(answer.rows_json)]
    assert hunt.finds(build_cast(seed)) == set(rows)
    assert len(rows) == len(set(rows))


def test_each_attack_has_three_hunts() -> None:
    counts = Counter(hunt.name.partition(":")[0] for hunt in HUNTS)
    assert len(ATTACKS) == len(counts)
    assert {3} == set(counts.values())


def _attacks(seed: int) -> list[IncidentRecord]:
    incidents = build_incidents(build_cast(seed), now=MONDAY_MORNING, seed=seed)
    return [incident for incident in incidents if incident.traces]


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_each_attack_is_one_incident_of_several_alerts(seed: int) -> None:
    attacks = _attacks(seed)
    assert len(ATTACKS) == len(attacks)
    assert all(2 <= len(incident.alerts) for incident in attacks)
    assert all("high" == incident.severity for incident in attacks)


def test_the_worst_alert_gives_an_incident_its_severity() -> None:
    order = ("informational", "low", "medium", "high")
    for incident in build_incidents(build_cast(2), now=MONDAY_MORNING, seed=2):
        worst = max((alert.severity for alert in incident.alerts), key=order.index)
        assert worst == incident.severity, incident.title


def test_looking_at_an_incident_changes_nothing_in_it() -> None:
    cast = build_cast(1)
    read = build_incidents(cast, now=MONDAY_MORNING, seed=1, count=60)
    before = [list(incident.alerts) for incident in read]
    assert before == [list(incident.alerts) for incident in read]
    for incident in read:
        assert incident.created_at == incident.alerts[0].created_at
        assert incident.updated_at >= max(alert.updated_at for alert in incident.alerts)


def _guided_hunt() -> list[str]:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    section = readme.partition("## A guided hunt\n")[2].partition("\n## ")[0]
    return re.findall(r"```kusto\n(.*?)```", section, re.DOTALL)


@pytest.mark.parametrize(
    "now", [MONDAY_MORNING, pytest.param(SUNDAY_NIGHT, marks=pytest.mark.full)]
)
async def test_the_guided_hunt_of_the_readme_leads_to_the_first_victim(now: datetime) -> None:
    steps = _guided_hunt()
    cast = build_cast(0)
    service = HuntingService(cast, build_incidents(cast, now=now, seed=0), now)
    answers = [json.loads((await service.run(step)).rows_json) for step in steps]
    who = phishing_intrusion.roles(cast)
    devices, logons, programs, downloads, clicks, messages = answers
    named = {row["DeviceName"] for row in devices if row["EntityType"] == "Machine"}
    assert {who.workstation.dns_name, *(server.dns_name for server in who.servers)} == named
    assert [who.workstation.name] == [row["RemoteDeviceName"] for row in logons]
    assert "explorer.exe" == programs[0]["InitiatingProcessFileName"]
    assert [who.workstation.dns_name] == [row["DeviceName"] for row in downloads]
    assert (who.victim.upn, "ClickAllowed") == (clicks[0]["AccountUpn"], clicks[0]["ActionType"])
    assert [1] * len(who.lured) == [row["Messages"] for row in messages]
