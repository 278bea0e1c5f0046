from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from defender_tui.cli import main as entry
from defender_tui.core.errors import DefenderTuiError

from .conftest import Run

TOKEN_PART = "eyJhbGciOiJSUzI1NiJ9"


def test_version_is_the_packages(run: Run) -> None:
    assert "defender-tui 0.1.0\n" == run("--version").out


def test_an_unknown_command_is_wrong_usage(run: Run) -> None:
    finished = run("frobnicate")
    assert 2 == finished.code
    assert "" == finished.out


def test_the_screens_refuse_to_draw_into_a_pipe(run: Run) -> None:
    for arguments in ([], ["demo"]):
        finished = run(*arguments)
        assert 2 == finished.code
        assert "need a terminal" in finished.err


def test_without_any_identity_a_data_command_says_how_to_name_one(run: Run) -> None:
    finished = run("incidents")
    assert 1 == finished.code
    assert "AZURE_TENANT_ID" in finished.err
    assert "" == finished.out


def test_an_unknown_profile_is_named_in_one_line(run: Run) -> None:
    finished = run("token", "--profile", "nobody-made-this")
    assert 1 == finished.code
    assert "nobody-made-this" in finished.err
    assert 1 == len(finished.err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["hunt"], "no query"),
        (["hunt", "T | take 1", "-f", "q.kql"], "two queries"),
        (["hunt", "T", "-o", "rows.xlsx"], ".parquet"),
        (["incident", "1", "--set", "colour=red"], "colour"),
        (["incident", "1", "--set", "status=active", "status=resolved"], "twice"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, arguments: list[str], words: str) -> None:
    finished = run(*arguments)
    assert 2 == finished.code
    assert words in finished.err


def test_a_defect_is_told_without_its_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(_: object) -> int:
        raise RuntimeError("hunter2")

    monkeypatch.setattr(entry, "_command", lambda _: defective)
    finished = run("incidents")
    assert 1 == finished.code
    assert "RuntimeError" in finished.err
    assert "hunter2" not in finished.err
    assert "Traceback" not in finished.err


def test_ctrl_c_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_command", lambda _: interrupted)
    assert (130, "", "") == (run("incidents").code, run("incidents").out, run("incidents").err)


def test_a_failure_keeps_what_was_printed_before_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done(_: object) -> int:
        print("row 1")
        raise DefenderTuiError("The rest is lost.", hint="Try again.")

    monkeypatch.setattr(entry, "_command", lambda _: half_done)
    finished = run("incidents")
    assert "row 1\n" == finished.out
    assert "defender-tui: The rest is lost. Try again.\n" == finished.err


def test_files_are_made_for_this_user_alone(run: Run) -> None:
    run("incidents")
    mask = os.umask(0o022)
    os.umask(mask)
    assert 0o077 == mask


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_a_reader_that_leaves_early_sees_no_traceback(tmp_path: Path) -> None:
    rows = "import sys, defender_tui.cli.main as entry\n"
    rows += "entry._command = lambda _: lambda _: [print('x' * 999) for _ in range(9999)] and 0\n"
    rows += "sys.exit(entry.main(['incidents']))\n"
    writer = subprocess.Popen(
        [sys.executable, "-c", rows], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    complaints = writer.stderr.read()
    writer.stderr.close()
    assert (141, b"") == (writer.wait(10), complaints)
