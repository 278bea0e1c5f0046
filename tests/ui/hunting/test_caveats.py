"""What the Hunting screen says of answers that a tenant may give otherwise."""

from __future__ import annotations

import pytest

from ..fakes_hunting import FakeHunts, MakeTable
from ..rendered import HOSTILE, clickable_actions, unsafe_characters
from .test_hunting_screen import hunting


async def test_what_an_answer_rests_on_can_be_read_whole_until_the_next_exact_one(
    events: MakeTable,
) -> None:
    caveat = "externaldata was answered without rows, for nothing outside of the sandbox is read."
    async with hunting(FakeHunts(adapted=(caveat,)), size=(80, 24)) as stage:
        await stage.run(await events(3))
        assert "3 rows · 0.8 s · complete · not exact" in stage.text
        assert caveat in " ".join(stage.text.split())
        stage.session.adapted = ()
        await stage.run(await events(3))
        assert "not exact" not in stage.text
        assert "externaldata" not in stage.text


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_about_an_answer_are_only_shown(text: str, events: MakeTable) -> None:
    async with hunting(FakeHunts(adapted=(text,))) as stage:
        await stage.run(await events(3))
        assert set() == unsafe_characters(stage.pilot.app)
        assert [] == clickable_actions(stage.pilot.app)
