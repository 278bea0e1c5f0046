"""Functions on sets, which are arrays without order and without repeats.

What is not an array makes the answer null. Kusto promises no order; here that of first appearance
is kept for sets of ordinary size.

Source: https://learn.microsoft.com/en-us/kusto/query/set-difference-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-intersect-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-union-function
Source: https://learn.microsoft.com/en-us/kusto/query/set-equals-function
Source: https://learn.microsoft.com/en-us/kusto/query/jaccard-index-function
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import array, bound, function

# Keeping the order takes the square of the size.
_ORDERED_SIZE = 1000


def _members(sql: str) -> str:
    """The elements of a set; JSON's null is one that can be compared."""
    null = "CAST('null' AS JSON)"
    return f"list_transform({array(sql)}, lambda __x: coalesce(__x, {null}))"


def _distinct(elements: str) -> str:
    firsts = f"list_filter({elements}, lambda __x, __i: list_position({elements}, __x) = __i)"
    return f"CASE WHEN len({elements}) <= {_ORDERED_SIZE} THEN {firsts} ELSE {_loose(elements)} END"


def _loose(elements: str) -> str:
    return f"list_distinct({elements})"


def _all_arrays(arguments: tuple[str, ...], of_elements: str) -> str:
    """Compute the elements of the answer from `__k.s0`, `__k.s1`...; null beside any non-array."""
    names = [f"s{index}" for index in range(len(arguments))]
    are_arrays = " AND ".join(f"__k.{name} IS NOT NULL" for name in names)
    values = {name: _members(sql) for name, sql in zip(names, arguments, strict=True)}
    return bound(f"CASE WHEN {are_arrays} THEN to_json({of_elements}) END", **values)


def _union(*arguments: str) -> str:
    joined = "__k.s0"
    for index in range(1, len(arguments)):
        joined = f"list_concat({joined}, __k.s{index})"
    return _all_arrays(arguments, _distinct(joined))


def _difference(*arguments: str) -> str:
    kept = "__k.s0"
    for index in range(1, len(arguments)):
        kept = f"list_filter({kept}, lambda __y: NOT list_contains(__k.s{index}, __y))"
    return _all_arrays(arguments, _distinct(kept))


def _intersect(*arguments: str) -> str:
    kept = "__k.s0"
    for index in range(1, len(arguments)):
        kept = f"list_filter({kept}, lambda __y: list_contains(__k.s{index}, __y))"
    return _all_arrays(arguments, _distinct(kept))


def _same(left: str, right: str) -> str:
    one, other = (_loose(f"__k.{name}") for name in ("a", "b"))
    body = f"len({one}) = len({other}) AND list_has_all(__k.a, __k.b)"
    return bound(body, a=_members(left), b=_members(right))


def _jaccard(left: str, right: str) -> str:
    both = f"len(list_filter({_loose('__k.a')}, lambda __y: list_contains(__k.b, __y)))"
    either = f"len({_loose('list_concat(__k.a, __k.b)')})"
    body = (
        f"CASE WHEN {either} = 0 THEN CAST('NaN' AS DOUBLE)"
        f" WHEN __k.a IS NOT NULL AND __k.b IS NOT NULL THEN {both} / CAST({either} AS DOUBLE) END"
    )
    return bound(body, a=_members(left), b=_members(right))


FUNCTIONS = (
    function("set_union", _union, 2, None),
    function("set_difference", _difference, 2, None),
    function("set_intersect", _intersect, 2, None),
    function("set_equals", _same, 2),
    function("jaccard_index", _jaccard, 2),
)
