"""Calls that mean other calls: old names, and other orders of arguments.

Source: https://learn.microsoft.com/en-us/kusto/query/make-datetime-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-urlquery-function
Source: https://learn.microsoft.com/en-us/kusto/query/percentiles-aggregation-function
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from duckdb_kql import ir

from defender_tui.results.functions import ipv6
from defender_tui.results.functions.arrays import ZIPPED
from defender_tui.results.functions.texts import COUNT_PLAIN
from defender_tui.results.functions.times import EXACT_TIMESPAN, WEEKS_BETWEEN

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER_NAMES = {
    "array_strcat": "strcat_array",
    "arraylength": "array_length",
    "columnifexists": "column_ifexists",
    "datepart": "datetime_part",
    "extractall": "extract_all",
    "extractjson": "extract_json",
    "make_dictionary": "make_bag",
    "make_string": "unicode_codepoints_to_string",
    "notempty": "isnotempty",
    "pack_dictionary": "bag_pack",
    "parsejson": "parse_json",
    "parseurl": "parse_url",
    "parseurlquery": "parse_urlquery",
    "to_utf8": "unicode_codepoints_from_string",
    "toobject": "parse_json",
    "totime": "totimespan",
}
_QUERY_PARAMETERS = "Query Parameters"


def respelled(call: ir.FunctionCall) -> ir.Expr:
    """The call of what a call means."""
    call = _renamed(call)
    rewrite = _REWRITES.get(call.name)
    return call if rewrite is None else rewrite(call)


def packed_columns(columns: tuple[ir.Expr, ...]) -> ir.Expr:
    """A bag of columns by their names."""
    pairs = [
        part
        for column in columns
        if isinstance(column, ir.ColumnRef)
        for part in (ir.Literal(column.name, "string"), column)
    ]
    return ir.FunctionCall("bag_pack", tuple(pairs))


def _renamed(call: ir.FunctionCall) -> ir.FunctionCall:
    name = _OTHER_NAMES.get(call.name)
    return call if name is None else dataclasses.replace(call, name=name)


def _bag_pack_columns(call: ir.FunctionCall) -> ir.Expr:
    if not all(isinstance(column, ir.ColumnRef) for column in call.args):
        return call
    return packed_columns(call.args)


def _replace(call: ir.FunctionCall) -> ir.Expr:
    """The old `replace` takes a regular expression, and the text last."""
    if len(call.args) != 3:
        return call
    regex, rewrite, source = call.args
    return ir.FunctionCall("replace_regex", (source, regex, rewrite))


def _countof(call: ir.FunctionCall) -> ir.Expr:
    match call.args:
        case (source, wanted) | (source, wanted, ir.Literal(value="normal")):
            return ir.FunctionCall(COUNT_PLAIN, (source, wanted))
    return call


def _datetime_diff(call: ir.FunctionCall) -> ir.Expr:
    match call.args:
        case (ir.Literal(kind="string", value=str(part)), first, second):
            if part.lower() == "week":
                return ir.FunctionCall(WEEKS_BETWEEN, (first, second))
    return call


def _make_datetime(call: ir.FunctionCall) -> ir.Expr:
    match len(call.args):
        case 1:
            return ir.FunctionCall("todatetime", call.args)
        case 5:
            return dataclasses.replace(call, args=(*call.args, ir.Literal(0, "long")))
    return call


def _make_timespan(call: ir.FunctionCall) -> ir.Expr:
    return ir.FunctionCall(EXACT_TIMESPAN, call.args) if 2 <= len(call.args) <= 4 else call


def _zip(call: ir.FunctionCall) -> ir.Expr:
    return ir.FunctionCall(ZIPPED, call.args) if 2 <= len(call.args) <= 16 else call


def _parse_urlquery(call: ir.FunctionCall) -> ir.Expr:
    if len(call.args) != 1:
        return call
    address = ir.FunctionCall("strcat", (ir.Literal("http://h/?", "string"), *call.args))
    parsed = ir.FunctionCall("parse_url", (address,))
    found = ir.PathAccess(parsed, (ir.PathStep(name=_QUERY_PARAMETERS),))
    return ir.FunctionCall("bag_pack", (ir.Literal(_QUERY_PARAMETERS, "string"), found))


def spread(named: ir.NamedExpr) -> tuple[ir.NamedExpr, ...]:
    """`percentiles(x, 5, 95)` as one `percentile` for each."""
    call = named.expr
    if named.name is not None or not isinstance(call, ir.FunctionCall):
        return (named,)
    if call.name != "percentiles" or len(call.args) < 2:
        return (named,)
    value, *percents = call.args
    return tuple(
        ir.NamedExpr(ir.FunctionCall("percentile", (value, percent))) for percent in percents
    )


_REWRITES: dict[str, Callable[[ir.FunctionCall], ir.Expr]] = {
    "bag_pack_columns": _bag_pack_columns,
    "countof": _countof,
    "datetime_diff": _datetime_diff,
    "ipv6_compare": ipv6.compare,
    "ipv6_is_in_range": ipv6.is_in_range,
    "ipv6_is_match": ipv6.compare,
    "make_datetime": _make_datetime,
    "make_timespan": _make_timespan,
    "parse_urlquery": _parse_urlquery,
    "replace": _replace,
    "zip": _zip,
}
