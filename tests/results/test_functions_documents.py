"""JSON text is read as documented.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-json-function
Source: https://learn.microsoft.com/en-us/kusto/query/extract-json-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (None, 'parse_json("")'),
        (1, 'parse_json("{\\"a\\":1}").a'),
        (5, "parse_json(5)"),
        ("John", 'extract_json("$.name","{\\"name\\":\\"John\\",\\"age\\":30}")'),
        ("30", 'extractjson("$.age","{\\"name\\":\\"John\\",\\"age\\":30}")'),
        ("x", 'extractjson("$[0].Name","[{\\"Name\\":\\"x\\"}]")'),
        ("true", 'extractjson("$[\'a b\']","{\\"a b\\":true}")'),
        ("", 'extractjson("$.x","not json")'),
        (2, 'parsejson("[1,2]")[1]'),
        ({}, 'toobject("{}")'),
        ("string", 'gettype(parse_json("abc"))'),
        ("x", 'extract_json("$.a.b[1]", "{\\"a\\":{\\"b\\":[1,\\"x\\"]}}")'),
        ("[1,2]", 'extract_json("$.a", parse_json("{\\"a\\":[1,2]}"))'),
        (True, 'isempty(extractjson("$.a", ""))'),
    ],
)
def test_json_text_is_read_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
