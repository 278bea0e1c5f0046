"""Files of rows as tables."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.results.export import export
from defender_tui.results.local import staging

from .asking import Local, types


def test_csv_is_read_with_the_types_that_all_its_cells_have(local: Local, tmp_path: Path) -> None:
    content = (
        "Timestamp,n,share,code,flag,doc,text,empty\r\n"
        '2026-11-23T10:00:00.1234567Z,1,0.5,007,true,"{""k"": [1, 2]}","two\nlines ""q""",\r\n'
        "2026-11-23,-2,1e3,1,False,[],,\r\n"
        ",,,,,,x\r\n"
    )
    opened = local.open(tmp_path / "a.csv", "T", content)
    expected = {
        "Timestamp": "datetime",
        "n": "long",
        "share": "real",
        "code": "string",
        "flag": "bool",
        "doc": "dynamic",
        "text": "string",
        "empty": "string",
    }
    assert expected == types(opened)
    assert ("Timestamp", 3) == (opened.table.time_column, opened.row_count)
    first = ("2026-11-23T10:00:00.1234567Z", "1", "0.5", "007", "true", '{"k": [1, 2]}')
    assert [
        (*first, 'two\nlines "q"', ""),
        ("2026-11-23T00:00:00.0000000Z", "-2", "1000.0", "1", "false", "[]", "", ""),
        (None, None, None, "", None, None, "x", ""),
    ] == local.rows("T")


def test_a_value_that_would_not_come_back_as_it_was_stays_text(
    local: Local, tmp_path: Path
) -> None:
    texts = ["+5", "12345678901234567890", "1e999", "2026-13-01", "{broken", "1,5", "infinity"]
    lines = ["a", *(f'"{text}"' for text in texts)]
    for text in texts:
        opened = local.open(tmp_path / "a.csv", "T", f'a\n"{text}"\n')
        assert {"a": "string"} == types(opened), text
        assert [(text,)] == local.rows("T")
        local.tables.forget("T")
    local.open(tmp_path / "a.csv", "T", "\n".join(lines))
    assert [(text,) for text in texts] == local.rows("T")


@given(
    rows=st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs"]), max_size=8)] * 2), max_size=4
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_any_text_in_csv_is_read_as_it_was_written(
    local: Local, tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b"), *rows, ("no number", "no number")])
    local.open(tmp_path / "a.csv", "T", written.getvalue())
    assert [*rows, ("no number", "no number")] == local.rows("T")
    local.tables.forget("T")


def test_odd_names_are_kept_and_told_apart(local: Local, tmp_path: Path) -> None:
    opened = local.open(tmp_path / "a.csv", "T", 'A,a,,"q""x","new\nline",a b\n1,2,3,4,5,6\n')
    assert ["A", "a (2)", "column", 'q"x', "new\nline", "a b"] == list(types(opened))
    assert [("2", "4", "6")] == local.rows("T | project ['a (2)'], ['q\"x'], ['a b']")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a;b\n1;x\n"),
        ("a.csv", b"a|b\r1|x\r"),
        ("a.tsv", b"a\tb\n1\tx\n"),
        ("a.csv", "a,b\n1,x\n".encode("utf-16")),
        ("a.csv", b"\xef\xbb\xbfa,b\r\n1,x"),
        ("a.txt", b"a,b\n1,x\n"),
        ("rows", b'[{"a": 1, "b": "x"}]'),
        ("a.json", b'{"a": 1, "b": "x"}'),
        ("a.json", '[{"a": 1, "b": "x"}]'.encode("utf-16")),
        ("a.ndjson", b'{"a":1}\n\n{"a":1,"b":"x"}'),
        ("a.jsonl", b'{\n"a": 1,\n"b": "x"\n}\n'),
    ],
)
def test_every_form_of_file_is_understood(
    local: Local, tmp_path: Path, name: str, content: bytes
) -> None:
    opened = local.open(tmp_path / name, "T", content)
    assert {"a": "long", "b": "string"} == types(opened)
    assert [("1", "x")] == local.rows("T | where isnotempty(b)")


