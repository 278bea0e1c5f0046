"""What the sandbox counted since its start."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from defender_tui.sandbox.json_value import JsonObject


@dataclass(slots=True)
class Activity:
    """Counters for tests and for people who wonder whether a call arrived."""

    tokens_issued: int = 0
    tokens_refused: int = 0
    consents_granted: int = 0
    directory_calls: int = 0
    """Calls for applications, service principals and the organization."""
    incident_calls: int = 0
    hunting_runs: int = 0
    hunting_running: int = 0
    hunting_cancelled: int = 0
    calls_throttled: int = 0
    """Calls above a quota; none of them counts elsewhere."""
    foreign_calls: int = 0
    """Calls that followed a fault's link or redirect away from the service."""
    foreign_tokens: int = 0
    """Those of them that brought a token along."""

    def as_json(self) -> JsonObject:
        return dict(asdict(self))
