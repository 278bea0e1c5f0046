"""Functions on dynamic arrays. What is not an array makes the answer null.

Source: https://learn.microsoft.com/en-us/kusto/query/array-iff-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-rotate-left-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-shift-left-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-sort-asc-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-split-function
Source: https://learn.microsoft.com/en-us/kusto/query/array-sum-function
Source: https://learn.microsoft.com/en-us/kusto/query/range-function
Source: https://learn.microsoft.com/en-us/kusto/query/repeat-function
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import array, bound, element, function, is_span

ZIPPED = "zip of arrays"
"""A name for a call that the translator would take for its own; no query can hold it."""

_RANGE_SIZE = 1_048_576
_NUMBERS = "('BIGINT', 'UBIGINT', 'DOUBLE')"


def _choose(condition: str, when_true: str, when_false: str) -> str:
    truth = (
        f"CASE WHEN json_type(__c) = 'BOOLEAN' THEN CAST(__c AS BOOLEAN)"
        f" WHEN json_type(__c) IN {_NUMBERS} THEN CAST(__c AS DOUBLE) <> 0 END"
    )
    picked = (
        f"CASE {truth} WHEN true THEN {_nth('__k.t', '__i')}"
        f" WHEN false THEN {_nth('__k.f', '__i')} END"
    )
    return bound(
        f"to_json(list_transform(__k.c, lambda __c, __i: {picked}))",
        c=array(condition),
        t=element(when_true),
        f=element(when_false),
    )


def _nth(value: str, index: str) -> str:
    """An element of an array (from 1; null beyond its end), or the value that is none."""
    return (
        f"CASE WHEN json_type({value}) = 'ARRAY'"
        f" THEN TRY_CAST({value} AS JSON[])[{index}] ELSE {value} END"
    )


def _rotate(count_sign: str) -> str:
    turn = f"((({count_sign}__k.n) % len(__k.a)) + len(__k.a)) % len(__k.a)"
    turned = f"list_concat(__k.a[({turn}) + 1:], __k.a[:({turn})])"
    return f"CASE WHEN len(__k.a) = 0 THEN to_json(__k.a) ELSE to_json({turned}) END"


def _rotate_left(elements: str, count: str) -> str:
    return bound(_rotate(""), a=array(elements), n=_long(count))


def _rotate_right(elements: str, count: str) -> str:
    return bound(_rotate("-"), a=array(elements), n=_long(count))


def _shifted(elements: str, count: str, default: str) -> str:
    value = (
        "CASE WHEN __i + __k.n BETWEEN 1 AND len(__k.a) THEN __k.a[__i + __k.n]"
        " WHEN __k.d IS NOT NULL THEN __k.d"
        " WHEN len(__k.a) > 0 AND len(list_filter(__k.a, lambda __s: json_type(__s) = 'VARCHAR'))"
        " = len(__k.a) THEN to_json('') END"
    )
    return bound(
        f"to_json(list_transform(__k.a, lambda __x, __i: {value}))",
        a=array(elements),
        n=_long(count),
        d=element(default),
    )


def _shift_left(elements: str, count: str, default: str = "CAST(NULL AS JSON)") -> str:
    return _shifted(elements, count, default)


def _shift_right(elements: str, count: str, default: str = "CAST(NULL AS JSON)") -> str:
    return _shifted(elements, f"-({count})", default)


def _split(elements: str, index: str) -> str:
    """Cut before each index; one below zero counts from the end."""
    given = "CASE WHEN json_type(__k.i) = 'ARRAY' THEN TRY_CAST(__k.i AS BIGINT[])"
    given += " ELSE [TRY_CAST(__k.i AS BIGINT)] END"
    at = (
        f"list_transform({given}, lambda __n: greatest(0, least(len(__k.a),"
        " CASE WHEN __n < 0 THEN __n + len(__k.a) ELSE __n END)))"
    )
    bounds = f"list_concat(list_concat([CAST(0 AS BIGINT)], {at}), [CAST(len(__k.a) AS BIGINT)])"
    parts = (
        "list_transform(range(1, CAST(len(__b.b) AS BIGINT)), lambda __p:"
        " to_json(__b.a[__b.b[__p] + 1:__b.b[__p + 1]]))"
    )
    cut = (
        f"list_transform([struct_pack(a := __k.a, b := {bounds})], lambda __b: to_json({parts}))[1]"
    )
    whole = "CASE WHEN __k.a IS NOT NULL AND __k.i IS NOT NULL"
    return bound(f"{whole} THEN {cut} END", a=array(elements), i=f"to_json({index})")


def _sort(direction: str, last_by_default: str) -> str:
    """Numbers stand before texts, and texts before the rest; nulls at the end that is asked for."""
    kind = "json_type(__x)"
    rank = f"CASE WHEN {kind} IN {_NUMBERS} THEN 0 WHEN {kind} = 'VARCHAR' THEN 1 ELSE 3 END"
    number = f"CASE WHEN {kind} IN {_NUMBERS} THEN TRY_CAST(__x AS DOUBLE) END"
    keyed = (
        f"list_transform(list_filter(__k.a, lambda __x: __x IS NOT NULL), lambda __x:"
        f" struct_pack(r := {rank}, n := {number}, t := __x ->> '$', x := __x))"
    )
    ordered = f"list_transform(list_sort({keyed}, '{direction}'), lambda __s: __s.x)"
    nulls = "list_filter(__k.a, lambda __x: __x IS NULL)"
    return (
        f"to_json(CASE WHEN {last_by_default} THEN list_concat({ordered}, {nulls})"
        f" ELSE list_concat({nulls}, {ordered}) END)"
    )


def _sorted(direction: str, elements: str, nulls_last: str) -> str:
    if nulls_last not in ("TRUE", "FALSE"):
        raise ValueError("several arrays at once")
    return bound(_sort(direction, nulls_last), a=array(elements))


def _sort_up(elements: str, nulls_last: str = "TRUE") -> str:
    return _sorted("ASC", elements, nulls_last)


def _sort_down(elements: str, nulls_last: str = "TRUE") -> str:
    return _sorted("DESC", elements, nulls_last)


def _sum(elements: str) -> str:
    numeric = f"len(list_filter(__k.a, lambda __x: json_type(__x) IN {_NUMBERS})) = len(__k.a)"
    total = "coalesce(list_sum(list_transform(__k.a, lambda __x: TRY_CAST(__x AS DOUBLE))), 0)"
    return bound(f"CASE WHEN {numeric} THEN {total} END", a=array(elements))


def _repeat(value: str, count: str) -> str:
    times = "CASE WHEN __k.n > 0 THEN CAST(__k.n AS BIGINT) ELSE 0 END"
    repeated = f"to_json(list_transform(range({times}), lambda __i: __k.v))"
    return bound(
        f"CASE WHEN __k.n IS NOT NULL THEN {repeated} END", v=element(value), n=_long(count)
    )


def _zip(*arrays: str) -> str:
    """Shorter arrays are filled with nulls."""
    names = [f"a{index}" for index in range(len(arrays))]
    lengths = ", ".join(f"coalesce(len(__k.{name}), 0)" for name in names)
    row = ", ".join(f"__k.{name}[__i]" for name in names)
    rows = f"range(1, CAST(greatest({lengths}) AS BIGINT) + 1)"
    return bound(
        f"to_json(list_transform({rows}, lambda __i: [{row}]))",
        **{name: array(sql) for name, sql in zip(names, arrays, strict=True)},
    )


def _range(start: str, stop: str, step: str = "CAST(1 AS BIGINT)") -> str:
    """Whole numbers or moments from `start` up to and with `stop`, as many as KQL makes at most."""
    last = f"__k.a + {_RANGE_SIZE - 1} * __k.s"
    if is_span(step):
        moments = f"generate_series(__k.a, least(__k.b, {last}), __k.s)"
        values = f"list_transform({moments}, lambda __v: {element('__v')})"
    else:
        end = f"CASE WHEN __k.s > 0 THEN least(__k.b, {last}) ELSE greatest(__k.b, {last}) END"
        values = f"generate_series(__k.a, {end}, __k.s)"
    return bound(f"to_json({values})", a=start, b=stop, s=step)


def _long(sql: str) -> str:
    return f"CAST({sql} AS BIGINT)"


FUNCTIONS = (
    function("array_iff", _choose, 3),
    function("array_iif", _choose, 3),
    function("array_rotate_left", _rotate_left, 2),
    function("array_rotate_right", _rotate_right, 2),
    function("array_shift_left", _shift_left, 2, 3),
    function("array_shift_right", _shift_right, 2, 3),
    function("array_split", _split, 2),
    function("array_sort_asc", _sort_up, 1, 2),
    function("array_sort_desc", _sort_down, 1, 2),
    function("array_sum", _sum),
    function(ZIPPED, _zip, 2, 16),
    function("range", _range, 2, 3),
    function("repeat", _repeat, 2),
)
