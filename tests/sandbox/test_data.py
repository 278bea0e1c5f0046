from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import (
    DeviceSubject,
    IncidentRecord,
    IpSubject,
    ProcessSubject,
    UserSubject,
)
from defender_tui.sandbox.data.stories import build_incidents
from tests.sandbox.conftest import NOW

_DOCUMENTATION = [ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]


def incidents_of(seed: int, count: int = 52) -> tuple[IncidentRecord, ...]:
    return build_incidents(build_cast(seed), now=NOW, seed=seed, count=count)


def test_the_same_seed_gives_the_same_incidents() -> None:
    assert incidents_of(5) == incidents_of(5)
    assert incidents_of(5) != incidents_of(6)


@pytest.mark.parametrize("count", [1, 40, 300])
def test_there_are_as_many_incidents_as_asked_for(count: int) -> None:
    found = incidents_of(1, count)
    assert count == len({incident.incident_id for incident in found})
    alerts = [alert.alert_id for incident in found for alert in incident.alerts]
    assert len(alerts) == len(set(alerts))


@given(seed=st.integers(0, 10_000))
def test_everything_lies_within_the_last_thirty_days_and_in_order(seed: int) -> None:
    first = NOW - timedelta(days=30)
    for incident in incidents_of(seed):
        assert first < incident.created_at <= incident.updated_at <= NOW
        for comment in incident.comments:
            assert incident.created_at <= comment.created_at <= NOW
        for alert in incident.alerts:
            assert first < alert.first_activity <= alert.last_activity <= alert.created_at
            assert alert.created_at <= alert.updated_at <= NOW
            for evidence in alert.evidence:
                if isinstance(evidence.subject, ProcessSubject):
                    assert evidence.subject.parent_started_at < evidence.subject.started_at
                    assert alert.first_activity <= evidence.subject.started_at


def test_processes_of_an_incident_hang_together() -> None:
    linked = 0
    for incident in incidents_of(7, 100):
        latest: dict[tuple[str, str], tuple[int, datetime]] = {}
        for alert in incident.alerts:
            for evidence in alert.evidence:
                match evidence.subject:
                    case ProcessSubject() as process:
                        place = process.device.device_id
                        parent = process.parent_process_id, process.parent_started_at
                        before = latest.setdefault((place, process.parent_image.name), parent)
                        linked += before is not parent
                        assert before == parent
                        latest[place, process.image.name] = process.process_id, process.started_at
    assert linked > 10


def test_an_incident_judged_is_resolved_and_one_resolved_has_an_owner() -> None:
    for incident in incidents_of(2, 200):
        is_resolved = incident.status == "resolved"
        assert is_resolved == (incident.classification is not None)
        assert is_resolved == (incident.determination is not None)
        assert not is_resolved or incident.assigned_to is not None


def test_the_queue_is_varied() -> None:
    found = incidents_of(0)
    assert {"active", "inProgress", "resolved"} == {incident.status for incident in found}
    severities = Counter(incident.severity for incident in found)
    assert {"informational", "low", "medium", "high"} == set(severities)
    sizes = [len(incident.alerts) for incident in found]
    assert min(sizes) == 1
    assert max(sizes) >= 10
    subjects = {
        type(evidence.subject)
        for incident in found
        for alert in incident.alerts
        for evidence in alert.evidence
    }
    assert len(subjects) >= 12


def test_entities_belong_to_the_cast_and_addresses_to_nobody() -> None:
    cast = build_cast(4)
    for incident in incidents_of(4):
        for alert in incident.alerts:
            for evidence in alert.evidence:
                match evidence.subject:
                    case DeviceSubject(device):
                        assert device in cast.devices
                    case UserSubject(user):
                        assert user in cast.users
                    case IpSubject(address):
                        ip = ip_address(address.ip)
                        assert any(ip in network for network in _DOCUMENTATION)
                    case _:
                        pass


def test_names_in_the_cast_are_unique() -> None:
    cast = build_cast(0)
    for values in (
        [device.device_id for device in cast.devices],
        [device.ip_address for device in cast.devices],
        [user.upn for user in cast.users],
        [user.account_name for user in cast.users],
        [user.sid for user in cast.users],
        [file.sha256 for file in (*cast.system_files, *cast.bad_files)],
        [address.ip for address in (*cast.office_addresses, *cast.attacker_addresses)],
    ):
        assert len(values) == len(set(values))
