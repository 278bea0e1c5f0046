"""What charts need from the rest of the program, as a typed protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class ChartWork(Protocol):
    """Writing a drawn chart down."""

    def now(self) -> datetime:
        """The time, UTC and aware."""
        ...

    async def write_file(self, file: Path, text: str, *, overwrite: bool = False) -> None:
        """Write a text to a file, whole or not at all; one that is there stays, unless told."""
        ...
