"""Encodings give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/base64-decode-tostring-function
Source: https://learn.microsoft.com/en-us/kusto/query/base64-decode-toarray-function
Source: https://learn.microsoft.com/en-us/kusto/query/base64-encode-tostring-function
Source: https://learn.microsoft.com/en-us/kusto/query/tohex-function
Source: https://learn.microsoft.com/en-us/kusto/query/unicode-codepoints-to-string-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-decode-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-encode-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-encode-component-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("é", 'base64_decode_tostring("w6k=")'),
        ("", 'base64_decode_tostring("S3VzdG8")'),
        ("", 'base64_decode_tostring("U3RyaW5n0KHR0tGA0L7Rh9C60LA=")'),
        ("w6k=", 'base64_encode_tostring("é")'),
        ([75, 117, 115, 116, 111], 'base64_decode_toarray("S3VzdG8=")'),
        ("S3U=", "base64_encode_fromarray(dynamic([75,117]))"),
        ("100", "tohex(256)"),
        ("ffffffffffffff00", "tohex(-256)"),
        ("ffffff00", "tohex(toint(-256),8)"),
        ("00000100", "tohex(256,8)"),
        ("100", "tohex(256,2)"),
        ("Kus", "unicode_codepoints_to_string(75,117,115)"),
        ("Ku!", "unicode_codepoints_to_string(dynamic([75,117]),33)"),
        ([75, 252], 'unicode_codepoints_from_string("Kü")'),
        (4, 'strlen(make_string(base64_decode_toarray("VwBoAA==")))'),
        (
            "https%3a%2f%2fwww.bing.com%2fhello+world",
            'url_encode("https://www.bing.com/hello world")',
        ),
        (
            "https%3a%2f%2fwww.bing.com%2fhello%20world",
            'url_encode_component("https://www.bing.com/hello world")',
        ),
        (
            "https://www.bing.com/hello world%zz",
            'url_decode("https%3a%2f%2fwww.bing.com%2fhello+world%zz")',
        ),
        ("%c3%a9+%7ea!(b)*%2f%25", 'url_encode("é ~a!(b)*/%")'),
        ("a b", 'url_decode("a%20b")'),
        ("Hi", 'base64_decodestring("SGk=")'),
        ("Hi", "make_string(72,105)"),
        ([72, 105], 'to_utf8("Hi")'),
    ],
)
def test_an_encoding_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
