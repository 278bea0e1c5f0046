"""How a process ends that worked with data: at once, and yet with everything written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LINES = 20_000
FULL = Path("/dev/full")


def _program(command: str, before: str = "") -> list[str]:
    """Give a process whose one command is this code, with a library that is slow to leave."""
    code = f"""
import sys, starlette
import defender_tui.cli.main as entry
from defender_tui.__main__ import main
from defender_tui.core.errors import DefenderTuiError
{before}
def command(_):
    {command}
    return 0
entry._command = lambda _: command
sys.argv = ["defender-tui", "incidents"]
code = main()
print("The interpreter went on.", file=sys.stderr)
sys.exit(code)
"""
    # Buffered, whatever the developer's environment says.
    return [sys.executable, "-E", "-c", code]


def test_a_slow_reader_gets_every_line() -> None:
    command = f"for number in range({LINES}): print(number, 'x' * 90)"
    with subprocess.Popen(_program(command), stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        read = b""
        while some := os.read(writer.stdout.fileno(), 1024):
            read += some
    lines = read.splitlines()
    assert LINES == len(lines)
    assert f"{LINES - 1} {'x' * 90}".encode() == lines[-1]
    assert 0 == writer.returncode


@pytest.mark.parametrize(
    ("command", "code", "err"),
    [
        ("print('row'); return 3", 3, ""),
        ("print('row'); raise KeyboardInterrupt", 130, ""),
        (
            "print('row'); raise DefenderTuiError('It failed.', hint='Wait.')",
            1,
            "defender-tui: It failed. Wait.\n",
        ),
    ],
)
def test_a_command_that_does_not_succeed_keeps_its_code_and_its_rows(
    command: str, code: int, err: str
) -> None:
    ended = subprocess.run(_program(command), capture_output=True, text=True)
    assert (code, "row\n", err) == (ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_a_failure_after_the_reader_left_is_told_without_a_traceback() -> None:
    command = "print('row'); sys.stdin.read(); raise DefenderTuiError('It failed.', hint='Wait.')"
    with subprocess.Popen(
        _program(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.close()
        writer.stdin.close()
        told = writer.stderr.read()
    assert (141, b"defender-tui: It failed. Wait.\n") == (writer.returncode, told)


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["print('row')", "print('x' * 99_999)"])
def test_a_full_disk_is_a_failure_told_in_one_line(command: str) -> None:
    with FULL.open("w") as full:
        ended = subprocess.run(_program(command), stdout=full, stderr=subprocess.PIPE, text=True)
    assert 1 == ended.returncode
    assert ["defender-tui: Could not write the output: No space left on device."] == [
        line.partition(" Make room")[0] for line in ended.stderr.splitlines()
    ]


def test_what_was_to_happen_at_the_end_happens(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    before = f"import atexit, pathlib; atexit.register(pathlib.Path({str(mark)!r}).touch)"
    subprocess.run(_program("pass", before), check=True)
    assert mark.exists()


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
def test_closed_streams_are_no_failure() -> None:
    ended = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", *_program("print('row')")],
    )
    assert 0 == ended.returncode
