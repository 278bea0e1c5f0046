"""Writing the list, or one incident, to a file: what, in which form, where."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message

from ....core.errors import ConfigError, DefenderTuiError
from ...screens.base import WorkScreen
from ...text import shown

if TYPE_CHECKING:
    from ...ports import IncidentWork


@dataclass(frozen=True, slots=True)
class Export:
    """Something to write: its words, built from `shown()` parts, its text when asked, its name."""

    words: Content
    make: Callable[[], str]
    file_name: str


class Exported(Message):
    """A file was written."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file


class ExportRefused(Message):
    """A file was not written; `is_taken` says that its name belongs to another one."""

    def __init__(
        self, export: Export, file: Path, error: DefenderTuiError, *, is_taken: bool
    ) -> None:
        super().__init__()
        self.export = export
        self.file = file
        self.error = error
        self.is_taken = is_taken


class Exporting(WorkScreen):
    """A screen that writes exports; nothing is written over unless that is agreed to."""

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._files = session

    def ask_export(self, found: Sequence[Export]) -> None:
        """Ask which one, and then where to."""
        from ...widgets.choice import Choice

        if not found:
            self.notify("There is nothing to export.", markup=False)
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                self._ask_file(found[place])

        title = Content.styled("Export", "bold")
        self.app.push_screen(Choice(title, [one.words for one in found]), chosen)

    def _ask_file(self, export: Export) -> None:
        from .file_entry import FileEntry

        def entered(path: str | None) -> None:
            if path:
                self._write(export, Path(path), overwrite=False)

        self.app.push_screen(FileEntry(export.words, export.file_name), entered)

    def _write(self, export: Export, file: Path, *, overwrite: bool) -> None:
        self.guarded(
            partial(self._writing, export, file, overwrite=overwrite),
            name="export",
            group="export",
            description="write a file",
            exclusive=False,
        )

    async def _writing(self, export: Export, file: Path, *, overwrite: bool) -> None:
        try:
            text = await asyncio.to_thread(export.make)
            await self._files.write_file(file, text, overwrite=overwrite)
        except ConfigError as error:
            self.post_message(ExportRefused(export, file, error, is_taken=not overwrite))
        except DefenderTuiError as error:
            self.post_message(ExportRefused(export, file, error, is_taken=False))
        else:
            self.post_message(Exported(file))

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.notify(shown(f"Written to {event.file}.", limit=300).plain, markup=False)

    @on(ExportRefused)
    def _refused(self, event: ExportRefused) -> None:
        if not event.is_taken:
            retry = partial(self._ask_file, event.export)
            self.show_error(event.error, "Could not write the file", retry=retry)
            return
        from ...widgets.confirm import Confirm

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self._write(event.export, event.file, overwrite=True)

        name = shown(str(event.file), limit=300).stylize("bold")
        question = Content.assemble("There is a file ", name, " already. Replace it?")
        self.app.push_screen(Confirm(question, verb="Replace"), answered)
