"""Rows of a result into a file or into the clipboard."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.message import Message

from ...core.errors import DefenderTuiError
from ..hunting.running import HuntRunning
from ..text import shown
from ..widgets.copying import LIMIT_BYTES, copy_value
from .export_dialog import ExportChoice, ExportDialog, RowSelection
from .rows_pane import numbers_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from ...results.export import Export
    from ...results.export.clip import ClipForm
    from ...results.export.watch import ExportWatch
    from ...results.view.view import ResultView
    from .shelf import OpenResult

_FORM_CELLS = 200
_TOLD_EVERY_S = 0.25
_MEGABYTE = 1_000_000


class RowsExported(Message):
    """Rows were written to a file."""

    def __init__(self, written: Export, choice: ExportChoice) -> None:
        super().__init__()
        self.written = written
        self.choice = choice


class ExportFailed(Message):
    """Rows were not written; `is_taken` when a file of that name is there."""

    def __init__(
        self, result: OpenResult, choice: ExportChoice, error: DefenderTuiError, *, is_taken: bool
    ) -> None:
        super().__init__()
        self.result = result
        self.choice = choice
        self.error = error
        self.is_taken = is_taken


class ExportGoesOn(Message):
    """So much of a file is written by now."""

    def __init__(self, watch: ExportWatch, bytes_written: int) -> None:
        super().__init__()
        self.watch = watch
        self.bytes_written = bytes_written


class ExportEnded(Message):
    """The writing of rows was ended before all were written: there is no file."""


class RowsSpelled(Message):
    """Rows became a text for the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ResultExporting(HuntRunning):
    """A screen with a result whose rows can be taken elsewhere. Nothing is written over unasked."""

    _watches: tuple[ExportWatch, ...] = ()

    def action_export_rows(self) -> None:
        """Ask which rows are to be written, and where to."""
        result = self._pane.result
        if result is None:
            self.notify(f"There are no rows to export. {self.run_words()}", markup=False)
            return
        self._ask_export(result, f"hunt-{self._work.now():%Y%m%d-%H%M}-{result.name}.csv")

    def _ask_export(self, result: OpenResult, name: str) -> None:
        counts = _counts(result)

        def chosen(choice: ExportChoice | None) -> None:
            if choice is not None:
                self._export(result, choice, overwrite=False)

        dialog = ExportDialog(
            counts,
            name,
            first=counts[-1][0],
            can_tell_origin=result.outcome.provenance is not None,
        )
        self.app.push_screen(dialog, chosen)

    def _export(self, result: OpenResult, choice: ExportChoice, *, overwrite: bool) -> None:
        from ...results.export.watch import ExportWatch

        watch = ExportWatch()
        self._watches = (*self._watches, watch)
        self._pane.say(Content("writing the rows …"), "busy")
        self.guarded(
            partial(self._exporting, result, choice, watch, overwrite=overwrite),
            name="export rows",
            group="export rows",
            description="write rows to a file",
            exclusive=False,
        )

    async def _exporting(
        self, result: OpenResult, choice: ExportChoice, watch: ExportWatch, *, overwrite: bool
    ) -> None:
        from ...results.cancellation import ReadingCancelled

        try:
            written = await self._watched(watch, partial(self._written, result, choice, overwrite))
        except ReadingCancelled:
            self.post_message(ExportEnded())
        except DefenderTuiError as error:
            is_taken = not overwrite and await asyncio.to_thread(choice.file.exists)
            self.post_message(ExportFailed(result, choice, error, is_taken=is_taken))
        else:
            self.post_message(RowsExported(written, choice))
        finally:
            self._watches = tuple(one for one in self._watches if one is not watch)

    def end_exports(self) -> bool:
        """End what is being written; false when nothing is."""
        for watch in self._watches:
            watch.cancel()
            self._pane.say(Content("ending the export …"), "busy")
        return bool(self._watches)

    async def _watched(self, watch: ExportWatch, write: Callable[[ExportWatch], Export]) -> Export:
        """Write in a thread and tell meanwhile how far it is."""
        writing = asyncio.ensure_future(asyncio.to_thread(write, watch))
        try:
            while not (await asyncio.wait({writing}, timeout=_TOLD_EVERY_S))[0]:
                size = await asyncio.to_thread(lambda: watch.bytes_written)
                self.post_message(ExportGoesOn(watch, size))
            return await writing
        finally:
            # Whoever leaves does not wait for a file.
            watch.cancel()
            writing.cancel()

    @on(ExportGoesOn)
    def _export_goes_on(self, event: ExportGoesOn) -> None:
        is_wanted = not event.watch.cancellation.is_cancelled
        if self._run is None and event.watch in self._watches and is_wanted:
            self._pane.say(progress_words(event.watch, event.bytes_written), "busy")

    def _written(
        self, result: OpenResult, choice: ExportChoice, overwrite: bool, watch: ExportWatch
    ) -> Export:
        from ...results.export import export

        with _selected(result, choice.selection) as view:
            return export(
                result.outcome.table,
                choice.file,
                view=view,
                overwrite=overwrite,
                raw=choice.is_raw,
                zone=result.source.reader.zone,
                provenance=result.outcome.provenance if choice.with_manifest else None,
                selection=choice.selection.value,
                watch=watch,
            )

    @on(RowsExported)
    def _rows_exported(self, event: RowsExported) -> None:
        self._pane.show_marks()
        count = event.written.row_count
        rows = "1 row is" if count == 1 else f"{count:,} rows are"
        beside = ", with its manifest" if event.choice.with_manifest else ""
        words = shown(f"{rows} in {event.written.file}{beside}.", limit=300)
        self.notify(words.plain, markup=False)

    @on(ExportEnded)
    def _export_ended(self) -> None:
        self._pane.show_marks()
        self.notify("The export was ended. No file was written.", markup=False)

    @on(ExportFailed)
    def _export_failed(self, event: ExportFailed) -> None:
        self._pane.show_marks()
        if not event.is_taken:
            again = partial(self._ask_export, event.result, str(event.choice.file))
            self.show_error(event.error, "Could not write the rows", retry=again)
            return
        from ..widgets.confirm import Confirm

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self._export(event.result, event.choice, overwrite=True)

        name = shown(str(event.choice.file), limit=_FORM_CELLS).stylize("bold")
        question = Content.assemble("There is a file ", name, " already. Replace it?")
        self.app.push_screen(Confirm(question, verb="Replace"), answered)

    # The clipboard

    def action_copy_rows(self) -> None:
        """Ask in which form the marked rows, or else those that are shown, are to be copied."""
        result = self._pane.result
        if result is None:
            self.notify(f"There are no rows to copy. {self.run_words()}", markup=False)
            return
        from ...results.export.clip import ClipForm
        from ..widgets.choice import Choice

        forms = list(ClipForm)
        selection, count = _counts(result)[-1]

        def chosen(place: int | None) -> None:
            if place is not None:
                self._copy_rows(result, selection, forms[place])

        title = Content(f"Copy {count:,} {'row' if count == 1 else 'rows'} as")
        self.app.push_screen(Choice(title, [Content(form.value) for form in forms]), chosen)

    def _copy_rows(self, result: OpenResult, selection: RowSelection, form: ClipForm) -> None:
        self.guarded(
            partial(self._spelling, result, selection, form),
            name="copy rows",
            group="copy rows",
            description="copy rows",
        )

    async def _spelling(self, result: OpenResult, selection: RowSelection, form: ClipForm) -> None:
        def spelled() -> str:
            from ...results.export.clip import clip_text

            with _selected(result, selection) as view:
                rows, zone = view or result.outcome.table, result.source.reader.zone
                return clip_text(rows, form, limit_bytes=LIMIT_BYTES, zone=zone)

        self.post_message(RowsSpelled(await asyncio.to_thread(spelled)))

    @on(RowsSpelled)
    def _rows_spelled(self, event: RowsSpelled) -> None:
        copy_value(self.app, event.text)


