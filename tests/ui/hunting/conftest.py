"""Result tables for the tests of the Hunting screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

from ..fakes_hunting import MakeTable, answer_table, events_table
from ..rendered import HOSTILE


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path) as spool:
        yield spool


@pytest.fixture
def events(spool: Spool) -> Iterator[MakeTable]:
    """Give a maker of tables of so many rows; all are closed at the end."""
    with ExitStack() as closing:

        async def made(row_count: int) -> ResultTable:
            return closing.enter_context(await asyncio.to_thread(events_table, spool, row_count))

        yield made


@pytest.fixture
def hostile_table(spool: Spool) -> Iterator[ResultTable]:
    """Give a table of hostile names and cells, one of them of a megabyte."""
    columns = [(text.replace("\ud800", "?"), "string") for text in HOSTILE]
    with answer_table(spool, columns, [[*HOSTILE[:-1], "x" * 1_000_000]] * 3) as table:
        yield table
