"""Structured text is read as documented.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-path-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-version-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-csv-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-urlquery-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (
            {
                "Scheme": "",
                "RootPath": "C:",
                "DirectoryPath": "C:\\temp",
                "DirectoryName": "temp",
                "Filename": "file.txt",
                "Extension": "txt",
                "AlternateDataStreamName": "",
            },
            r'parse_path(@"C:\temp\file.txt")',
        ),
        (
            {
                "Scheme": "",
                "RootPath": "",
                "DirectoryPath": "temp",
                "DirectoryName": "temp",
                "Filename": "file.txt",
                "Extension": "txt",
                "AlternateDataStreamName": "",
            },
            r'parse_path(@"temp\file.txt")',
        ),
        (
            {
                "Scheme": "file",
                "RootPath": "C:",
                "DirectoryPath": "C:/temp",
                "DirectoryName": "temp",
                "Filename": "file.txt",
                "Extension": "txt",
                "AlternateDataStreamName": "some.exe",
            },
            'parse_path("file://C:/temp/file.txt:some.exe")',
        ),
        (
            {
                "Scheme": "",
                "RootPath": "",
                "DirectoryPath": "\\\\shared\\users\\temp",
                "DirectoryName": "temp",
                "Filename": "file.txt.gz",
                "Extension": "gz",
                "AlternateDataStreamName": "",
            },
            r'parse_path(@"\\shared\users\temp\file.txt.gz")',
        ),
        (
            {
                "Scheme": "",
                "RootPath": "",
                "DirectoryPath": "/usr/lib/temp",
                "DirectoryName": "temp",
                "Filename": "file.txt",
                "Extension": "txt",
                "AlternateDataStreamName": "",
            },
            'parse_path("/usr/lib/temp/file.txt")',
        ),
        ("10000000200000000", 'parse_version("0.1.2.0")'),
        ("1000000020000000300000004", 'parse_version("1.2.3.4")'),
        (None, 'parse_version("1.2.3.4.5")'),
        (
            ["aa", "b,b,b", "cc", 'Escaping quotes: "Title"', "line1\nline2"],
            'parse_csv(\'aa,"b,b,b",cc,"Escaping quotes: ""Title""","line1\\nline2"\')',
        ),
        (["record1", "a", "b", "c"], "parse_csv('record1,a,b,c\\nrecord2,x,y,z')"),
        ([""], "parse_csv('')"),
        (
            {"Query Parameters": {"k1": "v1", "k2": "v2", "k3": "v3"}},
            'parse_urlquery("k1=v1&k2=v2&k3=v3")',
        ),
        ("5", 'parse_version("0.0.0.5")'),
        ("1000000000000000000000000", 'parse_version("1")'),
        (None, 'parse_version("a.b")'),
        (["a", "", "b"], 'parse_csv("a,,b")'),
    ],
)
def test_structured_text_is_read_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
