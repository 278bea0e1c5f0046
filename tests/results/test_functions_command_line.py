"""Command lines are cut as Windows cuts them.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-command-line
Source: https://learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (["echo", "hello world!"], 'parse_command_line("echo \\"hello world!\\"", "windows")'),
        (
            ["C:\\Program Files\\a.exe", "-x", 'a "b" c'],
            r"""parse_command_line(@'"C:\Program Files\a.exe" -x "a \"b\" c"', "windows")""",
        ),
        (
            ["x", "d\\\\e", "\\f g\\", "", "h"],
            r"""parse_command_line(@'x d\\e \\"f g\\" "" h', "windows")""",
        ),
        (
            ["CallMe.exe", "abc", "d", "e"],
            'parse_command_line(@\'CallMe.exe "abc" d e\', "Windows")',
        ),
        (
            ["x.exe", "a\\\\b", "de fg", "h"],
            'parse_command_line(@\'x.exe a\\\\b d"e f"g h\', "windows")',
        ),
        (["x.exe", 'a\\"b', "c", "d"], 'parse_command_line(@\'x.exe a\\\\\\"b c d\', "windows")'),
        (
            ["x.exe", "a\\\\b c", "d", "e"],
            'parse_command_line(@\'x.exe a\\\\\\\\"b c" d e\', "windows")',
        ),
        (["x.exe", 'ab"', "c", "d"], 'parse_command_line(@\'x.exe a"b"" c d\', "windows")'),
        (["a", "b", "c"], r'parse_command_line("a  b\tc ", "windows")'),
    ],
)
def test_a_command_line_is_cut_as_windows_cuts_it(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
