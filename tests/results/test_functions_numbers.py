"""Numbers, chance and places give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/sqrt-function
Source: https://learn.microsoft.com/en-us/kusto/query/log-function
Source: https://learn.microsoft.com/en-us/kusto/query/rand-function
Source: https://learn.microsoft.com/en-us/kusto/query/new-guid-function
Source: https://learn.microsoft.com/en-us/kusto/query/assert-function
Source: https://learn.microsoft.com/en-us/kusto/query/geo-distance-2points-function
Source: https://learn.microsoft.com/en-us/kusto/query/geo-point-in-circle-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (None, "sqrt(-1)"),
        (None, "log(-1)"),
        (4.0, "sqrt(16)"),
        (True, "rand() < 1"),
        (True, "rand(3) < 3"),
        (36, "strlen(tostring(new_guid()))"),
        (True, 'assert(1<2,"no")'),
        (
            1546754.3519738095,
            "geo_distance_2points(-122.407628, 47.578557, -118.275287, 34.019056)",
        ),
        (None, "geo_distance_2points(300,1,1,1)"),
        (True, "geo_point_in_circle(-122.407628, 47.578557, -122.4, 47.5, 10000)"),
        (None, "log10(-5)"),
        (3.0, "log2(8)"),
        (3, "bitset_count_ones(42)"),
    ],
)
def test_a_number_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
