"""Whether one JSON value has the shape of another: the vendor's sample on the one side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_SPELLINGS = {
    "moment": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z"),
    "moment without zone": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"),
    "GUID": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "type name": re.compile(r"#microsoft\.graph\.[\w.]+"),
}
_ENUMERATED = frozenset(
    (
        *("status", "severity", "classification", "determination", "serviceSource"),
        *("detectionSource", "investigationState", "verdict", "remediationStatus", "roles"),
        *("detectionStatus", "healthStatus", "riskScore", "onboardingStatus", "defenderAvStatus"),
    )
)
_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*")


def differences(sample: Json, ours: Iterable[Json], path: str = "") -> Iterator[str]:
    """Name where our values, each of them of one kind, do not have the sample's shape.

    Ours must have every property of the sample; of these, any may be null. Where the sample has a
    value, one of ours must have one too. Objects in lists are compared with those of their type.
    """
    values = list(ours)
    if sample is None:
        return
    given = [value for value in values if value is not None]
    if not given:
        yield f"{path}: never a value"
    elif isinstance(sample, dict):
        yield from _object_differences(sample, given, path)
    elif isinstance(sample, list):
        yield from _list_differences(sample, given, path)
    else:
        yield from _scalar_differences(sample, given, path)


def _object_differences(sample: dict[str, Json], ours: Sequence[Json], path: str) -> Iterator[str]:
    objects = [one for one in ours if isinstance(one, dict)]
    if len(objects) < len(ours):
        yield f"{path}: not always an object"
    for name, value in sample.items():
        if any(name not in one for one in objects):
            yield f"{path}/{name}: missing"
        else:
            yield from differences(value, [one[name] for one in objects], f"{path}/{name}")


def _list_differences(sample: list[Json], ours: Sequence[Json], path: str) -> Iterator[str]:
    lists = [one for one in ours if isinstance(one, list)]
    if len(lists) < len(ours):
        yield f"{path}: not always a list"
    items = [item for one in lists for item in one]
    for one in sample:
        kind = one.get("@odata.type") if isinstance(one, dict) else None
        alike = [
            item
            for item in items
            if (item.get("@odata.type") if isinstance(item, dict) else None) == kind
        ]
        yield from differences(one, alike, f"{path}[{kind or ''}]")


def _scalar_differences(sample: Json, ours: Sequence[Json], path: str) -> Iterator[str]:
    for value in ours:
        if type(value) is not type(sample):
            yield f"{path}: {value!r} for {sample!r}"
    texts = [value for value in ours if isinstance(value, str)]
    if not isinstance(sample, str):
        return
    spellings = {name: one for name, one in _SPELLINGS.items() if one.fullmatch(sample)}
    if path.rpartition("/")[2].partition("[")[0] in _ENUMERATED:
        spellings["member"] = _CAMEL
    for name, spelling in spellings.items():
        for text in texts:
            if not spelling.fullmatch(text):
                yield f"{path}: {text!r} is no {name}"
