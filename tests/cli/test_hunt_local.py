"""`hunt --api local`: files as tables, with no profile and no network."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run


@pytest.fixture
def logons(tmp_path: Path) -> str:
    file = tmp_path / "logons.csv"
    file.write_text(
        "Timestamp,User,n\n2026-11-23T10:00:00.1234567Z,ann,1\n2026-11-22T10:00:00Z,=bob,2\n"
    )
    return str(file)


def test_files_are_joined_and_printed_in_each_form(run: Run, tmp_path: Path, logons: str) -> None:
    users = tmp_path / "users.json"
    users.write_text('[{"User": "ann", "Office": "Munich"}, {"User": "=bob", "Office": "Utrecht"}]')
    query = "L | lookup kind=inner U on User | project User, Office, n | order by n asc"
    ask = ("hunt", "--api", "local", "-t", f"L={logons}", "-t", f"U={users}", query)
    rows = [
        {"User": "ann", "Office": "Munich", "n": 1},
        {"User": "=bob", "Office": "Utrecht", "n": 2},
    ]
    assert rows == json.loads(run(*ask, "--format", "json").out)
    read = list(csv.DictReader(io.StringIO(run(*ask, "--format", "csv").out)))
    assert ["Munich", "Utrecht"] == [row["Office"] for row in read]
    assert "Utrecht" in run(*ask).out
    finished = run(*ask, "-o", str(tmp_path / "out.json"))
    assert rows == json.loads((tmp_path / "out.json").read_text())
    assert (0, "") == (finished.code, finished.out)


def test_what_is_not_exact_is_said_beside_the_rows(run: Run, tmp_path: Path, logons: str) -> None:
    finished = run("hunt", "--api", "local", "-t", f"L={logons}", "L | project bin(Timestamp, 1h)")
    assert (0, True) == (finished.code, "Not exact: Times were read" in finished.err)
    assert "sandbox" not in finished.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-t", "L={file}", "L | wher n"), 1, "'wher'"),
        (("-t", "L={file}", "M"), 1, "named 'M'"),
        (("-t", "L=nowhere.csv", "L"), 1, "No such file"),
        (("-t", "L={file}", "-t", "l={file}", "L"), 1, "called L already"),
        (("-t", "L", "L"), 2, "is not NAME=FILE"),
        (("-t", "a b={file}", "L"), 1, "cannot be the name"),
        (("--demo", "print 1"), 2, "goes to no API"),
        (("--as-code", "curl", "print 1"), 2, "goes to no API"),
        (("--timespan", "soon", "print 1"), 1, "timespan"),
    ],
)
def test_a_mistake_is_one_line_on_stderr(
    run: Run, logons: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    given = [argument.format(file=logons) for argument in arguments]
    finished = run("hunt", "--api", "local", *given)
    assert (code, "", 1) == (finished.code, finished.out, finished.err.count("\n"))
    assert said in finished.err


def test_files_are_tables_of_local_queries_only(run: Run, logons: str) -> None:
    finished = run("hunt", "-t", f"L={logons}", "L")
    assert (2, True) == (finished.code, "--api local" in finished.err)


def test_no_client_is_loaded_and_nothing_is_left_on_disk(logons: str, own_home: Path) -> None:
    code = f"""
import sys
from defender_tui.cli.main import main
assert 0 == main(["hunt", "--api", "local", "-t", "L={logons}", "L | count", "--format", "csv"])
loaded = {{name.partition(".")[0] for name, module in sys.modules.items() if module}}
print(sorted(loaded & {{"httpx", "msal", "textual"}}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ["Count", "2", "[]"] == done.stdout.split()
    assert [] == list((own_home / "cache").rglob("*.parquet"))
    assert [] == list((own_home / "cache").rglob("local-*"))


def test_stdout_is_raw_and_a_csv_file_is_not_unless_asked(
    run: Run, tmp_path: Path, logons: str
) -> None:
    ask = ("hunt", "--api", "local", "-t", f"L={logons}", "L | where n == 2 | project User")
    file = tmp_path / "out.csv"
    assert "User\n=bob\n" == run(*ask, "--format", "csv").out
    run(*ask, "-o", str(file))
    assert "User\n'=bob\n" == file.read_text()
    run(*ask, "-o", str(file), "--raw")
    assert "User\n=bob\n" == file.read_text()


def test_a_manifest_says_where_the_rows_came_from(run: Run, tmp_path: Path, logons: str) -> None:
    query, file = "L | project User", tmp_path / "out.ndjson"
    finished = run(
        "hunt", "--api", "local", "-t", f"L={logons}", query, "-o", str(file), "--manifest"
    )
    manifest = json.loads((tmp_path / "out.ndjson.manifest.json").read_text())
    assert "out.ndjson.manifest.json" in finished.err
    assert (query, "local", 2, False) == tuple(
        manifest[name] for name in ("query", "target", "rows", "truncated")
    )
    assert hashlib.sha256(file.read_bytes()).hexdigest() == manifest["sha256"]
