"""IPv6 addresses, and IPv4 ones read as such (`::ffff:a.b.c.d`), with or without a prefix.

Written as calls of `parse_ipv6`, which masks an address by its prefix.

Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-compare-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-is-match-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-is-in-range-function
"""

from __future__ import annotations

from duckdb_kql import ir

from defender_tui.results.functions.spelling import bound, function, text

_BARE = "ipv6 without prefix"
_BITS = "ipv6 prefix length"
_LEAST = "ipv6 shortest prefix"
_ORDER = "ipv6 order"
_WHOLE = ir.Literal(128, "long")


def compare(call: ir.FunctionCall) -> ir.Expr:
    """`ipv6_compare` and `ipv6_is_match`: by the shortest of all prefixes."""
    if not 2 <= len(call.args) <= 3:
        return call
    first, second, *given = call.args
    prefixes = (_bits(first), _bits(second), *(given or [_WHOLE]))
    order = _ordered(first, second, ir.FunctionCall(_LEAST, prefixes))
    return order if call.name == "ipv6_compare" else _is_zero(order)


def is_in_range(call: ir.FunctionCall) -> ir.Expr:
    """`ipv6_is_in_range`: by the prefix of the range."""
    if len(call.args) != 2:
        return call
    address, network = call.args
    return _is_zero(_ordered(address, network, _bits(network)))


def _ordered(first: ir.Expr, second: ir.Expr, bits: ir.Expr) -> ir.Expr:
    return ir.FunctionCall(_ORDER, (_masked(first, bits), _masked(second, bits)))


def _masked(address: ir.Expr, bits: ir.Expr) -> ir.Expr:
    whole = ir.FunctionCall("parse_ipv6", (ir.FunctionCall(_BARE, (address,)),))
    parts = (whole, ir.Literal("/", "string"), ir.FunctionCall("tostring", (bits,)))
    return ir.FunctionCall("parse_ipv6", (ir.FunctionCall("strcat", parts),))


def _is_zero(order: ir.Expr) -> ir.Expr:
    return ir.FunctionCall("iff", (_is_null(order), ir.Literal(None, "bool"), _equals_zero(order)))


def _is_null(order: ir.Expr) -> ir.Expr:
    return ir.FunctionCall("isnull", (order,))


def _equals_zero(order: ir.Expr) -> ir.Expr:
    return ir.BinaryOp("==", order, ir.Literal(0, "long"))


def _bits(address: ir.Expr) -> ir.Expr:
    return ir.FunctionCall(_BITS, (address,))


def _bare(address: str) -> str:
    """An address without its prefix; `::1.2.3.4` is compared as the IPv4 address that it holds."""
    bare = f"split_part(trim({text(address)}), '/', 1)"
    return f"regexp_replace({bare}, '^::([0-9]+[.][0-9.]+)$', '\\1')"


def _prefix_length(address: str) -> str:
    """In bits of 128; one behind a dotted address counts those of IPv4."""
    given = "TRY_CAST(split_part(__k.a, '/', 2) AS BIGINT)"
    dotted = "contains(split_part(__k.a, '/', 1), '.')"
    return bound(
        f"CASE WHEN NOT contains(__k.a, '/') THEN 128 WHEN {given} < 0 THEN NULL"
        f" WHEN {dotted} THEN CASE WHEN {given} <= 32 THEN 96 + {given} END"
        f" WHEN {given} <= 128 THEN {given} END",
        a=f"trim({text(address)})",
    )


def _shortest(first: str, second: str, third: str) -> str:
    return bound(
        "CASE WHEN __k.a IS NOT NULL AND __k.b IS NOT NULL AND __k.c BETWEEN 0 AND 128"
        " THEN least(__k.a, __k.b, __k.c) END",
        a=first,
        b=second,
        c=third,
    )


def _order(first: str, second: str) -> str:
    return bound(
        "CASE WHEN __k.a = '' OR __k.b = '' THEN NULL WHEN __k.a = __k.b THEN CAST(0 AS BIGINT)"
        " WHEN __k.a < __k.b THEN CAST(-1 AS BIGINT) ELSE CAST(1 AS BIGINT) END",
        a=first,
        b=second,
    )


FUNCTIONS = (
    function(_BARE, _bare),
    function(_BITS, _prefix_length),
    function(_LEAST, _shortest, 3),
    function(_ORDER, _order, 2),
)
