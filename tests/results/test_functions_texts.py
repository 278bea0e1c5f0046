"""Functions on text give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/countof-function
Source: https://learn.microsoft.com/en-us/kusto/query/has-any-index-function
Source: https://learn.microsoft.com/en-us/kusto/query/indexof-function
Source: https://learn.microsoft.com/en-us/kusto/query/replace-strings-function
Source: https://learn.microsoft.com/en-us/kusto/query/replace-regex-function
Source: https://learn.microsoft.com/en-us/kusto/query/split-function
Source: https://learn.microsoft.com/en-us/kusto/query/strcmp-function
Source: https://learn.microsoft.com/en-us/kusto/query/strrep-function
Source: https://learn.microsoft.com/en-us/kusto/query/translate-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (-1, 'strcmp("a","b")'),
        (1, 'strcmp("b","B")'),
        (6, 'string_size("héllo")'),
        ("ab-ab-ab", 'strrep("ab",3,"-")'),
        ("1.51.5", "strrep(1.5,2)"),
        ("123.45.123.45.123.45", "strrep(123.45,3,'.')"),
        (2, 'indexof("abcdefg","cde")'),
        (2, 'indexof("abcdefg","cde",1,4)'),
        (-1, 'indexof("abcdefg","cde",1,2)'),
        (-1, 'indexof("abcdefg","cde",3,4)'),
        (2, 'indexof("abcdefg","cde",-5)'),
        (4, "indexof(1234567,5,1,4)"),
        (2, 'indexof("abcdefg","cde",2,-1)'),
        (-1, 'indexof("abcdefgabcdefg","cde",1,-1,3)'),
        (["bbb"], 'split("aaa_bbb_ccc","_",1)'),
        ([], 'split("a_b","_",5)'),
        (["a", "", "b"], 'split("a__b","_")'),
        (
            "a dog, a pigeon",
            'replace_strings("a cat, a dog", dynamic(["cat","dog"]), dynamic(["dog","pigeon"]))',
        ),
        (
            "This was it",
            'replace_strings("This is it", dynamic(["is","This"]), dynamic(["was","This"]))',
        ),
        (
            "This was it",
            'replace_strings("This is it", dynamic(["This","is"]), dynamic([12345,"was"]))',
        ),
        ("xxx", 'translate("abc","x","abc")'),
        ("", 'translate("abc","","ab")'),
        ("kusto", 'translate("krasp","otsku","spark")'),
        (1, 'has_any_index("this is an example", dynamic(["not","example"]))'),
        (-1, 'has_any_index("this is an example", dynamic(["not","found"]))'),
        (-1, 'has_any_index("this is an example", dynamic([]))'),
        (True, 'isascii("a")'),
        (False, 'isascii("é")'),
        ("Wh", "replace(@'\\0', '', make_string(base64_decode_toarray(\"VwBoAA==\")))"),
        ("Wh", "replace(@'\\x00', '', base64_decode_tostring(\"VwBoAA==\"))"),
        ("", 'strrep("a",0)'),
        (9, 'indexof("abcdefgabcdefg","cde",1,-1,2)'),
        (0, 'indexof("abcdefg","")'),
        (3, 'countof("aaaa","aa")'),
        (2, 'countof("The cat sat", "at", "normal")'),
        (2, 'countof("The cat sat", "at", "regex")'),
        ("a-b_c!é", 'replace_strings("a.b\'c|é", dynamic([".","\'","|"]), dynamic(["-","_","!"]))'),
        ("a b c", 'replace("[+]", " ", "a+b+c")'),
        ("1.2.3.4", 'replace("^::ffff:", "", "::ffff:1.2.3.4")'),
        (True, 'notempty("a")'),
    ],
)
def test_a_text_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
