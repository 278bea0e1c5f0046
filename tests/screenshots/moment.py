"""The moment that every picture shows, and the seed of what is in it."""

from __future__ import annotations

from datetime import UTC, datetime

MOMENT = datetime(2026, 11, 23, 14, 3, 5, tzinfo=UTC)
SEED = 7
SIZE = (120, 36)
