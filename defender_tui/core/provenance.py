"""Where rows came from: who asked what of whom, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Provenance:
    """One hunt as it was run. `started` is aware; `target` is what answered: graph, xdr or local.

    `timespan` is ISO 8601, `None` when the query alone says. `request_id` is the service's own,
    `None` where it gave none. `is_truncated` when rows may be missing; `adapted` says what an
    answer of a sandbox rests on that a tenant would know.
    """

    query: str
    target: str
    started: datetime
    duration_s: float
    tenant_id: str | None = None
    application_id: str | None = None
    timespan: str | None = None
    request_id: str | None = None
    is_truncated: bool = False
    adapted: tuple[str, ...] = ()


def manifest_text(
    provenance: Provenance, *, file_name: str, sha256: str, row_count: int, selection: str
) -> str:
    """Describe a file of rows as JSON, so that it can stand as evidence beside it.

    `selection` says which rows of the answer are in the file: `all`, `filtered` or `marked`.
    """
    manifest = {
        "file": file_name,
        "sha256": sha256,
        "rows": row_count,
        "selection": selection,
        "truncated": provenance.is_truncated,
        "query": provenance.query,
        "timespan": provenance.timespan,
        "target": provenance.target,
        "tenant": provenance.tenant_id,
        "application": provenance.application_id,
        "request_id": provenance.request_id,
        "started": provenance.started.astimezone(UTC).isoformat(),
        "duration_s": round(provenance.duration_s, 3),
        "not_exact": list(provenance.adapted),
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
