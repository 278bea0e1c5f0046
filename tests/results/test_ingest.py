from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.core.errors import ProtocolError, StoreError
from defender_tui.results.answer_body import isolate_rows
from defender_tui.results.ingest import read_answer, read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

GRAPH = {
    "@odata.context": "https://graph.example/$metadata#results",
    "schema": [{"name": "Timestamp", "type": "DateTime"}, {"name": "n", "type": "Int64"}],
    "results": [
        {"Timestamp": "2024-03-26T09:39:50.7688641Z", "n": 5, "n@odata.type": "#Int64"},
        {"n": 7},
    ],
}
NAMES = st.text(max_size=4) | st.sampled_from(["", "A", "a", 'q"', "it's", "a/b", "~", "A@odata.x"])


def _read(spool: Spool, answer: object) -> ResultTable:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return read_answer_bytes(body, spool)


def _types(table: ResultTable) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in table.columns]


def test_an_answer_of_graph_becomes_rows_of_text(spool: Spool) -> None:
    with _read(spool, GRAPH) as table:
        assert [("Timestamp", "datetime"), ("n", "long")] == _types(table)
        assert [("2024-03-26T09:39:50.7688641Z", "5"), (None, "7")] == table.page(0, 10)
        assert (2, 0, 0) == (table.row_count, table.uncast_count, table.repaired_count)


def test_an_answer_of_the_other_dialect_reads_the_same(spool: Spool) -> None:
    answer = {
        "Stats": {"ExecutionTime": 4.6, "dataset_statistics": [{"table_size": 102}]},
        "Schema": [{"Name": "n", "Type": "SByte"}],
        "Results": [{"n": 1}, {"n": False}, {"n": "True"}, {"n": "0"}, {"n": None}],
    }
    with _read(spool, answer) as table:
        assert [("n", "bool")] == _types(table)
        assert [("true",), ("false",), ("true",), ("false",), (None,)] == table.page(0, 10)


@pytest.mark.parametrize(
    "answer",
    [
        {"results": [{"b": "x"}], "schema": [{"name": "b", "type": "String"}]},
        {"schema": [{"name": "b", "type": "String"}], "results": [{"b": "x"}], "more": [1]},
        {
            "a": {"results": []},
            "schema": [{"name": "b", "type": "String"}],
            "results": [{"b": "x"}],
        },
        {"note": '"results":[', "schema": [{"name": "b", "type": ""}], "results": [{"b": "x"}]},
        b'\xef\xbb\xbf{"schema":[{"name":"b"}],"results":[{"b":"x"}]}',
        b'{"schema" : [ {"name" : "b"} ] , "results" : [ {"b" : "x"} ] }' + b" " * 9000,
    ],
)
def test_the_order_and_the_spacing_of_an_answer_do_not_matter(spool: Spool, answer: object) -> None:
    with _read(spool, answer) as table:
        assert [("x",)] == table.page(0, 5)


def test_names_that_repeat_or_differ_in_case_or_are_empty_keep_their_own_values(
    spool: Spool,
) -> None:
    names = ["A", "a", "", 'q"', "it's", "a/b~c", "A", "x@odata.type"]
    answer = {
        "schema": [{"name": name, "type": "String"} for name in names],
        "results": [{"A": "1", "a": "2", "": "3", 'q"': "4", "it's": "5", "a/b~c": "6"}],
    }
    with _read(spool, answer) as table:
        assert names[:-1] == [column.name for column in table.columns]
        assert [("1", "2", "3", "4", "5", "6", "1")] == table.page(0, 1)


def test_a_cell_that_does_not_fit_its_type_keeps_its_text_and_is_counted(spool: Spool) -> None:
    answer = {
        "schema": [{"name": "n", "type": "Int64"}, {"name": "t", "type": "DateTime"}],
        "results": [{"n": "1.5", "t": "soon"}, {"n": 2, "t": "2024-03-26"}, {"n": "", "t": ""}],
    }
    with _read(spool, answer) as table:
        assert ("1.5", "soon") == table.page(0, 1)[0]
        assert (2, 1, 1) == (table.uncast_count, table.uncast_in(0), table.uncast_in(1))


