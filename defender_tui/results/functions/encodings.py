"""Base64, percent-encoding, code points and hexadecimal digits.

Source: https://learn.microsoft.com/en-us/kusto/query/base64-decode-tostring-function
Source: https://learn.microsoft.com/en-us/kusto/query/base64-decode-toarray-function
Source: https://learn.microsoft.com/en-us/kusto/query/base64-encode-fromarray-function
Source: https://learn.microsoft.com/en-us/kusto/query/tohex-function
Source: https://learn.microsoft.com/en-us/kusto/query/unicode-codepoints-to-string-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-decode-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-encode-function
Source: https://learn.microsoft.com/en-us/kusto/query/url-encode-component-function
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import array, bound, function, text

_KEPT = "A-Za-z0-9_.!*()-"


def _encode_base64(value: str) -> str:
    return f"to_base64(encode({text(value)}))"


def _decode_base64(value: str) -> str:
    """Empty for what is not base64, or not UTF-8 once decoded."""
    return f"coalesce(try(decode(from_base64({text(value)}))), '')"


def _base64_to_array(value: str) -> str:
    digits = f"regexp_extract_all(hex(try(from_base64({text(value)}))), '..')"
    return f"to_json(list_transform({digits}, lambda __d: CAST('0x' || __d AS BIGINT)))"


def _array_to_base64(values: str) -> str:
    """Empty when a value is no byte."""
    byte = "TRY_CAST(__x AS BIGINT)"
    digits = f"list_transform(__k.a, lambda __x: printf('%02x', {byte}))"
    bytes_only = f"len(list_filter(__k.a, lambda __x: {byte} BETWEEN 0 AND 255)) = len(__k.a)"
    encoded = f"to_base64(unhex(array_to_string({digits}, '')))"
    return bound(f"CASE WHEN {bytes_only} THEN {encoded} ELSE '' END", a=array(values))


def _hex(value: str, length: str = "CAST(1 AS BIGINT)") -> str:
    """Digits of a negative number show its own width: 8 for an int, 16 for a long."""
    narrow = "typeof(__k.v) = 'INTEGER' AND __k.v < 0"
    digits = f"lower(CASE WHEN {narrow} THEN right(to_hex(__k.v), 8) ELSE to_hex(__k.v) END)"
    width = "CAST(least(greatest(__k.n, 1), 16) AS INTEGER)"
    padded = f"CASE WHEN length({digits}) < {width} THEN lpad({digits}, {width}, '0')"
    return bound(f"{padded} ELSE {digits} END", v=value, n=length)


def _from_code_points(*values: str) -> str:
    one = "chr(CAST(CAST(__x AS BIGINT) AS INTEGER))"
    parts = (
        f"list_transform([to_json({value})], lambda __v: CASE WHEN json_type(__v) = 'ARRAY' THEN"
        f" array_to_string(list_transform(TRY_CAST(__v AS JSON[]), lambda __x: {one}), '')"
        f" ELSE list_transform([__v], lambda __x: {one})[1] END)[1]"
        for value in values
    )
    return f"concat({', '.join(parts)})"


def _to_code_points(value: str) -> str:
    characters = f"regexp_extract_all({text(value)}, '(?s).')"
    return f"to_json(list_transform({characters}, lambda __x: CAST(unicode(__x) AS BIGINT)))"


def _url_encode(value: str, space: str) -> str:
    """In runs of characters that stay, of spaces, and of those that are coded."""
    coded = "lower(regexp_replace(hex(encode(__x)), '(..)', '%\\1', 'g'))"
    each = (
        f"CASE WHEN starts_with(__x, ' ') THEN replace(__x, ' ', '{space}')"
        f" WHEN regexp_matches(__x, '^[{_KEPT}]') THEN __x ELSE {coded} END"
    )
    runs = f"regexp_extract_all({text(value)}, '[{_KEPT}]+| +|[^ {_KEPT}]+')"
    return f"array_to_string(list_transform({runs}, lambda __x: {each}), '')"


def _url_encode_form(value: str) -> str:
    return _url_encode(value, "+")


def _url_encode_component(value: str) -> str:
    return _url_encode(value, "%20")


def _url_decode(value: str) -> str:
    spaced = "replace(__k.s, '+', ' ')"
    return bound(f"coalesce(try(url_decode({spaced})), {spaced})", s=text(value))


FUNCTIONS = (
    function("base64_encode_tostring", _encode_base64),
    function("base64_encodestring", _encode_base64),
    function("base64_decode_tostring", _decode_base64),
    function("base64_decodestring", _decode_base64),
    function("base64_decode_toarray", _base64_to_array),
    function("base64_encode_fromarray", _array_to_base64),
    function("tohex", _hex, 1, 2),
    function("unicode_codepoints_to_string", _from_code_points, 1, 64),
    function("unicode_codepoints_from_string", _to_code_points),
    function("url_encode", _url_encode_form),
    function("url_encode_component", _url_encode_component),
    function("url_decode", _url_decode),
)
