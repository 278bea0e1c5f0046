from __future__ import annotations

import csv
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.provenance import Provenance
from defender_tui.results.cancellation import ReadingCancelled
from defender_tui.results.connection import open_connection
from defender_tui.results.export import export, guarded, iter_rows
from defender_tui.results.export.watch import ExportWatch
from defender_tui.results.export.writing import ExportForm
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

COLUMNS = {
    "When": "DateTime",
    "Name": "String",
    "n": "Int64",
    "r": "Double",
    "b": "SByte",
    "d": "Object",
    "N": "Int32",
}
ROWS: list[dict[str, object]] = [
    {
        "When": "2024-03-26T09:39:50.7688641Z",
        "Name": '=HYPERLINK("x")',
        "n": -5,
        "r": 1.5,
        "b": True,
        "d": '{"k":[1,2]}',
        "N": "seven",
    },
    {"Name": 'plain, "quoted"\nline', "r": "NaN", "b": "0", "d": "bare", "N": 7},
]


@pytest.fixture
def table(spool: Spool) -> ResultTable:
    schema = [{"name": name, "type": kind} for name, kind in COLUMNS.items()]
    return read_answer_bytes(json.dumps({"schema": schema, "results": ROWS}).encode(), spool)


def test_rows_carry_the_values_of_their_types(table: ResultTable) -> None:
    assert [
        {
            "When": "2024-03-26T09:39:50.7688641Z",
            "Name": '=HYPERLINK("x")',
            "n": -5,
            "r": 1.5,
            "b": True,
            "d": {"k": [1, 2]},
            "N": "seven",
        },
        {
            "When": None,
            "Name": 'plain, "quoted"\nline',
            "n": None,
            "r": "NaN",
            "b": False,
            "d": "bare",
            "N": 7,
        },
    ] == list(iter_rows(table))


def test_a_json_file_holds_the_same_rows(table: ResultTable, tmp_path: Path) -> None:
    export(table, tmp_path / "rows.json")
    assert list(iter_rows(table)) == json.loads((tmp_path / "rows.json").read_text("utf-8"))


