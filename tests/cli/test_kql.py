"""`kql check` and `kql format`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run

WRONG = "DeviceEvents\n| where Timestamp > ago(1d)\n| wher FileName == 'a'\n"
LAID_OUT = "DeviceEvents\n| where Timestamp > ago(1d)\n| take 5\n"


def _file(folder: Path, text: str, name: str = "query.kql") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def test_each_finding_is_a_line_with_its_place_and_an_error_fails(tmp_path: Path, run: Run) -> None:
    file = _file(tmp_path, WRONG)
    finished = run("kql", "check", file)
    expected = f"{file}:3:3: error: There is no operator wher: did you mean where?\n"
    assert (1, expected, "") == (finished.code, finished.out, finished.err)


def test_warnings_and_advice_do_not_fail(tmp_path: Path, run: Run) -> None:
    file = _file(tmp_path, "AADSignInEventsBeta | take 5")
    finished = run("kql", "check", file)
    assert 0 == finished.code
    assert ": warning: " in finished.out


def test_a_sound_query_says_nothing(tmp_path: Path, run: Run) -> None:
    finished = run("kql", "check", _file(tmp_path, LAID_OUT))
    assert (0, "", "") == (finished.code, finished.out, finished.err)


def test_stdin_is_checked_for_a_dash(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(WRONG))
    finished = run("kql", "check", "-")
    assert finished.out.startswith("<stdin>:3:3: error: ")


def test_a_file_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path, run: Run) -> None:
    file = _file(tmp_path, WRONG)
    finished = run("kql", "check", str(tmp_path / "missing.kql"), file)
    assert 1 == finished.code
    assert "missing.kql" in finished.err
    assert "There is no operator wher" in finished.out


def test_control_characters_of_a_query_do_not_reach_the_terminal(tmp_path: Path, run: Run) -> None:
    finished = run("kql", "check", _file(tmp_path, "Device\x1b[2JEvents | take 5"))
    assert "\x1b" not in finished.out + finished.err
    assert 1 == finished.code


def test_format_prints_and_leaves_the_file(tmp_path: Path, run: Run) -> None:
    text = LAID_OUT.replace("\n", " ")
    file = _file(tmp_path, text)
    finished = run("kql", "format", file)
    assert (0, LAID_OUT) == (finished.code, finished.out)
    assert text == Path(file).read_text("utf-8")


def test_format_write_changes_the_file_and_keeps_its_permissions(tmp_path: Path, run: Run) -> None:
    file = Path(_file(tmp_path, LAID_OUT.replace("\n", " ")))
    file.chmod(0o640)
    link = tmp_path / "link.kql"
    link.symlink_to(file)
    finished = run("kql", "format", "--write", str(link))
    assert (0, "") == (finished.code, finished.out)
    assert LAID_OUT == file.read_text("utf-8")
    assert 0o640 == file.stat().st_mode & 0o777
    assert link.is_symlink()
    assert [file, link] == sorted(tmp_path.iterdir(), reverse=True)


def test_format_check_names_what_would_change(tmp_path: Path, run: Run) -> None:
    good = _file(tmp_path, LAID_OUT, "good.kql")
    bad = _file(tmp_path, LAID_OUT.replace("\n", " "), "bad.kql")
    assert 0 == run("kql", "format", "--check", good).code
    finished = run("kql", "format", "--check", good, bad)
    assert (1, f"{bad} would change\n") == (finished.code, finished.out)


def test_checking_and_formatting_load_no_library(tmp_path: Path) -> None:
    file = _file(tmp_path, LAID_OUT)
    for command in ("check", "format"):
        code = (
            "import sys; from defender_tui.cli.main import main;"
            f"main(['kql', {command!r}, {file!r}]);"
            "print(sorted({'textual', 'httpx', 'duckdb', 'rich', 'msal'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert "[]" == done.stdout.splitlines()[-1]


def test_kql_alone_is_wrong_usage(run: Run) -> None:
    assert 2 == run("kql").code
