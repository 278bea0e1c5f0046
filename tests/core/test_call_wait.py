from __future__ import annotations

from datetime import UTC, datetime, timedelta

from defender_tui.core.call_wait import LIST_INCIDENTS, CallWait, wait_words

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LIMIT = "the API takes 50 calls a minute"


def a_wait(what: str, seconds: float) -> CallWait:
    return CallWait(what, NOW + timedelta(seconds=seconds), LIMIT)


def test_the_list_s_own_wait_is_said_first_and_without_its_name() -> None:
    waits = (a_wait("open incident 7", 50), a_wait(LIST_INCIDENTS, 42.2))
    assert f"waits 43 s · {LIMIT}" == wait_words(waits, NOW, reads_list=True)
    assert f"waits 50 s to open incident 7 · {LIMIT}" == wait_words(waits, NOW, reads_list=False)


def test_a_long_wait_is_said_in_minutes_and_one_that_is_just_over_as_a_second() -> None:
    assert "waits 42 min" in wait_words((a_wait(LIST_INCIDENTS, 2461),), NOW, reads_list=True)
    assert "waits 1 s" in wait_words((a_wait(LIST_INCIDENTS, -0.5),), NOW, reads_list=True)


def test_without_a_wait_there_is_nothing_to_say() -> None:
    assert "" == wait_words((), NOW, reads_list=True)
