"""IPv4 addresses, with or without a prefix (`10.0.0.0/8`).

Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-compare-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-in-range-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-in-any-range-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-match-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-private-function
Source: https://learn.microsoft.com/en-us/kusto/query/format-ipv4-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-ipv4-mask-function
"""

from __future__ import annotations

import re

from defender_tui.results.functions.spelling import bound, constants, function, quoted, text

OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])"
_WHOLE = "\\.".join([OCTET] * 4)
_ADDRESS = _WHOLE + "(?:/(?:3[0-2]|[12][0-9]|[0-9]))?"
_PRIVATE = ((10 << 24, 8), ((172 << 24) + (16 << 16), 12), ((192 << 24) + (168 << 16), 16))
_LONGEST = "CAST(32 AS BIGINT)"


def parsed(sql: str) -> str:
    """An address as its number `n` and its prefix `p`; null for what is no address."""
    number = (
        "list_reduce(list_transform(str_split(split_part(__a, '/', 1), '.'),"
        " lambda __o: TRY_CAST(__o AS BIGINT)), lambda __x, __y: __x * 256 + __y)"
    )
    prefix = "coalesce(TRY_CAST(nullif(split_part(__a, '/', 2), '') AS BIGINT), 32)"
    both = f"struct_pack(n := {number}, p := {prefix})"
    return (
        f"list_transform([trim({text(sql)})], lambda __a:"
        f" CASE WHEN regexp_full_match(__a, '{_ADDRESS}') THEN {both} END)[1]"
    )


def _masked(number: str, prefix: str) -> str:
    return f"({number} & (4294967296 - (CAST(1 AS BIGINT) << CAST(32 - {prefix} AS INTEGER))))"


def _compare(first: str, second: str, prefix: str = _LONGEST) -> str:
    shortest = "least(__k.a.p, __k.b.p, __k.m)"
    one, other = (_masked(f"__k.{name}.n", shortest) for name in ("a", "b"))
    valid = "__k.a IS NOT NULL AND __k.b IS NOT NULL AND __k.m BETWEEN 0 AND 32"
    return bound(
        f"CASE WHEN {valid} THEN CAST(sign({one} - {other}) AS BIGINT) END",
        a=parsed(first),
        b=parsed(second),
        m=f"CAST({prefix} AS BIGINT)",
    )


def _is_match(first: str, second: str, prefix: str = _LONGEST) -> str:
    return f"({_compare(first, second, prefix)} = 0)"


def _inside(address: str, network: str) -> str:
    """Whether an address (as `parsed` gives it) lies in a network; null when one is null."""
    own = _masked(f"{address}.n", f"{address}.p")
    return f"({_masked(own, f'{network}.p')} = {_masked(f'{network}.n', f'{network}.p')})"


def _is_in_range(address: str, network: str) -> str:
    return bound(_inside("__k.a", "__k.b"), a=parsed(address), b=parsed(network))


def _is_in_any_range(address: str, *networks: str) -> str:
    """The networks are given one by one, or as one dynamic array."""
    given = ", ".join(f"to_json({network})" for network in networks)
    flat = (
        f"flatten(list_transform([{given}], lambda __x:"
        " CASE WHEN json_type(__x) = 'ARRAY' THEN TRY_CAST(__x AS JSON[]) ELSE [__x] END))"
    )
    found = f"list_transform(__k.r, lambda __n: {_inside('__k.a', '__n')})"
    answer = (
        f"CASE WHEN list_contains({found}, true) THEN true"
        f" WHEN __k.a IS NULL OR len(list_filter({found}, lambda __f: __f IS NULL)) > 0 THEN NULL"
        " ELSE false END"
    )
    return bound(
        answer, a=parsed(address), r=f"list_transform({flat}, lambda __j: {parsed('__j')})"
    )


def _is_private(address: str) -> str:
    own = _masked("__k.a.n", "__k.a.p")
    inside = " OR ".join(f"{_masked(own, str(size))} = {start}" for start, size in _PRIVATE)
    return bound(f"CASE WHEN __k.a IS NOT NULL THEN ({inside}) END", a=parsed(address))


