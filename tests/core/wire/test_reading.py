"""Answers are read for what they hold; what is not as documented reads as absent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ProtocolError
from defender_tui.core.wire.reading import (
    json_object,
    objects,
    parse_time,
    rest,
    text,
    texts,
    time,
    whole,
)


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        (datetime(2020, 9, 6, 14, 46, 57, 73333, UTC), "2020-09-06T14:46:57.0733333Z"),
        (datetime(2020, 9, 6, 14, 46, 57, 290000, UTC), "2020-09-06T14:46:57.29Z"),
        (datetime(2020, 9, 6, 14, 46, 57, 0, UTC), "2020-09-06T14:46:57Z"),
        (datetime(2020, 9, 6, 14, 46, 57, 0, UTC), " 2020-09-06 14:46:57 "),
        (datetime(2020, 9, 6, 14, 46, 57, 0, UTC), "2020-09-06T16:46:57+02:00"),
        (datetime(2020, 9, 6, 14, 46, 57, 0, UTC), "2020-09-06T09:16:57-0530"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime(2020, 9, 6, 14, 46, 57, 999999, UTC), "2020-09-06T14:46:57.9999999Z"),
        (None, ""),
        (None, "2020-09-06"),
        (None, "2020-13-06T14:46:57Z"),
        (None, "2020-09-06T25:46:57Z"),
        (None, "2020-09-06T14:46:57+99:00"),
        (None, "0001-01-01T00:00:00+05:00"),
        (None, "9999-12-31T23:59:59-05:00"),
        (None, "٢٠٢٠-09-06T14:46:57Z"),
        (None, "2020-09-06T14:46:57Z; drop"),
    ],
)
def test_the_services_times_are_read_as_utc(moment: datetime | None, value: str) -> None:
    assert moment == parse_time(value)


zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.datetimes(
        datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-01-01"), timezones=zones
    ),
    st.sampled_from(["T", " "]),
    st.text("0123456789", max_size=3),
)
def test_a_time_keeps_its_moment_whatever_its_zone_and_digits(
    moment: datetime, between: str, more_digits: str
) -> None:
    written = moment.isoformat(between, timespec="microseconds")
    digits = written[:26] + more_digits + written[26:]
    assert moment == parse_time(digits)
    read = parse_time(digits)
    assert read is not None
    assert timedelta(0) == read.utcoffset()


@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?"))
def test_any_text_is_a_utc_time_or_none(value: str) -> None:
    moment = parse_time(value)
    assert moment is None or timedelta(0) == moment.utcoffset()


def test_a_time_without_a_zone_is_utc() -> None:
    assert datetime(2020, 9, 6, 1, 2, 3, tzinfo=UTC) == parse_time("2020-09-06T01:02:03")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Bad gateway</html>", b"{", b"\xff\xfe\xfd", b"[" * 100_000, b'{"a": 1} x'],
)
def test_an_answer_that_is_no_json_is_told_with_what_was_asked(body: bytes) -> None:
    with pytest.raises(ProtocolError, match=r"Could not list incidents: .*not JSON"):
        json_object(body, what="list incidents")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"7"])
def test_an_answer_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ProtocolError, match="not an object"):
        json_object(body, what="list incidents")


def test_an_object_is_read() -> None:
    assert {"a": [1]} == json_object(b'{"a": [1]}', what="list incidents")


@pytest.mark.parametrize(
    ("read", "value"),
    [("x", "x"), ("7", 7), ("1.5", 1.5), (None, ""), (None, None), (None, True), (None, [])],
)
def test_text_may_come_as_a_number(read: str | None, value: object) -> None:
    assert read == text({"a": value}, "a")


@pytest.mark.parametrize(("read", "value"), [(7, 7), (None, True), (None, "7"), (None, 7.0)])
def test_a_whole_number_is_no_truth_and_no_text(read: int | None, value: object) -> None:
    assert read == whole({"a": value}, "a")


@pytest.mark.parametrize("value", [None, "x", {}, 7])
def test_what_is_no_list_reads_as_empty(value: object) -> None:
    assert () == objects({"a": value}, "a")
    assert () == texts({"a": value}, "a")
    assert () == texts({}, "a")


def test_strangers_in_a_list_are_left_out() -> None:
    mixed: dict[str, object] = {"a": ["x", None, {"b": 1}, 7, "", []]}
    assert ("x",) == texts(mixed, "a")
    assert ({"b": 1},) == objects(mixed, "a")


def test_a_time_that_is_no_text_is_absent() -> None:
    assert time({"a": 7}, "a") is None
    assert time({}, "a") is None


def test_the_rest_is_what_was_not_read_without_annotations() -> None:
    source: dict[str, object] = {"a": 1, "b": 2, "@odata.id": "x", "b@odata.type": "y"}
    assert {"b": 2} == rest(source, ["a"])