def test_json_objects_give_a_column_for_every_member(local: Local, tmp_path: Path) -> None:
    rows = [
        {"n": 1, "N": "x", "": None, "share": 1.5, "when": "2026-11-23T10:00:00Z", "mixed": 1},
        {"d": {"k": [1]}, "yes": True, "a/b~c": "'", "mixed": "t", "when": None},
    ]
    opened = local.open(tmp_path / "a.json", "T", json.dumps(rows))
    expected = {
        "n": "long",
        "N (2)": "string",
        "column": "string",
        "share": "real",
        "when": "datetime",
        "mixed": "dynamic",
        "d": "dynamic",
        "yes": "bool",
        "a/b~c": "string",
    }
    assert expected == types(opened)
    time = "2026-11-23T10:00:00.0000000Z"
    assert [
        ("1", "x", None, "1.5", time, "1", None, None, None),
        (None, None, None, None, None, "t", '{"k":[1]}', "true", "'"),
    ] == local.rows("T")


def test_a_saved_answer_of_the_service_keeps_its_declared_types(
    local: Local, tmp_path: Path
) -> None:
    answer = {
        "@odata.context": "https://graph.example",
        "schema": [{"name": "Id", "type": "String"}, {"name": "Big", "type": "Int64"}],
        "results": [{"Id": "007", "Big": "9007199254740993"}, {"Id": "1", "Big": "many"}],
    }
    opened = local.open(tmp_path / "answer.json", "T", json.dumps(answer))
    assert {"Id": "string", "Big": "long"} == types(opened)
    assert [("007", "9007199254740993"), ("1", None)] == local.rows("T")
    assert ("1 cell is no value of the column's type in T and count as null.",) == opened.notes