def test_a_csv_file_holds_the_texts_and_no_formula(table: ResultTable, tmp_path: Path) -> None:
    export(table, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        header, first, second = csv.reader(file)
    assert list(COLUMNS) == header
    assert '\'=HYPERLINK("x")' == first[1]
    assert "-5" == first[2]
    assert ["", 'plain, "quoted"\nline', "", "NaN", "false", "bare", "7"] == second


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_begins_like_a_formula_is_defused(start: str) -> None:
    assert f"'{start}1" == guarded(f"{start}1")


def test_a_negative_number_stays_a_number() -> None:
    assert "-5" == guarded("-5", "long")
    assert "'-5+cmd()" == guarded("-5+cmd()", "long")


def test_a_parquet_file_is_typed_and_loses_no_cell(table: ResultTable, tmp_path: Path) -> None:
    export(table, tmp_path / "rows.parquet")
    reader = open_connection(tmp_path)
    described = reader.execute(f"DESCRIBE FROM '{tmp_path}/rows.parquet'").fetchall()
    types = {name: kind for name, kind, *_ in described}
    assert "TIMESTAMP_NS" == types["When"]
    assert "BIGINT" == types["n"]
    assert "BOOLEAN" == types["b"]
    assert "VARCHAR" == types["N (2)"]
    rows = reader.execute(f"SELECT n, b, \"N (2)\" FROM '{tmp_path}/rows.parquet'").fetchall()
    assert [(-5, True, "seven"), (None, False, "7")] == rows


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.parquet"])
def test_a_file_is_private_and_nothing_else_is_left(
    table: ResultTable, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    export(table, folder / name)
    assert [folder / name] == list(folder.iterdir())
    assert 0o600 == stat.S_IMODE((folder / name).stat().st_mode)


def test_a_file_is_replaced_only_when_told(table: ResultTable, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("before")
    with pytest.raises(StoreError, match="exists already"):
        export(table, file)
    assert "before" == file.read_text()
    export(table, file, overwrite=True)
    assert file.read_text().startswith("When,")


def test_a_file_that_cannot_be_written_says_why(table: ResultTable, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        export(table, tmp_path / "nowhere" / "rows.csv")


def test_a_manifest_that_cannot_be_written_is_told_beside_a_whole_file(
    table: ResultTable, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv.manifest.json").mkdir()
    asked = Provenance("T", "graph", datetime(2026, 5, 1, tzinfo=UTC), 1.0)
    with pytest.raises(StoreError, match=r"All rows are in .*rows\.csv, but rows\.csv\.manifest"):
        export(table, tmp_path / "rows.csv", provenance=asked)
    with (tmp_path / "rows.csv").open(newline="") as written:
        assert 2 == len(list(csv.DictReader(written)))


def test_a_formula_in_a_column_of_booleans_is_defused_too(spool: Spool, tmp_path: Path) -> None:
    cells = ["true", "0", "=1+1", None]
    body = {"schema": [{"name": "b", "type": "SByte"}], "results": [{"b": one} for one in cells]}
    with read_answer_bytes(json.dumps(body).encode(), spool) as odd:
        export(odd, tmp_path / "rows.csv")
        export(odd, tmp_path / "raw.csv", raw=True)
    assert 'b\ntrue\nfalse\n\'=1+1\n""\n' == (tmp_path / "rows.csv").read_text()
    assert 'b\ntrue\nfalse\n=1+1\n""\n' == (tmp_path / "raw.csv").read_text()


def test_no_cell_means_something_to_markdown(spool: Spool, tmp_path: Path) -> None:
    body = {"schema": [{"name": "a|b"}], "results": [{"a|b": "&lt;b&gt; *x*"}]}
    with read_answer_bytes(json.dumps(body).encode(), spool) as odd:
        export(odd, tmp_path / "rows.md")
    lines = (tmp_path / "rows.md").read_text().splitlines()
    assert ["| a\\|b |", "| --- |", r"| \&lt;b\&gt; \*x\* |"] == lines


def test_an_unknown_ending_is_refused(table: ResultTable, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"rows\.xlsx"):
        export(table, tmp_path / "rows.xlsx")


def test_an_empty_answer_is_an_empty_array(spool: Spool, tmp_path: Path) -> None:
    empty = read_answer_bytes(b'{"schema":[{"name":"a"}],"results":[]}', spool)
    export(empty, tmp_path / "rows.json")
    assert [] == json.loads((tmp_path / "rows.json").read_text())


def test_a_disk_without_links_takes_an_export_too(
    table: ResultTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    file = tmp_path / "rows.csv"
    export(table, file)
    assert file.read_text()
    # As if it came after the look.
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(StoreError, match="exists"):
        export(table, file)
    assert [file] == list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize("form", ExportForm, ids=lambda form: form.name)
def test_a_writing_that_is_not_wanted_any_more_leaves_no_file(
    form: ExportForm, table: ResultTable, tmp_path: Path
) -> None:
    watch = ExportWatch()
    watch.cancel()
    with pytest.raises(ReadingCancelled):
        export(table, tmp_path / f"rows{form.value}", watch=watch)
    assert ["cache"] == [file.name for file in tmp_path.iterdir()]
    assert 2 == table.row_count


@pytest.mark.parametrize("form", ExportForm, ids=lambda form: form.name)
def test_how_far_a_writing_is_can_be_asked(
    form: ExportForm, table: ResultTable, tmp_path: Path
) -> None:
    seen: list[tuple[int, bool]] = []

    class Asked(ExportWatch):
        def writes_to(self, file: Path) -> None:
            super().writes_to(file)
            file.write_bytes(b"begun")
            seen.append((self.row_count, self.bytes_written == len(b"begun")))

    watch = Asked()
    export(table, tmp_path / f"rows{form.value}", watch=watch)
    assert [(2, True)] == seen
    assert watch.rows_done == (0 if form in (ExportForm.CSV, ExportForm.PARQUET) else 2)
    # The file has its final name by now.
    assert 0 == watch.bytes_written
