"""Identifiers that are the same in every run: functions of the seed and of names."""

from __future__ import annotations

import uuid

DOMAIN = "contoso.example"


def stable_uuid(seed: int, *names: str) -> str:
    """Give a GUID that depends on the seed and the names only."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{seed}/{'/'.join(names)}.{DOMAIN}"))
