from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from defender_tui.kql import Column, Table
from defender_tui.results.engine import KqlEngine
from defender_tui.results.spool import Spool

EVENTS = Table(
    "Events",
    columns=(
        Column("Timestamp", "datetime"),
        Column("Name", "string"),
        Column("Number", "long"),
        Column("Fields", "dynamic"),
        Column("Id", "guid"),
        Column("Share", "real"),
        Column("IsBad", "bool"),
    ),
    time_column="Timestamp",
)
USERS = Table("Users", columns=(Column("Name", "string"), Column("Office", "string")))


@pytest.fixture(scope="module")
def engine() -> KqlEngine:
    """One hundred hourly events from 2026-01-01 on, and two users."""
    engine = KqlEngine()
    engine.create([EVENTS, USERS])
    engine.fill(
        "INSERT INTO Events SELECT TIMESTAMP '2026-01-01' + to_hours(range::INTEGER),"
        " 'user' || (range % 3), range, to_json({tag: 'x', n: range}),"
        " '00000000-0000-0000-0000-000000000001'::UUID, range / 4.0, range % 2 = 0 FROM range(100)"
    )
    engine.fill("INSERT INTO Users VALUES ('user0', 'Munich'), ('user1', 'Utrecht')")
    return engine


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path / "cache") as spool:
        yield spool
