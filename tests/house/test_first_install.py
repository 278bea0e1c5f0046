"""`make demo` and `make test` on machines of every state, with a Python that only pretends."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .source import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make needs a POSIX shell")

# Answers as an interpreter would; what it was asked goes to calls.txt, next to pyproject.toml.
PRETENDER = """#!/bin/sh
echo "$*" >> calls.txt
case "$*" in
    *version_info*) exit {too_old} ;;
    --version) echo "Python 3.9.2" ;;
    *ensurepip*) exit {no_venv} ;;
    "-m venv .venv") mkdir -p .venv/bin && touch .venv/pyvenv.cfg && cp "$0" .venv/bin/python ;;
    "-m pip install "*) [ ! -e offline ] ;;
    *tomllib*) exec "{python}" "$@" ;;
esac
"""


class Checkout:
    """A fresh clone with nothing but what the script looks at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "scripts").mkdir()
        for file in ("pyproject.toml", "constraints.txt", "scripts/venv"):
            shutil.copy(ROOT / file, folder / file)
        self.python = folder / "pretender"
        self.pretend()

    def pretend(self, *, too_old: int = 0, no_venv: int = 0) -> None:
        """Choose what the interpreter is like."""
        self.python.write_text(
            PRETENDER.format(too_old=too_old, no_venv=no_venv, python=sys.executable),
            encoding="utf-8",
        )
        self.python.chmod(0o755)

    def install(self, want: str = "run") -> subprocess.CompletedProcess[str]:
        """Run the script as make does."""
        return subprocess.run(
            ["sh", "scripts/venv", want],
            cwd=self.folder,
            env={**os.environ, "PYTHON": str(self.python)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def requirements(self) -> set[str]:
        """Names of the packages that were asked for last, besides the program's own."""
        text = (self.folder / ".venv" / "requirements.txt").read_text(encoding="utf-8")
        return {re.split(r"[\[<>=]", line)[0] for line in text.split()}

    @property
    def installs(self) -> int:
        """How often packages were asked for."""
        calls = self.folder / "calls.txt"
        return calls.read_text(encoding="utf-8").count("pip install") if calls.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_second_run_asks_for_no_packages(checkout: Checkout) -> None:
    assert 0 == checkout.install().returncode
    assert (0, "", "") == (
        checkout.install().returncode,
        checkout.install().stdout,
        checkout.install().stderr,
    )
    assert 1 == checkout.installs


def test_what_the_checks_need_comes_on_top_and_serves_the_program_too(checkout: Checkout) -> None:
    checkout.install("run")
    checkout.install("dev")
    assert 2 == checkout.installs
    checkout.install("dev")
    checkout.install("run")
    assert 2 == checkout.installs


def test_other_people_s_clients_come_on_top_and_only_when_asked_for(checkout: Checkout) -> None:
    checkout.install("dev")
    assert "msgraph-sdk" not in checkout.requirements
    checkout.install("all")
    assert {"pytest", "msgraph-sdk"} <= checkout.requirements
    assert 2 == checkout.installs
    for want in ("run", "dev", "all"):
        checkout.install(want)
    assert 2 == checkout.installs


def test_clients_that_cannot_be_had_leave_what_was_ready(checkout: Checkout) -> None:
    checkout.install("dev")
    (checkout.folder / "offline").touch()
    assert 1 == checkout.install("all").returncode
    assert 0 == checkout.install("dev").returncode
    assert 2 == checkout.installs


def test_an_unknown_word_is_refused(checkout: Checkout) -> None:
    finished = checkout.install("everything")
    assert 1 == finished.returncode
    assert "run, dev or all" in finished.stderr
    assert 0 == checkout.installs


def test_changed_requirements_are_installed(checkout: Checkout) -> None:
    checkout.install()
    with (checkout.folder / "constraints.txt").open("a", encoding="utf-8") as constraints:
        constraints.write("# changed\n")
    assert "Updating" in checkout.install().stderr
    assert 2 == checkout.installs


def test_touching_a_file_without_changing_it_installs_nothing(checkout: Checkout) -> None:
    checkout.install()
    (checkout.folder / "pyproject.toml").touch()
    checkout.install()
    assert 1 == checkout.installs


def test_a_failed_install_says_so_and_the_next_run_mends_it(checkout: Checkout) -> None:
    offline = checkout.folder / "offline"
    offline.touch()
    failed = checkout.install()
    assert 1 == failed.returncode
    assert "could not be installed" in failed.stderr
    leftover = checkout.folder / ".venv" / "half-made"
    leftover.touch()
    offline.unlink()
    assert 0 == checkout.install().returncode
    assert not leftover.exists()


def test_a_python_that_is_too_old_gets_one_line(checkout: Checkout) -> None:
    checkout.pretend(too_old=1)
    finished = checkout.install()
    assert 1 == finished.returncode
    assert 1 == len(finished.stderr.splitlines())
    assert "needs Python 3.11 or newer" in finished.stderr
    assert "Python 3.9.2" in finished.stderr


def test_a_missing_venv_module_gets_one_line(checkout: Checkout) -> None:
    checkout.pretend(no_venv=1)
    finished = checkout.install()
    assert 1 == finished.returncode
    assert 1 == len(finished.stderr.splitlines())
    assert "python3-venv" in finished.stderr
    assert not (checkout.folder / ".venv").exists()


def test_a_folder_of_that_name_that_is_none_of_ours_is_left_alone(checkout: Checkout) -> None:
    kept = checkout.folder / ".venv" / "notes.txt"
    kept.parent.mkdir()
    kept.touch()
    assert "move it away" in checkout.install().stderr
    assert kept.exists()
