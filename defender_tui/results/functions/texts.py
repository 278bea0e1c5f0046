"""Functions on text.

Source: https://learn.microsoft.com/en-us/kusto/query/countof-function
Source: https://learn.microsoft.com/en-us/kusto/query/has-any-index-function
Source: https://learn.microsoft.com/en-us/kusto/query/indexof-function
Source: https://learn.microsoft.com/en-us/kusto/query/replace-strings-function
Source: https://learn.microsoft.com/en-us/kusto/query/split-function
Source: https://learn.microsoft.com/en-us/kusto/query/strcmp-function
Source: https://learn.microsoft.com/en-us/kusto/query/strrep-function
Source: https://learn.microsoft.com/en-us/kusto/query/translate-function
"""

from __future__ import annotations

from duckdb_kql.translate.functions import term_match_sql

from defender_tui.results.functions.spelling import (
    bound,
    constants,
    function,
    quoted,
    text,
    whole_number,
)

COUNT_PLAIN = "countof without regex"
"""A name for a call that the translator would take for its own; no query can hold it."""


def _compare(left: str, right: str) -> str:
    order = "CASE WHEN __k.a = __k.b THEN 0 WHEN __k.a < __k.b THEN -1 ELSE 1 END"
    return bound(f"CAST({order} AS BIGINT)", a=text(left), b=text(right))


def _size(value: str) -> str:
    return f"octet_length(encode({text(value)}))"


def _repeat(value: str, count: str, delimiter: str = "''") -> str:
    repeated = "repeat(__k.s || __k.d, CAST(__k.n AS BIGINT) - 1) || __k.s"
    return bound(
        f"CASE WHEN __k.n <= 0 THEN '' WHEN __k.n IS NOT NULL THEN {repeated} END",
        s=text(value),
        n=count,
        d=text(delimiter),
    )


def _index(
    source: str,
    wanted: str,
    start: str | None = None,
    length: str = "CAST(-1 AS BIGINT)",
    occurrence: str = "CAST(1 AS BIGINT)",
) -> str:
    """A start below zero counts from the end; a length of -1 is none."""
    if start is None:
        return f"(strpos({text(source)}, {text(wanted)}) - 1)"
    if whole_number(occurrence) != 1 and whole_number(length) != -1:
        raise ValueError("a later occurrence within a length")
    begin = "CASE WHEN __k.f < 0 THEN greatest(length(__k.s) + __k.f, 0) ELSE __k.f END"
    size = "CASE WHEN __k.l = -1 THEN length(__k.s) ELSE __k.l END"
    region = f"substring(__k.s, {begin} + 1, {size})"
    places = (
        f"list_filter(range(1, length({region}) - length(__k.w) + 2), lambda __i:"
        f" substring({region}, __i, length(__k.w)) = __k.w)"
    )
    first = f"nullif(strpos({region}, __k.w), 0)"
    found = f"CASE WHEN __k.o = 1 THEN {first} ELSE ({places})[__k.o] END"
    is_odd = "__k.l < -1 OR __k.o < 1"
    return bound(
        f"CASE WHEN {is_odd} THEN NULL ELSE"
        f" CAST(coalesce(({begin}) + ({found}) - 1, -1) AS BIGINT) END",
        s=text(source),
        w=text(wanted),
        f=_long(start),
        l=_long(length),
        o=_long(occurrence),
    )


def _count(source: str, wanted: str) -> str:
    """Occurrences may overlap; an empty text occurs nowhere."""
    places = (
        "list_filter(range(1, length(__k.s) - length(__k.w) + 2), lambda __i:"
        " substring(__k.s, __i, length(__k.w)) = __k.w)"
    )
    return bound(
        f"CASE WHEN __k.w = '' THEN 0 ELSE CAST(len({places}) AS BIGINT) END",
        s=text(source),
        w=text(wanted),
    )


def _split(source: str, delimiter: str, index: str | None = None) -> str:
    if index is None:
        return f"str_split({text(source)}, {delimiter})"
    return bound(
        "CASE WHEN __k.n >= 0 THEN list_slice(str_split(__k.s, __k.d), __k.n + 1, __k.n + 1)"
        " ELSE [] END",
        s=text(source),
        d=delimiter,
        n=_long(index),
    )


def _replace_many(source: str, wanted: str, instead: str) -> str:
    """Cut the text into the wanted texts and single characters, and put them together again.

    Of wanted texts at one place the first listed counts. Those whose replacement is no text stay.
    """
    replacements = dict(reversed(list(zip(constants(wanted), constants(instead), strict=False))))
    found = [each for each in constants(wanted) if each]
    if not found:
        return text(source)
    pattern = quoted(f"(?s){'|'.join(_escaped(each) for each in found)}|.")
    whens = " ".join(
        f"WHEN {quoted(old)} THEN {quoted(new)}"
        for old, new in replacements.items()
        if old and new is not None
    )
    replaced = f"CASE __p {whens} ELSE __p END" if whens else "__p"
    pieces = f"regexp_extract_all({text(source)}, {pattern})"
    return f"array_to_string(list_transform({pieces}, lambda __p: {replaced}), '')"


def _escaped(plain: str) -> str:
    return "".join(each if each.isalnum() else f"\\x{{{ord(each):x}}}" for each in plain)


def _translate(wanted: str, instead: str, source: str) -> str:
    """Where the second list is shorter, its last character stands for the rest."""
    filled = (
        "CASE WHEN __k.r = '' THEN '' WHEN length(__k.r) < length(__k.w)"
        " THEN rpad(__k.r, CAST(length(__k.w) AS INTEGER), right(__k.r, 1)) ELSE __k.r END"
    )
    return bound(
        f"translate(__k.s, __k.w, {filled})", s=text(source), w=text(wanted), r=text(instead)
    )


def _first_found(source: str, values: str) -> str:
    listed = constants(values)
    if not listed:
        return "CAST(-1 AS BIGINT)"
    if None in listed:
        raise ValueError("values that are no text")
    whens = " ".join(
        f"WHEN {term_match_sql('__k.s', quoted(each), needle_text=each)} THEN {place}"
        for place, each in enumerate(listed)
        if each is not None
    )
    return bound(f"CAST(CASE {whens} ELSE -1 END AS BIGINT)", s=text(source))


def _is_ascii(value: str) -> str:
    return f"(octet_length(encode({text(value)})) = length({text(value)}))"


def _long(sql: str) -> str:
    return f"CAST({sql} AS BIGINT)"


FUNCTIONS = (
    function("strcmp", _compare, 2),
    function("string_size", _size),
    function("strrep", _repeat, 2, 3),
    function("indexof", _index, 2, 5),
    function(COUNT_PLAIN, _count, 2),
    function("split", _split, 2, 3),
    function("replace_strings", _replace_many, 3),
    function("translate", _translate, 3),
    function("has_any_index", _first_found, 2),
    function("isascii", _is_ascii),
)
