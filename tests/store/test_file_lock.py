"""A lock is waited for, but not for ever."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.store.file_lock import PATIENCE_S, locked


class Clock:
    """Time that goes on while one sleeps; something may happen at one of the sleeps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.at_half_time = ExitStack()

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        if self.time > PATIENCE_S / 2:
            self.at_half_time.close()


def test_a_lock_that_another_program_keeps_is_given_up_and_said_with_what_to_do(
    tmp_path: Path,
) -> None:
    file, clock = tmp_path / "history.lock", Clock()
    with locked(file):
        with (
            pytest.raises(StoreError, match=r"Another defender-tui has held .* 5 seconds") as told,
            locked(file, clock=clock, sleep=clock.sleep),
        ):
            raise AssertionError("two hold it")
        assert str(file) in told.value.message
        assert "close it" in told.value.hint
    assert PATIENCE_S <= clock.time < PATIENCE_S + 1


def test_a_lock_that_comes_free_in_time_is_taken(tmp_path: Path) -> None:
    file, clock = tmp_path / "history.lock", Clock()
    clock.at_half_time.enter_context(locked(file))
    with locked(file, clock=clock, sleep=clock.sleep):
        assert PATIENCE_S / 2 < clock.time < PATIENCE_S
    with locked(file, within_s=0):
        pass
