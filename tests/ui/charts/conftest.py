"""Results with something to draw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

from ..fakes_hunting import answer_table
from ..rendered import HOSTILE

HOURLY = "DeviceProcessEvents\n| summarize n = count() by FileName, bin(Timestamp, 1h)"
NAMES = ("powershell.exe", "cmd.exe", *(text.replace("\ud800", "?") for text in HOSTILE))


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path) as spool:
        yield spool


@pytest.fixture
async def hourly(spool: Spool) -> AsyncIterator[ResultTable]:
    """Six hours of thirteen files, most of them with hostile names; one cell is empty."""
    columns = (("Timestamp", "DateTime"), ("FileName", "String"), ("n", "Int64"))
    rows: list[tuple[str | int | None, ...]] = [
        (f"2026-11-22T{hour:02}:00:00Z", name, 100 - number * 7 + hour)
        for hour in range(6)
        for number, name in enumerate(NAMES)
    ]
    rows[-1] = (*rows[-1][:2], None)
    table = await asyncio.to_thread(answer_table, spool, columns, rows)
    yield table
    await asyncio.to_thread(table.close)


@pytest.fixture
async def events(spool: Spool) -> AsyncIterator[ResultTable]:
    """Ninety events, one a minute from 09:00 on, without the minutes from 09:30 to 09:59."""
    columns = (("Timestamp", "DateTime"), ("DeviceName", "String"), ("SeenAt", "DateTime"))
    minutes = [*range(30), *range(60, 120)]
    rows = [
        (f"2026-11-22T{9 + at // 60:02}:{at % 60:02}:30.5Z", f"ws-{at % 3}", "2026-11-23T00:00:00Z")
        for at in minutes
    ]
    table = await asyncio.to_thread(answer_table, spool, columns, rows)
    yield table
    await asyncio.to_thread(table.close)
