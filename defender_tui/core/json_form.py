"""Our models in the form that JSON knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


def as_json(value: object) -> object:
    """Turn our models into objects, lists and ISO 8601 times; what JSON knows stays as it is."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [as_json(item) for item in value]
    return value


def json_text(value: object, *, indent: int | None = 2) -> str:
    """Spell a value as JSON that is exact everywhere and obeyed by no terminal.

    Characters that do not print, among them C1 controls and bidirectional marks, are written as
    escapes; lone surrogates too, so that every encoding can carry the text.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=str)
    return _NOT_ASCII.sub(_escaped_unless_printable, text)


def _escaped_unless_printable(match: re.Match[str]) -> str:
    character = match.group()
    return character if character.isprintable() else json.dumps(character)[1:-1]
