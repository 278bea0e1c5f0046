"""Aggregates give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/make-set-if-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-list-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-list-with-nulls-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-bag-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/count-distinct-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/percentiles-aggregation-function
"""

from __future__ import annotations

import json

import pytest

from defender_tui.results.engine import KqlEngine
from defender_tui.results.kql_errors import KqlUnsupported
from tests.results.functions_answers import rows_of

_NUMBERS = 'datatable(n:long, g:string)[1,"a", 2,"a", 4,"b", long(null),"b"]'


@pytest.mark.parametrize(
    ("expected", "aggregate"),
    [
        (3, "count_distinct(n)"),
        (1, 'count_distinctif(n, g == "b")'),
        (2, 'maxif(n, g == "a")'),
        (1, 'minif(n, g == "a")'),
        (None, 'maxif(n, g == "z")'),
        (4, 'take_anyif(n, g == "b" and n > 0)'),
        (7, "binary_all_or(n)"),
        (0, "binary_all_and(n)"),
        (7, "binary_all_xor(n)"),
        ("[1,2,4,null]", "make_list_with_nulls(n)"),
        ("[1]", "make_list(n, 1)"),
        ("[1,2]", 'make_list_if(n, g == "a")'),
        ("[]", 'make_list_if(n, g == "z")'),
        ("[1]", "make_set_if(n, n < 2)"),
        ("[1,2,4]", "percentiles_array(n, 10, 50, 90)"),
    ],
)
def test_an_aggregate_answers_as_documented(
    engine: KqlEngine, expected: object, aggregate: str
) -> None:
    rows = rows_of(engine, f"{_NUMBERS} | summarize value = {aggregate}")
    assert [{"value": expected}] == rows


def test_a_set_holds_no_more_elements_than_asked_for(engine: KqlEngine) -> None:
    rows = rows_of(engine, f"{_NUMBERS} | summarize value = make_set(n, 2)")
    assert 2 == len(json.loads(str(rows[0]["value"])))


def test_several_percentiles_are_several_columns(engine: KqlEngine) -> None:
    rows = rows_of(engine, f"{_NUMBERS} | summarize percentiles(n, 10, 90)")
    assert [{"percentile_n_10": 1, "percentile_n_90": 4}] == rows


def test_bags_merge_and_keep_the_first_value_of_a_key(engine: KqlEngine) -> None:
    rows = rows_of(
        engine,
        'datatable(d:dynamic)[dynamic({"a":1}), dynamic([1]), dynamic({"a":2,"b":3})]'
        " | summarize value = make_bag(d)",
    )
    assert {"a": 1, "b": 3} == json.loads(str(rows[0]["value"]))


@pytest.mark.parametrize("aggregate", ["hll(n)", "tdigest(n)", "buildschema(n)"])
def test_an_aggregate_without_exact_form_is_refused_by_name(
    engine: KqlEngine, aggregate: str
) -> None:
    with pytest.raises(KqlUnsupported) as refused:
        engine.run(f"{_NUMBERS} | summarize value = {aggregate}")
    assert aggregate.partition("(")[0] == refused.value.name
