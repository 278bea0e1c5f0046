"""A request before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
