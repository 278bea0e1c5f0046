"""What the library needs from the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from ...core.saved_query import Library, SavedQuery


class LibraryWork(Protocol):
    """Saved queries, which are files of the user's."""

    async def library(self) -> Library:
        """Read all saved queries; what cannot be read is named there."""
        ...

    async def query_folders(self) -> tuple[Path, ...]:
        """Give the folders that queries can be saved in, the usual one first."""
        ...

    async def save_query(
        self, name: str, text: str, *, folder: Path | None = None, overwrite: bool = False
    ) -> SavedQuery:
        """Save a query in one of the folders, the first unless told; over another when told."""
        ...

    async def rename_query(self, query: SavedQuery, name: str) -> SavedQuery:
        """Give a saved query another name in its folder."""
        ...

    async def delete_query(self, query: SavedQuery) -> None:
        """Delete a saved query's file."""
        ...
