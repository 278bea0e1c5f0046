"""Walking over the translator's tree and building it anew where something changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from duckdb_kql import ir


def rebuilt(node: object, change: Callable[[ir.Node], ir.Node], *, nested: bool = False) -> object:
    """The node with `change` done to every node in it, inner ones first.

    Nested queries, whose rows are others, are left alone unless asked for. What is shared in the
    tree stays shared.
    """
    done: dict[int, tuple[object, object]] = {}

    def walk(inner: object) -> object:
        known = done.get(id(inner))
        if known is not None:
            return known[1]
        result = fresh(inner)
        # The node is kept beside its result, so that its id is not given to another.
        done[id(inner)] = (inner, result)
        return result

    def fresh(inner: object) -> object:
        if isinstance(inner, ir.Query) and not nested:
            return inner
        built = _with_parts(inner, walk)
        return change(built) if isinstance(built, ir.Node) else built

    return walk(node)


def with_queries(node: object, change: Callable[[ir.Query], ir.Query]) -> object:
    """The node with `change` done to every query directly inside it."""
    done: dict[int, tuple[object, object]] = {}

    def walk(inner: object) -> object:
        known = done.get(id(inner))
        if known is not None:
            return known[1]
        result = change(inner) if isinstance(inner, ir.Query) else _with_parts(inner, walk)
        done[id(inner)] = (inner, result)
        return result

    return walk(node)


def _with_parts(node: object, walk: Callable[[object], object]) -> object:
    """The node with every part of it walked; the same object when no part changed."""
    if isinstance(node, tuple | list):
        walked = [walk(part) for part in node]
        if all(new is old for new, old in zip(walked, node, strict=True)):
            return node
        return type(node)(walked)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    changes: dict[str, object] = {}
    for part in dataclasses.fields(node):
        old = getattr(node, part.name)
        new = walk(old)
        if new is not old:
            changes[part.name] = new
    return dataclasses.replace(node, **changes) if changes else node


def calls(node: object) -> Iterator[ir.FunctionCall]:
    """Walk over every call in a tree, nested queries included."""
    stack: list[object] = [node]
    seen: set[int] = set()
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, ir.FunctionCall):
            yield current
        if isinstance(current, tuple | list):
            stack.extend(current)
        elif dataclasses.is_dataclass(current) and not isinstance(current, type):
            stack.extend(getattr(current, part.name) for part in dataclasses.fields(current))
