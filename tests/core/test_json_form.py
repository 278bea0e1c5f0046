from __future__ import annotations

import json
from datetime import UTC, datetime
from types import MappingProxyType

from defender_tui.core.evidence import Evidence
from defender_tui.core.incidents import Alert, Incident
from defender_tui.core.json_form import as_json
from defender_tui.core.words import Severity


def test_an_incident_with_its_evidence_is_spelled_whole() -> None:
    fields = MappingProxyType({"ips": MappingProxyType({"v4": ["192.0.2.1"]})})
    alert = Alert("a", evidence=(Evidence("device", fields=fields),))
    seen = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
    spelled = as_json(
        Incident("7", severity=Severity.HIGH, tags=("Priority",), created=seen, alerts=(alert,))
    )
    assert isinstance(spelled, dict)
    assert spelled == json.loads(json.dumps(spelled))
    assert "high" == spelled["severity"]
    assert "2026-11-23T14:03:00Z" == spelled["created"]
    assert ["Priority"] == spelled["tags"]
    evidence = spelled["alerts"][0]["evidence"][0]
    assert {"ips": {"v4": ["192.0.2.1"]}} == evidence["fields"]
