"""What one hunting query may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryBounds:
    """The bounds of one query; rows beyond `row_limit` are left out, the others refuse it."""

    timeout_s: float = 180.0
    row_limit: int = 100_000
    size_limit_bytes: int = 64 * 1024 * 1024
    """Of the rows as JSON. The pages of Graph and XDR name none; this is the portal's.

    Source: https://learn.microsoft.com/defender-xdr/advanced-hunting-limits (2026-11-23)
    """
    areas: frozenset[str] | None = None
    """The parts of the schema whose tables can be named; None for all."""
