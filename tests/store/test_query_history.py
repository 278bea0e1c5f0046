"""The history on disk: whole, bounded, private, and shared by programs that run at once."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.core.hunt_record import HuntRecord
from defender_tui.store import query_history
from defender_tui.store.query_history import HistoryFile, MemoryHistory, RunHistory

START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from defender_tui.core.hunt_record import HuntRecord
from defender_tui.store.query_history import HistoryFile
history = HistoryFile(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    name = f"{sys.argv[2]}-{number}"
    history.add(HuntRecord(name, datetime.now(UTC), "T" * 200, "graph"))
    if number % 10 == 9:
        history.remove(name)
"""


def run(number: int, query: str = "DeviceInfo") -> HuntRecord:
    return HuntRecord(str(number), START + timedelta(seconds=number), query, "graph")


def ids(history: RunHistory) -> list[str]:
    return [record.id for record in history.load()]


MAKERS: list[Callable[[Path], RunHistory]] = [HistoryFile, lambda _: MemoryHistory()]


@pytest.fixture(params=MAKERS, ids=["file", "memory"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> RunHistory:
    made: RunHistory = request.param(tmp_path / "data")
    return made


def test_runs_come_back_newest_first_and_can_be_forgotten(history: RunHistory) -> None:
    assert [] == ids(history)
    history.remove("1")
    for number in range(4):
        history.add(run(number))
    assert ["3", "2", "1", "0"] == ids(history)
    history.remove("2")
    history.remove("absent")
    assert ["3", "1", "0"] == ids(history)
    history.clear()
    history.clear()
    assert [] == ids(history)


def test_only_so_many_runs_are_kept(history: RunHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_history, "MAX_RUNS", 20)
    for number in range(50):
        history.add(run(number))
        found = ids(history)
        assert str(number) == found[0]
        assert min(number + 1, 18) <= len(found) <= 20


def test_only_so_many_bytes_are_kept_and_the_newest_run_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_history, "MAX_BYTES", 1000)
    history = HistoryFile(tmp_path)
    for number in range(20):
        history.add(run(number, "x" * 100))
        assert history.file.stat().st_size <= 1000
    assert "19" == ids(history)[0]
    history.add(run(20, "x" * 5000))
    assert ["20"] == ids(history)
    history.add(run(21))
    assert "21" == ids(history)[0]


def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path / "new" / "data")
    history.add(run(1))
    history.add(run(2))
    history.remove("1")
    for file in history.file.parent.iterdir():
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert 0o700 == stat.S_IMODE(history.file.parent.stat().st_mode)


def test_a_line_that_was_cut_costs_only_itself(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path)
    history.add(run(1))
    with history.file.open("ab") as stream:
        stream.write(b'{"id": "torn", "quer\xff')
    history.add(run(2))
    assert ["2", "1"] == ids(history)
    history.remove("1")
    assert ["2"] == ids(history)
    assert b"torn" not in history.file.read_bytes()


def test_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name, "40"])
        for name in ("a", "b")
    ]
    assert [0, 0] == [writer.wait(60) for writer in writers]
    wanted = {f"{name}-{at}" for name in "ab" for at in range(40) if at % 10 != 9}
    assert wanted == set(ids(HistoryFile(tmp_path)))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    history = HistoryFile(tmp_path / "data")
    for act in (lambda: history.add(run(1)), history.load, history.clear):
        with pytest.raises(StoreError, match=r"history\.ndjson"):
            act()


def test_a_run_is_kept_where_the_file_cannot_be_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: Path, text: str) -> None:
        raise StoreError(f"Could not write {file}: no space left on device.")

    history = HistoryFile(tmp_path)
    monkeypatch.setattr(query_history, "MAX_RUNS", 3)
    monkeypatch.setattr(query_history, "write_private", refuse)
    for number in range(6):
        history.add(run(number))
    assert ["5", "4", "3", "2", "1", "0"] == ids(history)
    monkeypatch.undo()
    monkeypatch.setattr(query_history, "MAX_RUNS", 3)
    history.add(run(6))
    assert "6" == ids(history)[0]
    assert len(ids(history)) <= 3
