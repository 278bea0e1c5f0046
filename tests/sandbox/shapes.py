"""The shape of JSON: which keys and types stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from defender_tui.sandbox.json_value import Json

_NULL = "null"


def shape_of(values: Iterable[Json]) -> dict[str, set[str]]:
    """Give the types found at each path, e.g. `.alerts[].title` -> `{"str"}`, over all values.

    An object's type lists its keys, so that one key more or less is another type.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for value in values:
        for path, kind in _walk("", value):
            found[path].add(kind)
    return dict(found)


def differences(sample: Json, answers: Iterable[Json]) -> list[str]:
    """Name each path at which an answer is not shaped like the sample.

    Where the sample holds only null or an empty list, it does not tell what else may stand there.
    """
    wanted, found = shape_of([sample]), shape_of(answers)
    wrong = [
        f"{path or '.'}: {kind} where the sample has {sorted(wanted[path])}"
        for path, kinds in found.items()
        for kind in kinds
        if path in wanted and wanted[path] != {_NULL} and kind not in wanted[path]
    ]
    return sorted(wrong) + sorted(f"{path}: missing" for path in wanted if path not in found)


def _walk(path: str, value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield path, "object of " + ", ".join(sorted(value))
        for name, inner in value.items():
            yield from _walk(f"{path}.{name}", inner)
    elif isinstance(value, list):
        yield path, "list"
        for inner in value:
            yield from _walk(f"{path}[]", inner)
    else:
        yield path, _NULL if value is None else type(value).__name__
