"""Functions on property bags. What is not a bag makes the answer null.

Source: https://learn.microsoft.com/en-us/kusto/query/bag-has-key-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-keys-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-merge-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-remove-keys-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-set-key-function
Source: https://learn.microsoft.com/en-us/kusto/query/bag-zip
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import (
    array,
    bag,
    bound,
    element,
    function,
    literal,
    text,
)

_PAIRS = "map_entries(__k.b)"


def _keys(value: str) -> str:
    return bound("CASE WHEN __k.b IS NOT NULL THEN to_json(map_keys(__k.b)) END", b=bag(value))


def _merge(*bags: str) -> str:
    """The first bag that has a key gives its value; nulls are passed over."""
    names = [f"b{index}" for index in range(len(bags))]
    empty = "CAST(MAP {} AS MAP(VARCHAR, JSON))"
    merged = f"map_entries(coalesce(__k.b0, {empty}))"
    for index in range(1, len(names)):
        before = " AND ".join(
            f"NOT coalesce(map_contains(__k.{name}, __e.key), false)" for name in names[:index]
        )
        added = f"map_entries(coalesce(__k.{names[index]}, {empty}))"
        merged = f"list_concat({merged}, list_filter({added}, lambda __e: {before}))"
    any_bag = " OR ".join(f"__k.{name} IS NOT NULL" for name in names)
    return bound(
        f"CASE WHEN {any_bag} THEN to_json(map_from_entries({merged})) END",
        **{name: bag(sql) for name, sql in zip(names, bags, strict=True)},
    )


def _has_key(value: str, key: str) -> str:
    path = literal(key)
    if path is not None and path.startswith("$"):
        return bound(f"json_exists(__k.b, {key})", b=f"to_json({value})")
    _insist_on_plain_key(key)
    return bound("map_contains(__k.b, __k.n)", b=bag(value), n=text(key))


def _remove_keys(value: str, keys: str) -> str:
    if "$." in keys:
        raise ValueError("a path into nested bags")
    names = "list_transform(__k.n, lambda __x: __x ->> '$')"
    kept = f"list_filter({_PAIRS}, lambda __e: NOT list_contains({names}, __e.key))"
    return bound(
        f"CASE WHEN __k.b IS NOT NULL THEN to_json(map_from_entries({kept})) END",
        b=bag(value),
        n=array(keys),
    )


def _set_key(value: str, key: str, new: str) -> str:
    _insist_on_plain_key(key)
    changed = (
        f"CASE WHEN map_contains(__k.b, __k.n) THEN list_transform({_PAIRS}, lambda __e:"
        " CASE WHEN __e.key = __k.n THEN struct_pack(key := __e.key, value := __k.v) ELSE __e END)"
        f" ELSE list_append({_PAIRS}, struct_pack(key := __k.n, value := __k.v)) END"
    )
    return bound(
        f"CASE WHEN __k.b IS NOT NULL THEN to_json(map_from_entries({changed})) END",
        b=bag(value),
        n=text(key),
        v=element(new),
    )


def _zip(keys: str, values: str) -> str:
    """Keys that are not text are passed over, with the value at their place."""
    pairs = (
        "list_transform(list_filter(list_transform(__k.n, lambda __x, __i:"
        " struct_pack(k := __x, v := __k.v[__i])), lambda __p: json_type(__p.k) = 'VARCHAR'),"
        " lambda __p: struct_pack(key := __p.k ->> '$', value := __p.v))"
    )
    return bound(
        f"CASE WHEN __k.n IS NOT NULL THEN to_json(map_from_entries({pairs})) END",
        n=array(keys),
        v=array(values),
    )


def _insist_on_plain_key(key: str) -> None:
    path = literal(key)
    if path is None or path.startswith("$"):
        raise ValueError("a path into nested bags")


FUNCTIONS = (
    function("bag_keys", _keys),
    function("bag_merge", _merge, 2, 64),
    function("bag_has_key", _has_key, 2),
    function("bag_remove_keys", _remove_keys, 2),
    function("bag_set_key", _set_key, 3),
    function("bag_zip", _zip, 2),
)
