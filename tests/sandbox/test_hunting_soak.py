"""A hundred queries at once for a minute: public ones, marked ones, slow ones, abandoned ones."""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.hunting import HuntingRefused, HuntingService

from .hunting_corpus import load_corpus

pytestmark = [pytest.mark.full, pytest.mark.timeout(240)]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AT_ONCE = 100
LASTS_S = 60.0
# A cross join of the largest table with itself ends long after the limit of the service here.
SLOW = (
    "DeviceNetworkEvents | extend k = 1"
    " | join kind=inner (DeviceNetworkEvents | extend k = 1) on k"
    " | summarize dcount(strcat(ReportId, ReportId1)) by RemoteIP1"
)
_PAGE_BYTES = 4096
_SETTLED = 1.5
_REST_S = 5.0


def _resident_bytes() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES


class Soak:
    """Runs queries until the time is over and counts how they ended."""

    def __init__(self, service: HuntingService, known: dict[str, tuple[str, ...]]) -> None:
        self._service = service
        self._known = known
        self.ended: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def one(self, number: int, until: float) -> None:
        chance = random.Random(number)
        queries = sorted(self._known)
        step = 0
        while time.monotonic() < until:
            step += 1
            kind = chance.random()
            if kind < 0.35:
                await self._marked(f"{number}-{step}")
            elif kind < 0.38:
                await self._slow()
            elif kind < 0.55:
                await self._abandoned(chance.choice(queries), chance.uniform(0.0, 0.2))
            else:
                await self._public(chance.choice(queries))

    async def _marked(self, mark: str) -> None:
        answer = await self._service.run(f"range i from 1 to 50 step 1 | extend mark = '{mark}'")
        marks = {row["mark"] for row in json.loads(answer.rows_json)}
        if marks != {mark} or answer.row_count != 50:
            self.wrong.append(f"{mark}: {marks}")
        self.ended["marked"] += 1

    async def _public(self, query: str) -> None:
        try:
            answer = await self._service.run(query)
        except HuntingRefused as refusal:
            self.ended["too slow" if "timeout" in refusal.message else "refused"] += 1
            return
        columns = tuple(name for name, _ in answer.schema)
        if columns != self._known[query] or answer.row_count != len(json.loads(answer.rows_json)):
            self.wrong.append(query)
        self.ended["public"] += 1

    async def _slow(self) -> None:
        with pytest.raises(HuntingRefused):
            await self._service.run(SLOW)
        self.ended["too slow"] += 1

    async def _abandoned(self, query: str, after_s: float) -> None:
        running = asyncio.create_task(self._service.run(query))
        await asyncio.wait([running], timeout=after_s)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        self.ended["abandoned"] += 1


async def _settled_bytes(service: HuntingService) -> int:
    """Give the least memory within some seconds of rest: the allocator gives back with delay."""
    await service.idle()
    least, until = _resident_bytes(), time.monotonic() + _REST_S
    while time.monotonic() < until:
        await service.run("DeviceInfo | count")
        least = min(least, _resident_bytes())
    return least


async def _columns(service: HuntingService, query: str) -> tuple[str, ...] | None:
    try:
        return tuple(name for name, _ in (await service.run(query)).schema)
    except HuntingRefused:
        return None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
async def test_a_hundred_queries_at_once_never_mix_and_leave_memory_as_it_was(
    reference: Path,
) -> None:
    corpus = load_corpus(reference)
    if not corpus:
        pytest.skip("the public queries are not beside the repository")
    service = HuntingService(build_cast(0), (), NOW, scale=0.1, timeout_s=5.0)
    found = {query: await _columns(service, query) for query in sorted(corpus.values())[::2]}
    known = {query: columns for query, columns in found.items() if columns is not None}
    soak = Soak(service, known)
    await asyncio.gather(*(soak.one(n, time.monotonic() + 10.0) for n in range(AT_ONCE)))
    warm_bytes = await _settled_bytes(service)
    await asyncio.gather(*(soak.one(n, time.monotonic() + LASTS_S) for n in range(AT_ONCE)))
    end_bytes = await _settled_bytes(service)
    print(f"{dict(soak.ended)}; {warm_bytes / 2**20:.0f} -> {end_bytes / 2**20:.0f} MiB")
    assert [] == soak.wrong
    assert min(soak.ended[kind] for kind in ("marked", "public", "too slow", "abandoned")) > 0
    assert end_bytes < warm_bytes * _SETTLED
    answer = await service.run("DeviceInfo | count")
    assert 1 == answer.row_count
