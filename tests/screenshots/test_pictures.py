from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .posing import POSES

ROOT = Path(__file__).resolve().parents[2]
NAMES = {f"{name}.svg" for name in POSES}


@pytest.mark.full
@pytest.mark.timeout(240)
def test_an_unchanged_screen_gives_an_unchanged_picture(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screenshots", str(tmp_path)]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(NAMES) == first.stdout.count("drawn anew")
    assert len(NAMES) == second.stdout.count("unchanged")
    assert NAMES == {file.name for file in tmp_path.iterdir()}
