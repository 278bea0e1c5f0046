"""A result of process events, small and with something of everything."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

from ..fakes_hunting import FakeHunts, answer_table
from ..hunting.staging import Stage, hunting
from ..rendered import HOSTILE

QUERY = "DeviceProcessEvents\n| where Timestamp > ago(1d)"
COLUMNS = (
    ("Timestamp", "DateTime"),
    ("DeviceName", "String"),
    ("n", "Int64"),
    ("ProcessCommandLine", "String"),
    ("AdditionalFields", "Object"),
    ("AlertId", "String"),
    ("Nothing", "String"),
)
ENCODED = base64.b64encode("IEX (something bad)".encode("utf-16-le")).decode()
EXTRA = {"user": "mia@contoso.example", "x": {"y z": [10, {"deep": True}]}, "at": 1763802842}


def _rows() -> list[tuple[str | int | None, ...]]:
    rows: list[tuple[str | int | None, ...]] = []
    for at in range(60):
        time = f"2026-11-22T09:{at:02}:02.1234567Z"
        command = f"powershell -enc {ENCODED}" if at % 2 else f"cmd /c echo {at}"
        number = None if at == 7 else at * 7 % 60
        extra = json.dumps(EXTRA)
        rows.append((time, f"ws-{at % 3}", number, command, extra, f"da{at}_1", ""))
    return rows


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path) as spool:
        yield spool


@pytest.fixture
async def processes(spool: Spool) -> AsyncIterator[ResultTable]:
    """Sixty rows on the devices ws-0 to ws-2."""
    table = await asyncio.to_thread(answer_table, spool, COLUMNS, _rows())
    yield table
    await asyncio.to_thread(table.close)


@asynccontextmanager
async def working_on(
    table: ResultTable, *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Stage]:
    """Open the Hunting screen with the table's rows, which have the focus."""
    async with hunting(FakeHunts(), size=size) as stage:
        stage.editor.load_text(QUERY)
        await stage.run(table)
        stage.grid.focus()
        await stage.pilot.pause()
        yield stage


@pytest.fixture
def in_kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A zone that is 5:45 h ahead."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def hostile_table(spool: Spool) -> Iterator[ResultTable]:
    """Give a table of hostile names and cells, one of them of a megabyte."""
    columns = [(text.replace("\ud800", "?"), "string") for text in HOSTILE]
    with answer_table(spool, columns, [[*HOSTILE[:-1], "x" * 1_000_000]] * 3) as table:
        yield table
