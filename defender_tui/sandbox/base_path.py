"""Mounting a service under its base path, whatever the rest of the path holds."""

from __future__ import annotations

import re

from starlette.routing import Mount
from starlette.types import ASGIApp


class BasePath(Mount):
    """A mount that a line break in the path does not lead past, into another service."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)
