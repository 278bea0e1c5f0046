"""Where a query runs."""

from __future__ import annotations

from enum import StrEnum

from .resources import Resource


class HuntTarget(StrEnum):
    """What answers a query; the value is the word used in commands and in the history."""

    GRAPH = "graph"
    XDR = "xdr"
    LOCAL = "local"

    @property
    def label(self) -> str:
        """Its name as people say it."""
        return "Local tables" if self is HuntTarget.LOCAL else Resource(self.value).label

    @property
    def resource(self) -> Resource | None:
        """The API that it is; `None` for the tables that are open here."""
        return None if self is HuntTarget.LOCAL else Resource(self.value)
