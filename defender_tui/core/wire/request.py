"""A request before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from ..errors import ConfigError
from ..resources import Resource


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One call: `path` is relative to the API's base URL and starts with a slash.

    `what` completes “Could not …” in messages. `is_write` marks calls that change something and so
    are never repeated blindly.
    """

    resource: Resource
    method: str
    path: str
    what: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    is_write: bool = False


def path_segment(id_: str) -> str:
    """Spell an id as one segment of a path, from which nothing in the id leads elsewhere.

    Raises:
        ConfigError: it is empty or all dots, and so names no thing but another path.
    """
    if not id_.strip("."):
        raise ConfigError(f"“{id_}” is not an id.", hint="Copy it from the list or the portal.")
    return quote(id_, safe="", errors="replace")
