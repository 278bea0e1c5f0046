"""The `Stats` of a hunting answer."""

from __future__ import annotations

from datetime import timedelta

from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.limits.quota import dotnet_span


def run_statistics(elapsed_s: float, row_count: int, size_bytes: int) -> JsonObject:
    """Give what a run used; the sandbox knows time, rows and size, its caches hold nothing.

    Source: https://learn.microsoft.com/defender-xdr/api-advanced-hunting (2026-11-23)
    """
    cpu = dotnet_span(timedelta(seconds=elapsed_s))
    nothing: JsonObject = {"hits": 0, "misses": 0, "total": 0}
    return {
        "ExecutionTime": round(elapsed_s, 6),
        "resource_usage": {
            "cache": {"memory": nothing, "disk": dict(nothing)},
            "cpu": {"user": cpu, "kernel": "00:00:00", "total cpu": cpu},
            "memory": {"peak_per_node": size_bytes},
        },
        "dataset_statistics": [{"table_row_count": row_count, "table_size": size_bytes}],
    }
