"""Results that are open side by side."""

from __future__ import annotations

import pytest

from defender_tui.ui.results import shelf
from defender_tui.ui.results.shelf import MOST_OPEN

from ..fakes_hunting import MakeTable, is_closed
from .test_hunting_screen import hunting


async def test_results_stay_open_side_by_side_until_they_are_closed(events: MakeTable) -> None:
    first, second = await events(1_204), await events(7)
    async with hunting() as stage:
        await stage.run(first)
        assert "r1" not in stage.text
        await stage.run(second)
        assert "r1  r2" in stage.text
        await stage.press("escape", "comma")
        assert "1,204 rows" in stage.text
        await stage.press("full_stop")
        assert "7 rows" in stage.text
        await stage.press("w")
        assert "1,204 rows" in stage.text
        assert await is_closed(second)
        assert not await is_closed(first)
    assert await is_closed(first)


async def test_the_oldest_result_makes_room(events: MakeTable) -> None:
    first = await events(1)
    async with hunting() as stage:
        await stage.run(first)
        for _ in range(MOST_OPEN):
            await stage.run(await events(1))
        assert await is_closed(first)
        assert "r1  r2" not in stage.text
        assert "r1 was closed to make room." in stage.text


async def test_results_that_take_too_much_memory_make_room_but_never_the_new_one(
    events: MakeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = [await events(1) for _ in range(3)]
    monkeypatch.setattr(shelf, "MOST_BYTES", first.size_bytes + second.size_bytes)
    async with hunting() as stage:
        await stage.run(first)
        await stage.run(second)
        assert not await is_closed(first)
        monkeypatch.setattr(shelf, "MOST_BYTES", 1)
        await stage.run(third)
        assert await is_closed(first)
        assert await is_closed(second)
        assert "r1, r2 were closed to make room." in stage.text
        assert "1 row" in stage.text
