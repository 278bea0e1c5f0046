"""Whatever a local query names, no file and no address is opened."""

from __future__ import annotations

import socket
from pathlib import Path

import duckdb
import pytest

from defender_tui.results.kql_errors import KqlError
from defender_tui.results.local.engine import LocalEngine
from tests.results.test_engine_walls import ESCAPES, LEGAL, SECRET

from .asking import Local


@pytest.fixture
def opened(local: Local, tmp_path: Path) -> Local:
    local.open(tmp_path / "events.csv", "Events", "Name,Number,Timestamp\nx,1,2026-11-23\n")
    return local


def test_no_query_reads_a_planted_file_or_reaches_a_port(opened: Local, tmp_path: Path) -> None:
    inside = next((tmp_path / "cache").rglob("local-*"))
    for folder in (tmp_path, inside):
        for name in ("planted.csv", "planted.json"):
            (folder / name).write_text(f'column0\n"{SECRET}"\n')
    before = sorted(one for one in tmp_path.rglob("*") if "spill" not in one.name)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for folder in (tmp_path, inside):
            for escape in ESCAPES:
                query = escape.format(
                    csv=folder / "planted.csv",
                    json=folder / "planted.json",
                    folder=folder,
                    url=f"http://127.0.0.1:{server.getsockname()[1]}/x.csv",
                )
                assert SECRET not in _told(opened, query), query
        with pytest.raises(BlockingIOError):
            server.accept()
    assert before == sorted(one for one in tmp_path.rglob("*") if "spill" not in one.name)
    assert [("1",)] == opened.rows("Events | count")


def _told(local: Local, query: str) -> str:
    try:
        rows = str(local.rows(query))
    except KqlError as refused:
        return refused.message
    assert query.startswith(LEGAL), f"{query} was not refused"
    return rows


def test_even_sql_reads_no_other_folder_than_the_tables_own(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "own-not"
    for folder in (own, other):
        folder.mkdir()
        (folder / "a.csv").write_text("x\n1\n")
    (own / "link.csv").symlink_to(other / "a.csv")
    engine = LocalEngine(own, tmp_path)
    with engine.cursor() as cursor:
        assert [(1,)] == cursor.execute(f"FROM '{own}/a.csv'").fetchall()
        for path in (other / "a.csv", own / ".." / "own-not" / "a.csv", own / "link.csv"):
            with pytest.raises(duckdb.PermissionException):
                cursor.execute(f"FROM '{path}'")
    engine.close()


def test_nothing_is_left_on_disk_after_the_last_table_is_gone(
    opened: Local, tmp_path: Path
) -> None:
    with opened.answer("Events").table:
        pass
    left = [one.name for one in (tmp_path / "cache").rglob("local-*/*") if one.is_file()]
    assert [] == left
    opened.tables.close()
    assert [] == list((tmp_path / "cache").rglob("local-*"))