def test_parquet_keeps_its_types(local: Local, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    duckdb.connect().execute(
        "COPY (SELECT 1::TINYINT AS small, 2::BIGINT AS big, 1.50::DECIMAL(5, 2) AS price,"
        " TIMESTAMP_NS '2026-11-23 10:00:00.123456700' AS at, DATE '2026-11-23' AS day,"
        " {'k': [1]} AS doc, 'x'::BLOB AS bytes, INTERVAL 25 HOURS AS span, true AS yes,"
        f" TIME '10:00:00' AS clock, now() IS NULL AS no) TO '{file}'"
    )
    opened = local.tables.open_file(file, "T")
    kinds = "int long decimal datetime datetime dynamic string timespan bool timespan bool"
    assert kinds.split() == list(types(opened).values())
    assert [
        (
            *("1", "2", "1.5", "2026-11-23T10:00:00.1234567Z", "2026-11-23T00:00:00.0000000Z"),
            *('{"k":[1]}', "eA==", "1.01:00:00", "true", "10:00:00", "false"),
        )
    ] == local.rows("T")


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet"])
def test_what_was_exported_can_be_opened_and_joined(
    local: Local, tmp_path: Path, ending: str
) -> None:
    columns = [("Name", "String"), ("n", "Int64")]
    with local.result(columns, [["x", 1], ["y", 2]]) as table:
        local.tables.add_result(table)
        export(table, tmp_path / f"e{ending}")
        local.tables.open_file(tmp_path / f"e{ending}", "E")
        joined = "E | join kind=inner r1 on Name | project Name, Sum = n + n1 | order by Name asc"
        assert [("x", "2"), ("y", "4")] == local.rows(joined)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "no first line"),
        ("a.csv", b"a,b\n1,2,3\n", "Line 2 has 3 cells, the first line 2 names"),
        ("a.csv", b'a\n"never ends', "Line 2 is not CSV"),
        ("a.csv", b'"a\n', "first line is not CSV"),
        ("a.json", b"[1, 2]", "2 of the values in the file are no objects"),
        ("a.json", b'[{"a": 1}', "cannot be read"),
        ("a.json", b"{}", "no rows with names"),
        ("a.json", b"", "no rows with names"),
        ("a.parquet", b"not parquet", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_reason(
    local: Local, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    file = tmp_path / name
    with pytest.raises(StoreError, match=reason) as caught:
        local.open(file, "T", content)
    assert str(file) in caught.value.message
    assert "Possible" not in caught.value.message
    assert str(tmp_path / "cache") not in caught.value.message
    assert caught.value.hint
    assert () == local.tables.tables
    local.open(tmp_path / "good.csv", "T", "a\n1\n")
    assert [("1",)] == local.rows("T")


def test_what_separates_is_not_looked_for_in_quoted_names(local: Local, tmp_path: Path) -> None:
    opened = local.open(tmp_path / "a.csv", "T", '"a;b;c ""d;e""",f\n1,2\n')
    assert ['a;b;c "d;e"', "f"] == [column.name for column in opened.table.columns]
    assert [("1", "2")] == local.rows("T")


def test_bytes_that_are_no_characters_are_replaced_and_said(local: Local, tmp_path: Path) -> None:
    csv = local.open(tmp_path / "a.csv", "T", b"a\ncaf\xe9\n")
    assert ("Bytes in T that are no UTF-8 were replaced.",) == csv.notes
    answer = local.answer("T")
    with answer.table as table:
        assert [("caf\ufffd",)] == table.page(0, 5)
    assert csv.notes == answer.adapted
    half = local.open(tmp_path / "a.json", "H", b'[{"a": "x\\ud800"}]')
    assert ("1 broken characters in H were replaced.",) == half.notes
    assert [("x\ufffd",)] == local.rows("H")


@pytest.mark.parametrize("name", ["a.csv", "a.json", "bad.csv", "half.json"])
def test_the_user_s_file_stays_as_it_is(local: Local, tmp_path: Path, name: str) -> None:
    content = {"a.csv": b"a\n1\n", "a.json": b'[{"a":1}]', "bad.csv": b"a\n\xe9\n"}.get(
        name, b'[{"a":"\\ud800"}]'
    )
    file = tmp_path / name
    local.open(file, "T", content)
    assert content == file.read_bytes()
    assert 1 == file.stat().st_nlink
    assert [] == [one for one in (tmp_path / "cache").rglob("*") if one.suffix == ".rows"]


def test_a_pipe_is_read_to_its_end(local: Local, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"a,b\n1,x\n"))
    writer.start()
    opened = local.tables.open_file(pipe, "T")
    writer.join()
    assert {"a": "long", "b": "string"} == types(opened)


def test_what_is_no_file_of_rows_is_refused(
    local: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreError, match="No such file"):
        local.tables.open_file(tmp_path / "nowhere.csv", "T")
    with pytest.raises(StoreError, match="is a folder"):
        local.tables.open_file(tmp_path, "T")
    with pytest.raises(StoreError, match="is not a file of rows"):
        local.tables.open_file(Path(os.devnull), "T")
    with pytest.raises(ConfigError, match="not clear") as caught:
        local.tables.open_file(tmp_path / "book.xlsx", "T")
    assert ".ndjson" in caught.value.hint
    monkeypatch.setattr(staging, "MAX_FILE_BYTES", 3)
    with pytest.raises(StoreError, match="is larger than"):
        local.open(tmp_path / "big.csv", "T", "a\n1\n")


def test_a_file_that_may_not_be_linked_is_copied_for_this_user_alone(
    local: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    local.open(tmp_path / "a.csv", "T", "a\n1\n")
    assert [("1",)] == local.rows("T")
    folders = [one for one in (tmp_path / "cache").rglob("local-*") if one.is_dir()]
    assert [0o700] == [stat.S_IMODE(one.stat().st_mode) for one in folders]


def test_a_cell_of_many_megabytes_is_read(local: Local, tmp_path: Path) -> None:
    text = "x" * 20_000_000
    local.open(tmp_path / "a.csv", "C", f'a,b\n1,"{text}"\n2,y\n')
    local.open(tmp_path / "a.json", "J", json.dumps([{"b": text}]))
    assert [(str(len(text)),), (str(len(text)),)] == local.rows(
        "union (C | where a == 1 | project b), J | project strlen(b)"
    )
