"""What a session does with saved queries, which belong to the user and not to a profile."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.saved_query import Library, SavedQuery
    from ..store.query_folders import QueryFolders


class SessionLibrary:
    """The queries in the folders that the configuration names."""

    async def library(self) -> Library:
        """Read all saved queries; what cannot be read is named there.

        Raises:
            ConfigError: the configuration is wrong.
            StoreError: the configuration cannot be read.
        """
        return await asyncio.to_thread(_folders().load)

    async def query_folders(self) -> tuple[Path, ...]:
        """Give the folders that queries can be saved in, the usual one first.

        Raises:
            ConfigError: the configuration is wrong.
            StoreError: the configuration cannot be read.
        """
        return await asyncio.to_thread(_folders().folders)

    async def save_query(
        self, name: str, text: str, *, folder: Path | None = None, overwrite: bool = False
    ) -> SavedQuery:
        """Save a query in one of the folders, the first unless told.

        Raises:
            ConfigError: the name cannot be had, or is taken and not to be overwritten.
            StoreError: the disk refused.
        """
        return await asyncio.to_thread(
            partial(_folders().save, name, text, folder=folder, overwrite=overwrite)
        )

    async def rename_query(self, query: SavedQuery, name: str) -> SavedQuery:
        """Give a saved query another name in its folder.

        Raises:
            ConfigError: the name cannot be had.
            StoreError: the disk refused.
        """
        return await asyncio.to_thread(_folders().rename, query, name)

    async def delete_query(self, query: SavedQuery) -> None:
        """Delete a saved query's file.

        Raises:
            StoreError: the disk refused.
        """
        await asyncio.to_thread(_folders().delete, query)


def _folders() -> QueryFolders:
    from ..store.query_folders import QueryFolders

    return QueryFolders()
