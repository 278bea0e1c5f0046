from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.results.spool import Spool

HOLD = """
import sys
from pathlib import Path
from defender_tui.results.spool import Spool
spool = Spool(Path(sys.argv[1]))
with spool.create_file() as file:
    file.write(b"rows")
spill = spool.folder / "spill-1"
spill.mkdir()
(spill / "block").write_bytes(b"rows")
print(spool.folder, flush=True)
sys.stdin.read()
"""


def test_a_spool_is_private_and_goes_with_its_owner(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        assert tmp_path / "spool" == spool.folder.parent
        assert 0o700 == stat.S_IMODE(spool.folder.stat().st_mode)
        with spool.create_file() as file:
            file.write(b"rows")
        assert 0o600 == stat.S_IMODE(Path(file.name).stat().st_mode)
    assert not spool.folder.exists()


def test_two_spools_live_side_by_side(tmp_path: Path) -> None:
    with Spool(tmp_path) as first, Spool(tmp_path) as second:
        assert first.folder != second.folder
        assert first.folder.exists()


def test_what_a_killed_program_left_is_removed_and_a_running_one_is_spared(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        Spool(tmp_path).close()
        assert folder.exists()
        other.kill()
        other.wait()
    Spool(tmp_path).close()
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be kept in"):
        Spool(tmp_path / "file")


def test_a_neighbour_that_cannot_be_removed_is_left_alone(tmp_path: Path) -> None:
    stubborn = tmp_path / "spool" / "stubborn"
    stubborn.mkdir(parents=True)
    (stubborn / "lock").symlink_to(tmp_path / "absent" / "lock")
    with Spool(tmp_path) as spool:
        assert spool.folder.is_dir()
        assert stubborn.is_dir()


def test_a_spool_whose_folder_is_gone_says_so(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.close()
    with pytest.raises(StoreError, match="cannot be kept"):
        spool.create_file()
