"""A hunting run as the history remembers it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

_MAX_SECONDS = 1e9
_MAX_ROWS = 10**12


class RunState(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"
    THROTTLED = "throttled"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class HuntRecord:
    """One run. `target` is a `HuntTarget`'s word, or one of a later version.

    `started` is UTC. `rows` is `None` unless it was done; `elapsed_s` is without the wait in the
    queue. `is_cut` tells that the API's row limit was met.
    """

    id: str
    started: datetime
    query: str
    target: str
    state: RunState = RunState.DONE
    tenant_id: str = ""
    tenant: str = ""
    profile: str = ""
    timespan: str | None = None
    rows: int | None = None
    elapsed_s: float | None = None
    error: str = ""
    is_cut: bool = False

    @property
    def search_text(self) -> str:
        """What a search looks in, without letter case: query, error, tenant, profile, target."""
        said = (self.query, self.error, self.tenant, self.profile, self.target, self.state)
        return " ".join(said).casefold()


def record_line(record: HuntRecord) -> str:
    """Give a record as one line of JSON, without the line's end; what says nothing is left out."""
    said: dict[str, object] = {
        "id": record.id,
        "started": record.started.astimezone(UTC).isoformat(),
        "query": record.query,
        "target": record.target,
        "state": record.state.value,
        "tenant_id": record.tenant_id,
        "tenant": record.tenant,
        "profile": record.profile,
        "timespan": record.timespan,
        "rows": record.rows,
        "elapsed_s": None if record.elapsed_s is None else round(record.elapsed_s, 3),
        "error": record.error,
        "is_cut": record.is_cut or None,
    }
    kept = {key: value for key, value in said.items() if value not in (None, "")}
    return json.dumps({**kept, "query": record.query})


def read_record(line: str) -> HuntRecord | None:
    """Read a line that `record_line` gave; `None` for one that is no record."""
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict):
        return None
    started, state = _moment(held), _state(held)
    identity, query = _text(held, "id"), held.get("query")
    if started is None or state is None or not identity or not isinstance(query, str):
        return None
    timespan = held.get("timespan")
    return HuntRecord(
        id=identity,
        started=started,
        query=query,
        target=_text(held, "target"),
        state=state,
        tenant_id=_text(held, "tenant_id"),
        tenant=_text(held, "tenant"),
        profile=_text(held, "profile"),
        timespan=timespan if isinstance(timespan, str) else None,
        rows=_count(held.get("rows")),
        elapsed_s=_seconds(held.get("elapsed_s")),
        error=_text(held, "error"),
        is_cut=held.get("is_cut") is True,
    )


def _text(held: Mapping[str, object], key: str) -> str:
    value = held.get(key)
    return value if isinstance(value, str) else ""


def _moment(held: Mapping[str, object]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(held, "started"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _state(held: Mapping[str, object]) -> RunState | None:
    try:
        return RunState(_text(held, "state"))
    except ValueError:
        return None


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < _MAX_ROWS else None


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _MAX_SECONDS else None
