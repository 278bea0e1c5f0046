"""Property bags give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/bag-keys-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-merge-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-has-key-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-remove-keys-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-set-key-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-zip
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (["a", "b"], 'bag_keys(dynamic({"a":1,"b":{"c":2}}))'),
        (None, "bag_keys(dynamic([1]))"),
        (
            {"A1": 12, "B1": 2, "C1": 3, "A2": 81, "B2": 82},
            'bag_merge(dynamic({"A1":12,"B1":2,"C1":3}),dynamic({"A2":81,"B2":82,"A1":1}))',
        ),
        (True, 'bag_has_key(dynamic({"key1":123,"key2":"abc"}),"key2")'),
        (True, 'bag_has_key(dynamic({"key1":123,"key2":{"prop1":"abc"}}),"$.key2.prop1")'),
        (False, 'bag_has_key(dynamic({"key1":123}),"key3")'),
        (
            {"key1": 123},
            'bag_remove_keys(dynamic({"key1":123,"key2":"abc"}),dynamic(["key2","key4"]))',
        ),
        ({"key1": 1, "key2": 2, "key3": 3}, 'bag_set_key(dynamic({"key1":1,"key2":2}),"key3",3)'),
        ({"key1": 1, "key3": 3}, 'bag_set_key(dynamic({"key1":1,"key3":"abc"}),"key3",3)'),
        ({"a": 1, "b": "2", "c": None}, 'bag_zip(dynamic(["a","b","c"]),dynamic([1,"2"]))'),
        ({"a": 1, "b": 2.5}, 'bag_zip(dynamic(["a",8,"b"]),dynamic([1,"2",2.5]))'),
        (None, 'bag_set_key(dynamic([1]),"a",1)'),
        ({"a": 1}, 'pack_dictionary("a",1)'),
    ],
)
def test_a_bag_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
