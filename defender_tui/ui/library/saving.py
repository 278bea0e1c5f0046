"""Saving the text of a tab in the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import App
from textual.content import Content

from ...core.saved_query import SavedQuery
from .name_dialog import QueryName
from .ports import LibraryWork


def ask_to_save(
    app: App[object],
    work: LibraryWork,
    text: str,
    *,
    name: str,
    saved: Callable[[SavedQuery], None],
) -> None:
    """Ask for a name and save the text under it; `saved` hears of it unless it was called off."""

    async def keep(name: str, *, folder: Path | None, overwrite: bool) -> SavedQuery:
        return await work.save_query(name, text, folder=folder, overwrite=overwrite)

    def answered(query: SavedQuery | None) -> None:
        if query is not None:
            saved(query)

    dialog = QueryName(
        Content("Save the text of this tab as"),
        name,
        keep,
        verb="Save",
        can_replace=True,
        read_folders=work.query_folders,
    )
    app.push_screen(dialog, answered)
