"""JSON documents that ship inside this package."""

from __future__ import annotations

import json
from importlib.resources import files


def read_document(name: str) -> dict[str, object]:
    """Read one of this package's JSON objects."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    document: object = json.loads(text)
    if not isinstance(document, dict):
        raise TypeError(f"{name} does not hold a JSON object")
    return document


def words(document: dict[str, object], key: str) -> frozenset[str]:
    """Pick a list or an object's keys out of a document, as a set of words."""
    value = document[key]
    if not isinstance(value, list | dict):
        raise TypeError(f"{key} holds neither a list nor an object")
    return frozenset(str(word) for word in value)
