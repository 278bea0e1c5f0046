"""Sets give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/set-difference-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-intersect-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-union-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-equals-function
Source: https://learn.microsoft.com/en-us/kusto/query/jaccard-index-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ([1, 3, None], "set_difference(dynamic([1,2,3,2,null]),dynamic([2]))"),
        ([1, 2, 3, "a", None], 'set_union(dynamic([1,2,2]),dynamic([3,"a"]),dynamic(["a",null]))'),
        ([2, 3], "set_intersect(dynamic([1,2,3]),dynamic([3,2]))"),
        (None, 'set_intersect(dynamic({"a":1}),dynamic([3,2]))'),
        (True, "set_equals(dynamic([1,2,2]),dynamic([2,1]))"),
        (0.3333333333333333, "jaccard_index(dynamic([1,2]),dynamic([2,3]))"),
        (
            [1, 2, 3, "a", None],
            'set_union(dynamic([1,2,2]),dynamic([3,"a",null]),dynamic(["a",null]))',
        ),
        ([None], "set_difference(dynamic([1,null]),dynamic([1]))"),
        ([1], "set_difference(dynamic([1,null]),dynamic([null]))"),
        ([None], "set_intersect(dynamic([1,null]),dynamic([null]))"),
        ([4], "set_difference(pack_array(4,4,8), pack_array(8), dynamic([1]))"),
        (None, 'set_union(dynamic([1]), "x")'),
        ([3], "set_intersect(dynamic([1,2,3]), dynamic([2,3]), dynamic([3]))"),
    ],
)
def test_a_set_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
