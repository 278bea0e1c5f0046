from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from defender_tui.core.evidence import Evidence
from defender_tui.core.evidence_kinds import kind_words
from defender_tui.core.gathered_evidence import by_kind, gathered
from defender_tui.core.incidents import Alert, Incident
from defender_tui.core.wire.graph import read_evidence
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.graph.evidence import evidence_body

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _device(**given: object) -> Evidence:
    fields = {"deviceDnsName": "fin-ws-07", **(given.pop("fields", {}) or {})}  # type: ignore[dict-item]
    return Evidence("device", fields=fields, **given)  # type: ignore[arg-type]


def _incident(*evidence: tuple[Evidence, ...]) -> Incident:
    alerts = (Alert(f"a{number}", evidence=items) for number, items in enumerate(evidence))
    return Incident("1", alerts=tuple(alerts))


def test_a_thing_in_two_alerts_stands_once_with_both_alerts() -> None:
    (thing,) = gathered(_incident((_device(),), (_device(),)))
    assert ["a0", "a1"] == [alert.id for alert in thing.alerts]


def test_the_gravest_verdict_counts_and_all_are_told() -> None:
    calm, grave = _device(verdict="noThreatsFound"), _device(verdict="malicious")
    (thing,) = gathered(_incident((calm,), (grave,)))
    assert "malicious" == thing.item.verdict
    assert ("malicious", "noThreatsFound") == thing.verdicts


def test_the_latest_remediation_counts_and_the_first_sighting() -> None:
    early = _device(remediation="active", created=NOW - timedelta(hours=2))
    late = _device(remediation="remediated", created=NOW)
    (thing,) = gathered(_incident((early,), (late,)))
    assert ("remediated", "active") == thing.remediations
    assert NOW - timedelta(hours=2) == thing.item.created


def test_roles_and_fields_of_all_alerts_come_together() -> None:
    one = _device(roles=("attacked",), fields={"osPlatform": None, "riskScore": "high"})
    other = _device(roles=("attacked", "source"), fields={"osPlatform": "Windows11"})
    (thing,) = gathered(_incident((one,), (other,)))
    assert ("attacked", "source") == thing.item.roles
    assert "Windows11" == thing.item.fields["osPlatform"]
    assert "high" == thing.item.fields["riskScore"]


def test_the_same_command_on_two_devices_is_two_processes() -> None:
    processes = tuple(
        Evidence("process", fields={"processCommandLine": "whoami", "mdeDeviceId": device})
        for device in ("d1", "d2")
    )
    assert 2 == len(gathered(_incident(processes)))


def test_files_of_one_name_and_two_contents_are_two() -> None:
    files = tuple(
        Evidence("file", fields={"fileDetails": {"fileName": "a.exe", "sha256": digest}})
        for digest in ("aa", "bb")
    )
    assert 2 == len(gathered(_incident(files)))


def test_kinds_come_in_the_order_of_an_analysts_questions_unknown_ones_last() -> None:
    things = (
        Evidence("quantumDevice", fields={"name": "q"}),
        Evidence("url", fields={"url": "https://x.example"}),
        Evidence("url", verdict="malicious", fields={"url": "https://y.example"}),
        _device(),
    )
    groups = by_kind(gathered(_incident(things)))
    assert ["device", "url", "quantumDevice"] == [kind for kind, _ in groups]
    assert "https://y.example" == groups[1][1][0].item.label


def test_alerts_that_were_not_read_give_nothing() -> None:
    assert () == gathered(Incident("1"))


def test_every_kind_of_evidence_has_words() -> None:
    assert "IP address" == kind_words("ip")
    assert "OAuth application" == kind_words("oauthApplication")
    assert "Kubernetes service account" == kind_words("kubernetesServiceAccount")
    assert "Quantum device" == kind_words("quantumDevice")


@pytest.mark.parametrize("name", ["graph-alert.json", "graph-list-incidents-expand-alerts.json"])
def test_the_vendors_own_evidence_has_a_short_form(reference: Path, name: str) -> None:
    found = list(_evidence_in(json.loads((reference / "samples" / name).read_text("utf-8"))))
    assert found
    for item in found:
        assert "no details" != item.label
        assert not item.label.startswith(tuple(f"{field} " for field in item.fields))


def test_the_sandboxs_evidence_has_a_short_form() -> None:
    records = build_incidents(build_cast(0), now=NOW, seed=0)
    items = [
        read_evidence(evidence_body(evidence, now=NOW))
        for record in records
        for alert in record.alerts
        for evidence in alert.evidence
    ]
    assert 14 == len({item.kind for item in items})
    for item in items:
        assert not item.label.startswith(tuple(f"{field} " for field in item.fields))


def _evidence_in(body: object) -> Iterator[Evidence]:
    if isinstance(body, dict):
        for key, value in body.items():
            if key == "evidence" and isinstance(value, list):
                yield from map(read_evidence, value)
            else:
                yield from _evidence_in(value)
    elif isinstance(body, list):
        for value in body:
            yield from _evidence_in(value)
