"""Arrays give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/array-iff-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-rotate-left-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-shift-left-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-sort-asc-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-split-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-sum-function
Source: https://learn.microsoft.com/en-us/kusto/query/range-function
Source: https://learn.microsoft.com/en-us/kusto/query/repeat-function
Source: https://learn.microsoft.com/en-us/kusto/query/zip-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ([1, 4, 7], "range(1,8,3)"),
        ([5, 3, 1], "range(5,1,-2)"),
        ([1, 2, 3], "range(1,3)"),
        (1048576, "array_length(range(1,100000000,1))"),
        (
            ["2026-01-01T00:00:00.0000000Z", "2026-01-02T00:00:00.0000000Z"],
            "range(datetime(2026-01-01), datetime(2026-01-02 12:00), 1d)",
        ),
        ([1, 5, 3], "array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6]))"),
        (["yes", "no", "yes"], 'array_iff(dynamic([1,0,50]), "yes", "no")'),
        ([None, None], 'array_iff(dynamic(["some",null]), 1, 0)'),
        ([1, 2, None], "array_iff(dynamic([true,true,true]), dynamic([1,2]), dynamic([3,4]))"),
        ([3, 4, 5, 1, 2], "array_rotate_left(dynamic([1,2,3,4,5]),2)"),
        ([4, 5, 1, 2, 3], "array_rotate_right(dynamic([1,2,3,4,5]),2)"),
        ([4, 5, 1, 2, 3], "array_rotate_left(dynamic([1,2,3,4,5]),-2)"),
        ([3, 4, 5, None, None], "array_shift_left(dynamic([1,2,3,4,5]),2)"),
        ([3, 4, 5, -1, -1], "array_shift_left(dynamic([1,2,3,4,5]),2,-1)"),
        ([-1, -1, 1, 2, 3], "array_shift_left(dynamic([1,2,3,4,5]),-2,-1)"),
        (["", "", "a"], 'array_shift_right(dynamic(["a","b","c"]),2)'),
        ([[1, 2], [3, 4, 5]], "array_split(dynamic([1,2,3,4,5]),2)"),
        ([[1], [2, 3], [4, 5]], "array_split(dynamic([1,2,3,4,5]),dynamic([1,3]))"),
        ([[1], [2, 3], [4, 5]], "array_split(dynamic([1,2,3,4,5]),dynamic([1,-2]))"),
        ([9, 10, "a", "b", None], 'array_sort_asc(dynamic([10,9,null,"b","a"]))'),
        (
            [None, None, "blue", "green", "yellow"],
            'array_sort_asc(dynamic([null,"blue","yellow","green",null]), false)',
        ),
        ([100, 10, 9], "array_sort_desc(dynamic([10,9,100]))"),
        (6.5, "array_sum(dynamic([1,2.5,3]))"),
        (None, 'array_sum(dynamic([1,"2"]))'),
        ([1, 1, 1], "repeat(1,3)"),
        ([], 'repeat("a",0)'),
        ([[1, 2], [3, 4], [5, None]], "zip(dynamic([1,3,5]),dynamic([2,4]))"),
        (None, 'array_split("x",1)'),
        (None, 'array_shift_left("x",1)'),
        (2, "arraylength(dynamic([1,2]))"),
        ("a-b", 'array_strcat(dynamic(["a","b"]),"-")'),
    ],
)
def test_an_array_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
