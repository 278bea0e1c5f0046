"""Times in UTC and in the zone of this computer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from defender_tui.core.zones import Zone, read_time, spelled_time, zoned_time


@pytest.fixture
def in_kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A zone that is 5:45 h ahead."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-22T09:14:02.1234567Z", "2026-11-22 09:14:02.1234567"),
        ("2026-11-22T09:14:02.1230000Z", "2026-11-22 09:14:02.123"),
        ("2026-11-22T09:14:02.0000000Z", "2026-11-22 09:14:02"),
        ("2026-11-22T09:14:02", "2026-11-22 09:14:02"),
        ("2026-11-22T09:14:02+02:00", "2026-11-22 07:14:02"),
        ("not a time", "not a time"),
        ("", ""),
        ("2026-13-45T09:14:02+01:00", "2026-13-45T09:14:02+01:00"),
    ],
)
def test_a_moment_is_spelled_in_utc_with_every_digit(text: str, shown: str) -> None:
    assert shown == spelled_time(text, Zone.UTC)


@pytest.mark.usefixtures("in_kathmandu")
def test_a_moment_is_moved_to_the_zone_of_the_computer() -> None:
    assert "2026-11-22 14:59:02.1234567" == spelled_time("2026-11-22T09:14:02.1234567Z", Zone.LOCAL)
    assert "9999-12-31T23:59:59Z" == spelled_time("9999-12-31T23:59:59Z", Zone.LOCAL)


@pytest.mark.usefixtures("in_kathmandu")
def test_a_moment_for_others_bears_its_offset_and_in_utc_stays_as_it_came() -> None:
    text = "2026-11-22T09:14:02.1234567Z"
    assert "2026-11-22T14:59:02.1234567+05:45" == zoned_time(text, Zone.LOCAL)
    assert text == zoned_time(text, Zone.UTC)
    assert "no time" == zoned_time("no time", Zone.LOCAL)


@pytest.mark.usefixtures("in_kathmandu")
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-22 14:59:02.1234567", "2026-11-22T09:14:02.1234567Z"),
        ("2026-11-22 14:59", "2026-11-22T09:14:00Z"),
        ("2026-11-22", "2026-11-21T18:15:00Z"),
        ("2026-11-22T09:14:02Z", "2026-11-22T09:14:02Z"),
        ("2026-13-45", "2026-13-45"),
        ("soon", "soon"),
    ],
)
def test_a_written_moment_is_one_of_the_zone_it_was_written_in(text: str, read: str) -> None:
    assert read == read_time(text, Zone.LOCAL)
    assert text == read_time(text, Zone.UTC)
