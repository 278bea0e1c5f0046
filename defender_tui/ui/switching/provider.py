"""Each place to go to, as an entry of the palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from .rows import Row, rows_of
from .switcher import Switcher


@runtime_checkable
class CanSwitch(Protocol):
    """An app that one can switch in."""

    switcher: Switcher


class SwitchProvider(Provider):
    """“Switch to” every profile and tenant but the one at work."""

    _rows: tuple[Row, ...] = ()

    async def startup(self) -> None:
        """Read where one can go; what goes wrong there is told by the list itself."""
        app = self.app
        if isinstance(app, CanSwitch):
            found = await app.switcher.destinations()
            self._rows = tuple(rows_of(found, app.switcher.profile))

    async def discover(self) -> Hits:
        """Offer them all below the commands."""
        for row, title, go in self._entries():
            yield DiscoveryHit(Content(title), go, text=title, help=_help(row))

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        matcher = self.matcher(query)
        for row, title, go in self._entries():
            score = matcher.match(title)
            if score > 0:
                # Not highlighted: the matcher would read the title as markup.
                yield Hit(score, Content(title), go, text=title, help=_help(row))

    def _entries(self) -> Iterator[tuple[Row, str, partial[None]]]:
        app = self.app
        if not isinstance(app, CanSwitch):
            return
        for row in self._rows:
            if not row.is_current and row.destination.profile is not None:
                title = f"Switch to {row.name}, {row.tenant}"
                yield row, title, partial(app.switcher.go, row.destination)


def _help(row: Row) -> str:
    profile = row.destination.profile
    return f"Work there from now on, in the cloud {profile.cloud.name}." if profile else ""
