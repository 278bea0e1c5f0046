"""What goes into an exact form comes out of it as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.results.connection import open_connection
from defender_tui.results.export import distinct_names, export, iter_rows
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Shape, SortKey

# Each example reads an answer and writes a file, and a thorough run has many.
pytestmark = pytest.mark.timeout(240)
_FEWER = settings().max_examples // 3

KINDS = ("String", "DateTime", "Int64", "Double", "SByte", "Object", "Guid", "TimeSpan")
HOSTILE = st.sampled_from(
    [
        "",
        " ",
        "\r",
        "\n",
        "\r\n",
        ",",
        '"',
        '""',
        "'",
        "=1+1",
        "\t",
        "null",
        "\\N",
        "\u2028",
        "\x00",
        "\x1b[2J",
        "a,b",
        "true",
        "1",
        "NaN",
        "-5",
        "1.50",
        "007",
        "{}",
        '{"a": 1.50,\n"b":[]}',
        "[",
        "2026-05-01T13:30:00.1234567Z",
        "2026-05-01",
        "2026-05-01T10:00:00+02:00",
        "01:02:03.5",
        "x" * 20_000,
        "9223372036854775808",
        "1e400",
        "0.1",
        "123456789012345678.5",
        "ß\U0001f600",
    ]
)
CELLS = st.none() | HOSTILE | st.text(max_size=8)
NAMES = st.sampled_from(["a", "A", "", 'q"x', "b.c", "@", "=1", "naïve"])


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[str | None]]]:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    columns = [(name, draw(st.sampled_from(KINDS))) for name in names]
    rows = draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=5))
    return columns, rows


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spool]:
    with Spool(tmp_path_factory.mktemp("cache")) as spool:
        yield spool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


def read(
    spool: Spool, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str | None]]
) -> ResultTable:
    body = {
        "schema": [{"name": name, "type": kind} for name, kind in columns],
        "results": [
            {name: cell for (name, _), cell in zip(columns, row, strict=True)} for row in rows
        ],
    }
    return read_answer_bytes(json.dumps(body).encode("utf-8", "surrogatepass"), spool)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=_FEWER)
@given(answer=answers())
def test_a_raw_csv_file_holds_every_text(
    answer: tuple[list[tuple[str, str]], list[list[str | None]]], spool: Spool, folder: Path
) -> None:
    with read(spool, *answer) as table:
        file = folder / "rows.csv"
        export(table, file, overwrite=True, raw=True)
        with file.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert [column.name for column in table.columns] == header
        assert [[cell or "" for cell in row] for row in table.page(0, 99)] == rows


@pytest.mark.parametrize("name", ["rows.json", "rows.ndjson"])
@settings(max_examples=_FEWER)
@given(answer=answers())
def test_json_gives_back_every_cell(
    answer: tuple[list[tuple[str, str]], list[list[str | None]]],
    name: str,
    spool: Spool,
    folder: Path,
) -> None:
    with read(spool, *answer) as table:
        export(table, folder / name, overwrite=True)
        text = (folder / name).read_text(encoding="utf-8")
        kept = [json.loads(line) for line in text.split("\n") if line] if "nd" in name else None
        rows = json.loads(text) if kept is None else kept
        assert list(iter_rows(table)) == rows
        names = distinct_names(table.columns)
        for cells, row in zip(table.page(0, 99), rows, strict=True):
            for cell, column, key in zip(cells, table.columns, names, strict=True):
                value = row[key]
                if cell is None or isinstance(value, str) or column.type == "string":
                    is_quoted = column.type == "dynamic" and cell is not None and cell != value
                    assert cell == value or (is_quoted and json.loads(cell or "") == value)
                else:
                    assert json.loads(cell) == value


@settings(max_examples=_FEWER)
@given(answer=answers())
def test_parquet_gives_back_every_cell(
    answer: tuple[list[tuple[str, str]], list[list[str | None]]], spool: Spool, folder: Path
) -> None:
    with read(spool, *answer) as table:
        file = folder / "rows.parquet"
        export(table, file, overwrite=True)
        reader = open_connection(folder)
        described = reader.execute(f"DESCRIBE FROM '{file}'").fetchall()
        cells = reader.execute(
            f"SELECT {', '.join(f'#{n + 1}::VARCHAR' for n in range(len(described)))} FROM '{file}'"
        ).fetchall()
        assert distinct_names(table.columns, in_any_case=True) == [row[0] for row in described]
        for row, kept in zip(table.page(0, 99), cells, strict=True):
            for cell, value, (_, kind, *_rest) in zip(row, kept, described, strict=True):
                if kind in ("VARCHAR", "JSON"):
                    assert cell == value
                else:
                    assert (cell is None) == (value is None)
                    assert _same(cell, value, kind)


def test_a_view_is_written_in_its_order_and_picked_rows_in_theirs(
    spool: Spool, folder: Path
) -> None:
    rows = [[str(number)] for number in range(6)]
    with read(spool, [("n", "Int64")], rows) as table:
        with table.view(Shape(order=(SortKey(0, descending=True),))) as view:
            export(table, folder / "down.csv", view=view, overwrite=True)
        with table.picked([4, 1]) as view:
            written = export(table, folder / "picked.ndjson", view=view, overwrite=True)
    assert "n\n5\n4\n3\n2\n1\n0\n" == (folder / "down.csv").read_text()
    assert '{"n": 4}\n{"n": 1}\n' == (folder / "picked.ndjson").read_text()
    assert 2 == written.row_count


def _same(cell: str | None, value: str | None, kind: str) -> bool:
    """Whether a typed value that was read back is the one that the text stood for."""
    reader = open_connection()
    row = reader.execute(
        f"SELECT CAST($1 AS {kind}) = CAST($2 AS {kind}) OR ($1 IS NULL AND $2 IS NULL)"
        f" OR lower($1) IN ('nan', '1', '0')",
        [cell, value],
    ).fetchone()
    return bool(row and row[0])