def progress_words(watch: ExportWatch, bytes_written: int) -> Content:
    """Say how far the writing of a file is."""
    rows = f"{watch.row_count:,} {'row' if watch.row_count == 1 else 'rows'}"
    if not watch.row_count:
        rows = "the rows"
    elif watch.rows_done:
        rows = f"{watch.rows_done:,} of {rows}"
    size = f"{bytes_written / _MEGABYTE:,.1f} MB"
    return Content(f"writing {rows} · {size} · Esc ends it")


def _counts(result: OpenResult) -> list[tuple[RowSelection, int]]:
    """What there is to take, the most particular last."""
    table, state = result.outcome.table, result.state
    found = [(RowSelection.ALL, table.row_count)]
    if state.view is not None and (state.shape.conditions or state.shape.order):
        found.append((RowSelection.FILTERED, state.view.row_count))
    if state.marks:
        found.append((RowSelection.MARKED, len(state.marks)))
    return found


def _selected(
    result: OpenResult, selection: RowSelection
) -> AbstractContextManager[ResultView | None]:
    """Give the rows as a view; `None` stands for all as they came. Blocks."""
    if selection is RowSelection.MARKED:
        return result.outcome.table.picked(_marked(result))
    return nullcontext(result.state.view if selection is RowSelection.FILTERED else None)


def _marked(result: OpenResult) -> list[int]:
    """The marked rows by their numbers: in the order that is shown, then those that are not."""
    # A copy at once: the marks may change while the rows are walked over.
    marks, view = frozenset(result.state.marks), result.state.view
    if view is None:
        return sorted(marks)
    shown_rows = [row for row in numbers_in(view) if row in marks]
    return shown_rows + sorted(marks.difference(shown_rows))