def _prefix(address: str) -> str:
    return bound("__k.a.p", a=parsed(address))


def _parse_masked(address: str, prefix: str) -> str:
    masked = _masked("__k.a.n", "least(__k.a.p, __k.m)")
    return bound(
        f"CASE WHEN __k.a IS NOT NULL AND __k.m BETWEEN 0 AND 32 THEN {masked} END",
        a=parsed(address),
        m=f"CAST({prefix} AS BIGINT)",
    )


def _spelled(address: str, prefix: str, *, with_prefix: bool) -> str:
    """Empty for what is no address; a number counts as one from 0 up to 2^32 - 1."""
    shortest = "least(__k.a.p, __k.m)"
    octets = " || '.' || ".join(
        f"CAST({_masked('__k.a.n', shortest)} // {256**power} % 256 AS VARCHAR)"
        for power in (3, 2, 1, 0)
    )
    tail = f" || '/' || CAST({shortest} AS VARCHAR)" if with_prefix else ""
    number = f"list_transform([{address}], lambda __v: TRY_CAST(CAST(__v AS VARCHAR) AS BIGINT))[1]"
    from_number = (
        f"list_transform([{number}], lambda __v: CASE WHEN __v BETWEEN 0 AND 4294967295"
        " THEN struct_pack(n := __v, p := CAST(32 AS BIGINT)) END)[1]"
    )
    return bound(
        f"CASE WHEN __k.a IS NOT NULL AND __k.m BETWEEN 0 AND 32 THEN {octets}{tail} ELSE '' END",
        a=f"coalesce({parsed(address)}, {from_number})",
        m=f"CAST({prefix} AS BIGINT)",
    )


def _format(address: str, prefix: str = _LONGEST) -> str:
    return _spelled(address, prefix, with_prefix=False)


def _format_mask(address: str, prefix: str = _LONGEST) -> str:
    return _spelled(address, prefix, with_prefix=True)


def _in_text(source: str, *addresses: str) -> str:
    """Between characters that are neither letters nor digits."""
    listed = [each or "" for sql in addresses for each in constants(sql)]
    return _any_in_text(source, [re.escape(each) for each in listed if _is_address(each)])


def _prefix_in_text(source: str, *prefixes: str) -> str:
    """A prefix is a whole address, or its beginning up to and with a dot."""
    forms = []
    for each in (each or "" for sql in prefixes for each in constants(sql)):
        missing = 4 - each.count(".")
        if _is_address(each):
            forms.append(re.escape(each))
        elif 1 <= missing <= 3 and _is_address(each + ".".join("0" * missing)):
            forms.append(re.escape(each) + r"\.".join([OCTET] * missing))
    return _any_in_text(source, forms)


def _is_address(plain: str) -> bool:
    return re.fullmatch(_WHOLE, plain) is not None


def _any_in_text(source: str, forms: list[str]) -> str:
    if not forms:
        return "false"
    pattern = f"(?:^|[^\\pL\\pN])(?:{'|'.join(forms)})(?:$|[^\\pL\\pN])"
    return f"regexp_matches({text(source)}, {quoted(pattern)})"


def _place(_address: str) -> str:
    """Nothing, because where addresses lie is not known here."""
    return "CAST(NULL AS JSON)"


FUNCTIONS = (
    function("geo_info_from_ip_address", _place),
    function("ipv4_compare", _compare, 2, 3),
    function("ipv4_is_match", _is_match, 2, 3),
    function("ipv4_is_in_range", _is_in_range, 2),
    function("ipv4_is_in_any_range", _is_in_any_range, 2, None),
    function("ipv4_is_private", _is_private),
    function("ipv4_netmask_suffix", _prefix),
    function("parse_ipv4_mask", _parse_masked, 2),
    function("format_ipv4", _format, 1, 2),
    function("format_ipv4_mask", _format_mask, 1, 2),
    function("has_ipv4", _in_text, 2),
    function("has_any_ipv4", _in_text, 2, None),
    function("has_ipv4_prefix", _prefix_in_text, 2),
    function("has_any_ipv4_prefix", _prefix_in_text, 2, None),
)
