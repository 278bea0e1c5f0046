"""Whatever a query names, the engine opens no file and no connection."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from defender_tui.results.connection import open_connection
from defender_tui.results.engine import KqlEngine
from defender_tui.results.kql_errors import KqlError, KqlTooLarge

SECRET = "planted-secret"
ESCAPES = (
    "['{csv}'] | take 1",
    '["{csv}"]',
    "['{json}']",
    "['{url}']",
    "['{folder}/*.csv']",
    "table('{csv}')",
    "database('memory').['{csv}']",
    "database('{csv}').T",
    "cluster('x').database('y').['{csv}']",
    "let t = ['{csv}']; t | take 1",
    "let f = () {{ ['{csv}'] }}; f()",
    "let f = (t: (*)) {{ t }}; f(['{csv}'])",
    "let a = toscalar(['{csv}'] | take 1); print a",
    "print toscalar(['{url}'] | count)",
    "Events | join (['{csv}']) on Name",
    "Events | lookup (['{csv}']) on Name",
    "union Events, ['{csv}']",
    "union isfuzzy=true ['{csv}'], Events",
    "union withsource=s ['{folder}/*']",
    "union ['{csv}']*",
    "Events | union (['{url}'])",
    "Events | where Name in (['{csv}'])",
    "Events | where Name in ((['{csv}'] | project column0))",
    "Events | where Name has_any (['{csv}'])",
    "Events | invoke ['{csv}']()",
    "Events | make-graph Name --> Name with ['{csv}'] on Name | graph-match (a)-->(b) project a",
    "externaldata(line: string)['{url}']",
    "externaldata(line: string)[@'{csv}'] with (format='csv')",
    "find in (['{csv}']) where true",
    "search in (['{csv}']) '*'",
    "let x = externaldata(a: string)['{csv}']; x",
    "Events | evaluate http_request('{url}')",
    "evaluate python(typeof(*), 'open(\"{csv}\")')",
    "read_csv('{csv}')",
    "print read_text('{csv}')",
    "Events | extend a = read_blob('{csv}')",
    "print getenv('HOME')",
    "['duckdb_settings()']",
    "duckdb_tables",
    "information_schema.tables",
    "['information_schema.tables']",
    "sqlite_master",
    "pragma_database_list",
    ".ingest into table Events ('{url}')",
    ".set-or-replace Events <| print 1",
    "// note\n.set Stolen <| ['{csv}']",
    ".create database x persist ('{folder}/x.db')",
    ".attach database x from '{folder}/x.db'",
    ".show tables",
    "Events'; COPY Events TO '{folder}/out.csv",
    "['Events\"; COPY Events TO ''{folder}/out.csv''; --']",
    "print ['x\" FROM read_csv(''{csv}'') --']",
    "range ['x\" FROM read_csv(''{csv}'') --'] from 1 to 2 step 1",
    "set query_now = datetime(2026-01-01); ['{csv}']",
)
# In the first the text in brackets is the name of a column, which may be any text at all. What is
# outside of the tenant has no rows here.
LEGAL = ("range [", "externaldata(", "let x = externaldata(")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _told(engine: KqlEngine, query: str) -> str:
    """What a query gives away: its refusal, or its rows where it names nothing but columns."""
    try:
        rows = engine.run(query).rows_json.decode()
    except KqlError as refused:
        return refused.message
    assert query.startswith(LEGAL), "was not refused"
    return rows


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_query_gets_out(
    engine: KqlEngine, escape: str, tmp_path: Path, listener: socket.socket
) -> None:
    for name in ("planted.csv", "planted.json"):
        (tmp_path / name).write_text(f'column0\n"{SECRET}"\n')
    query = escape.format(
        csv=tmp_path / "planted.csv",
        json=tmp_path / "planted.json",
        folder=tmp_path,
        url=f"http://127.0.0.1:{listener.getsockname()[1]}/x.csv",
    )
    before = sorted(tmp_path.iterdir())
    assert SECRET not in _told(engine, query)
    assert before == sorted(tmp_path.iterdir())
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert b'[{"Count":100}]' == engine.run("Events | count").rows_json


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{csv}')",
        "SELECT * FROM '{csv}'",
        "SELECT * FROM read_json_objects('{url}')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET temp_directory = '{folder}'",
        "RESET lock_configuration",
        "SET TimeZone = 'Europe/Berlin'",
    ],
)
def test_even_sql_cannot_undo_the_connection_s_walls(
    statement: str, tmp_path: Path, listener: socket.socket
) -> None:
    planted = tmp_path / "planted.csv"
    planted.write_text(SECRET)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.json"
    connection = open_connection()
    with pytest.raises(duckdb.Error):
        connection.execute(statement.format(csv=planted, folder=tmp_path, url=url))
    assert [planted] == list(tmp_path.iterdir())
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_connection_with_a_folder_reaches_that_folder_and_no_other(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "inside-not"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.csv").write_text("x\n1\n")
    connection = open_connection(inside)
    assert [(1,)] == connection.execute(f"FROM '{inside}/a.csv'").fetchall()
    for path in (outside / "a.csv", inside / ".." / "inside-not" / "a.csv"):
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"FROM '{path}'")


def test_a_python_variable_is_not_a_table() -> None:
    local_frame = [(1, 2)]
    assert local_frame
    with pytest.raises(duckdb.CatalogException):
        open_connection().execute("FROM local_frame")


@pytest.mark.parametrize(
    "query",
    [
        "range x from 1 to 4000000000 step 1 | count",
        "range x from 0 to -1e12 step -0.5 | take 1",
        "let f = range x from 1 to 4000000000 step 1; f | take 1",
        "Events | join (range Number from 1 to 4000000000 step 1) on Number",
    ],
)
def test_a_range_that_would_fill_the_machine_is_refused(engine: KqlEngine, query: str) -> None:
    with pytest.raises(KqlTooLarge, match="exceeds the allowed size") as caught:
        engine.run(query)
    assert "10,000,000" in caught.value.hint


def test_a_connection_takes_a_share_of_the_machine_only() -> None:
    with open_connection() as connection:
        limit = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    assert ("3.7 GiB",) == limit


def test_a_connection_may_change_its_threads_only_where_it_was_given_some() -> None:
    with open_connection(threads=1) as connection:
        connection.execute("SET threads = 2")
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("SET memory_limit = '20GB'")
    with open_connection() as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("SET threads = 2")