def test_a_dynamic_value_may_be_an_object_an_array_or_json_in_a_string(spool: Spool) -> None:
    answer = {
        "schema": [{"name": "d", "type": "Object"}],
        "results": [{"d": {"k": [1]}}, {"d": '{"k":[1]}'}, {"d": [1, 2]}, {"d": "bare"}],
    }
    with _read(spool, answer) as table:
        assert [('{"k":[1]}',), ('{"k":[1]}',), ("[1,2]",), ("bare",)] == table.page(0, 9)
        assert 0 == table.uncast_count


def test_a_dynamic_value_may_be_nested_very_deeply(spool: Spool) -> None:
    nested = "[" * 5_000 + "]" * 5_000
    body = b'{"schema":[{"name":"d","type":"Object"}],"results":[{"d":%s}]}' % nested.encode()
    with _read(spool, body) as table:
        assert nested == table.cell(0, 0)


def test_numbers_keep_their_value_beyond_what_sixty_four_bits_hold(spool: Spool) -> None:
    numbers = ["18446744073709551615", "123456789012345678901234567890", "-9223372036854775808"]
    rows = ",".join(f'{{"n":{number}}}' for number in numbers)
    body = f'{{"schema":[{{"name":"n","type":"UInt64"}}],"results":[{rows}]}}'.encode()
    with _read(spool, body) as table:
        assert numbers == [cell for (cell,) in table.page(0, 9)]
        assert 2 == table.uncast_count


def test_moments_are_kept_and_those_of_no_calendar_are_counted(spool: Spool) -> None:
    moments = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-05-01T10:00:00+02:00"]
    unfit = ["infinity", "12026-05-01", "2026-02-30", "soonZ"]
    schema = [{"name": "t", "type": "DateTime"}]
    results = [{"t": moment} for moment in [*moments, *unfit]]
    with _read(spool, {"schema": schema, "results": results}) as table:
        assert [*moments, *unfit] == [cell for (cell,) in table.page(0, 9)]
        assert len(unfit) == table.uncast_count


def test_halves_of_surrogate_pairs_are_replaced_and_counted(spool: Spool) -> None:
    rows = rb'[{"b":"x\ud800y \ud83d\ude00 \\ud800 \udc00\ud83d"}]'
    with _read(spool, b'{"schema":[{"name":"b"}],"results":' + rows + b"}") as table:
        assert "x\ufffdy \U0001f600 \\ud800 \ufffd\ufffd" == table.cell(0, 0)
        assert 3 == table.repaired_count


@pytest.mark.parametrize("row", [rb'{"a\ud800":"here"}', rb'{"b":"no such member"}'])
def test_a_column_name_with_half_a_character_is_whole_in_the_table(
    spool: Spool, row: bytes
) -> None:
    body = rb'{"schema":[{"name":"a\ud800"}],"results":[' + row + b"]}"
    with _read(spool, body) as table:
        assert ["a\ufffd"] == [column.name for column in table.columns]
        assert ("here" if b"here" in row else None) == table.cell(0, 0)


def test_bytes_that_are_no_utf_8_do_not_hide_the_rest(spool: Spool) -> None:
    with _read(spool, b'{"schema":[{"name":"b"}],"results":[{"b":"x\xffy"}]}') as table:
        assert "x\ufffdy" == table.cell(0, 0)


def test_an_answer_without_rows_is_an_empty_table(spool: Spool) -> None:
    with _read(spool, {"schema": GRAPH["schema"], "results": []}) as table:
        assert (0, []) == (table.row_count, table.page(0, 10))


def test_an_answer_without_columns_has_rows_without_cells(spool: Spool) -> None:
    with _read(spool, {"schema": [], "results": [{}, {}]}) as table:
        assert (2, [(), ()]) == (table.row_count, table.page(0, 10))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'"results"',
        b'{"schema":[]}',
        b'{"results":[]}',
        b'{"schema":3,"results":[]}',
        b'{"schema":[{"name":1}],"results":[]}',
        b'{"schema":[],"results":{}}',
        b'{"schema":[{"name":"b"}],"results":[{"b":"x"',
        b'{"schema":[{"name":"b"}],"results":[{"b":"x"]}',
        b'{"schema":[{"name":"b"}],"results":[{"b":"x"}]} trailing',
    ],
)
def test_what_is_no_answer_is_refused_and_leaves_nothing_behind(spool: Spool, body: bytes) -> None:
    with pytest.raises(ProtocolError, match=r"^The (answer|rows)"):
        _read(spool, body)
    assert ["lock"] == [path.name for path in spool.folder.iterdir()]


