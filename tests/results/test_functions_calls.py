"""Calls that read the row around them, and calls that are refused.

Source: https://learn.microsoft.com/en-us/kusto/query/column-ifexists-function
Source: https://learn.microsoft.com/en-us/kusto/query/pack-all-function
Source: https://learn.microsoft.com/en-us/kusto/query/ingestion-time-function
"""

from __future__ import annotations

import json

import pytest

from defender_tui.results.engine import KqlEngine
from defender_tui.results.kql_errors import KqlSemanticError, KqlUnsupported
from tests.results.functions_answers import rows_of

_ONE = 'datatable(a:long, b:string)[1, "x"]'


def test_a_column_that_exists_is_read_and_one_that_does_not_is_replaced(engine: KqlEngine) -> None:
    query = f'{_ONE} | project p = column_ifexists("b", "no"), q = column_ifexists("z", "no")'
    assert [{"p": "x", "q": "no"}] == rows_of(engine, query)


def test_a_column_counts_from_where_it_was_made(engine: KqlEngine) -> None:
    query = f'{_ONE} | extend c = 2 | project-away b | project columnifexists("b", c)'
    assert [2] == list(rows_of(engine, query)[0].values())


def test_a_column_of_a_named_query_is_known(engine: KqlEngine) -> None:
    query = f'let T = {_ONE} | extend c = "y"; T | project v = column_ifexists("c", "no")'
    assert [{"v": "y"}] == rows_of(engine, query)


def test_all_columns_of_a_row_are_packed(engine: KqlEngine) -> None:
    rows = rows_of(engine, f"{_ONE} | project all = pack_all()")
    assert {"a": 1, "b": "x"} == json.loads(str(rows[0]["all"]))


def test_chosen_columns_are_packed(engine: KqlEngine) -> None:
    rows = rows_of(engine, f"{_ONE} | project some = bag_pack_columns(b)")
    assert {"b": "x"} == json.loads(str(rows[0]["some"]))


def test_the_ingestion_time_is_that_of_the_event(engine: KqlEngine) -> None:
    query = "Events | where ingestion_time() < datetime(2026-01-01 02:00) | count"
    assert [{"Count": 2}] == rows_of(engine, query)


def test_a_call_in_a_nested_query_sees_the_nested_columns(engine: KqlEngine) -> None:
    query = f'Users | take 1 | project v = toscalar({_ONE} | project column_ifexists("Name", "no"))'
    assert [{"v": "no"}] == rows_of(engine, query)


def test_columns_named_like_words_of_the_engine_keep_their_meaning(engine: KqlEngine) -> None:
    query = (
        'datatable(i:string, x:string, _k:string)["aaa", "a,b", "a,b"]'
        ' | project n = countof(i, "a"), s = split(x, ",", 1), u = strcat_array('
        'set_union(split(_k, ","), split(x, ",")), ""), e = url_encode(x)'
    )
    assert [{"n": 3, "s": '["b"]', "u": "ab", "e": "a%2cb"}] == rows_of(engine, query)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("hash", 'hash("a")'),
        ("indexof", 'indexof("abc", "c", 0, 2, 2)'),
        ("has_ipv4", "has_ipv4(b, b)"),
        ("make_timespan", "make_timespan(1)"),
        ("parse_command_line", 'parse_command_line(b, "linux")'),
        ("parse_user_agent", 'parse_user_agent(b, "os")'),
        ("parse_xml", "parse_xml(b)"),
        ("series_decompose_anomalies", "series_decompose_anomalies(dynamic([1,2]))"),
        ("todecimal", "todecimal(b)"),
        ("extract_json", 'extract_json("$..a", b)'),
    ],
)
def test_a_call_without_exact_form_is_refused_by_name(
    engine: KqlEngine, name: str, expression: str
) -> None:
    with pytest.raises(KqlUnsupported) as refused:
        engine.run(f"{_ONE} | project {expression}")
    assert name == refused.value.name


def test_a_failed_assertion_fails_the_query_in_its_own_words(engine: KqlEngine) -> None:
    with pytest.raises(KqlSemanticError, match="too few"):
        engine.run(f'{_ONE} | where assert(a > 5, "too few")')
