"""Completing the path of a file as it is typed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from ...core.typed_path import typed_path

_MOST_LOOKED_AT = 10_000


class PathSuggester(Suggester):
    """Suggests the first file or folder that goes on as the path does; hidden ones when asked."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(completed_path, value)


def completed_path(text: str) -> str | None:
    """Give the typed path gone on to the end of a name; `None` when nothing fits. Blocks."""
    head, separator, begun = text.rpartition("/")
    folder = typed_path(f"{head}/") if separator else Path()
    try:
        with os.scandir(folder) as entries:
            looked_at = [entry for entry, _ in zip(entries, range(_MOST_LOOKED_AT), strict=False)]
        fitting = sorted(
            (entry for entry in looked_at if _goes_on(entry.name, begun)),
            key=lambda entry: (entry.name.casefold(), entry.name),
        )
        if not fitting:
            return None
        ending = "/" if fitting[0].is_dir() else ""
    except (OSError, ValueError):
        return None
    return f"{head}{separator}{fitting[0].name}{ending}"


def _goes_on(name: str, begun: str) -> bool:
    is_hidden = name.startswith(".") and not begun.startswith(".")
    return bool(begun) and name.startswith(begun) and not is_hidden