def test_the_body_is_gone_once_it_is_read(spool: Spool) -> None:
    with _read(spool, GRAPH):
        assert ["lock"] == [path.name for path in spool.folder.iterdir()]


def test_of_a_large_body_only_the_ends_are_touched(spool: Spool) -> None:
    rows = ",".join(f'{{"n":{number}}}' for number in range(300_000))
    with spool.create_file() as file:
        file.write(b'{"schema":[{"name":"n","type":"Int64"}],"results":[' + rows.encode() + b"]}")
    path = spool.folder / file.name
    isolated = isolate_rows(path)
    assert isolated is not None
    assert (b"]", b"}") == (path.read_bytes()[-1:], isolated.tail)
    isolated.restore(path)
    with read_answer(path, spool) as table:
        assert 300_000 == table.row_count
        assert [("299999",)] == table.page(299_999, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    names=st.lists(NAMES, max_size=5),
    rows=st.lists(st.dictionaries(NAMES, st.none() | st.text(max_size=6), max_size=5), max_size=9),
)
def test_any_names_and_texts_come_back_as_they_were(
    spool: Spool, names: list[str], rows: list[dict[str, str | None]]
) -> None:
    answer = {"schema": [{"name": n, "type": "String"} for n in names], "results": rows}
    kept = [name for name in names if "@odata." not in name]
    with _read(spool, answer) as table:
        assert kept == [column.name for column in table.columns]
        assert [tuple(row.get(name) for name in kept) for row in rows] == table.page(0, 9)


def test_the_vendor_s_samples_read(spool: Spool, reference: Path) -> None:
    for name in (
        "graph-run-hunting-query-response.json",
        "xdr-advanced-hunting-response.json",
        "mde-advanced-query-response.json",
    ):
        body = (reference / "samples" / name).read_bytes()
        with _read(spool, body) as table:
            assert 2 == table.row_count
            assert ("Timestamp", "datetime") == _types(table)[0]
            assert 0 == table.uncast_count


def test_a_row_of_several_megabytes_is_read_whole(spool: Spool) -> None:
    cell = "x" * 6_000_000
    answer = {"schema": [{"name": "a", "type": "String"}], "results": [{"a": cell}, {"a": "y"}]}
    with _read(spool, answer) as table:
        assert [(cell,), ("y",)] == table.page(0, 5)


@pytest.mark.parametrize(
    ("row", "cell"), [(b'{"a":1,"a":2}', "1"), (b"[]", None), (b"7", None), (b"{}", None)]
)
def test_a_row_that_is_no_plain_object_does_not_hide_the_others(
    spool: Spool, row: bytes, cell: str | None
) -> None:
    body = b'{"schema":[{"name":"a","type":"Int64"}],"results":[' + row + b',{"a":"3"}]}'
    with _read(spool, body) as table:
        assert [(cell,), ("3",)] == table.page(0, 5)


def test_hundreds_of_columns_are_counted_each_for_itself(spool: Spool) -> None:
    names = [f"n{number}" for number in range(170)]
    row = {name: "no number" if name in ("n0", "n169") else "7" for name in names}
    schema = [{"name": name, "type": "Int64"} for name in names]
    with _read(spool, {"schema": schema, "results": [row]}) as table:
        assert (2, 1, 0, 1) == (
            table.uncast_count,
            table.uncast_in(0),
            table.uncast_in(1),
            table.uncast_in(169),
        )


def test_a_body_that_is_gone_is_a_fault_of_the_disk(spool: Spool) -> None:
    with pytest.raises(StoreError, match="cannot be kept"):
        read_answer(spool.folder / "gone.json", spool)
