"""Rows into a file that appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import duckdb

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.provenance import Provenance, manifest_text
from defender_tui.core.zones import Zone
from defender_tui.results.export import csv_file, parquet_file
from defender_tui.results.export.json_rows import json_array, json_lines
from defender_tui.results.export.markdown import markdown_lines
from defender_tui.results.export.watch import ExportWatch
from defender_tui.results.view.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from defender_tui.results.table import ResultTable
    from defender_tui.results.view.view import ResultView

_HASHED_BYTES = 1 << 20


class ExportForm(Enum):
    """The forms of a file; the value is the ending of its name."""

    CSV = ".csv"
    JSON = ".json"
    NDJSON = ".ndjson"
    PARQUET = ".parquet"
    MARKDOWN = ".md"


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: how many rows, and the SHA-256 of the file in hexadecimal digits."""

    file: Path
    form: ExportForm
    row_count: int
    sha256: str


def form_of(file: Path) -> ExportForm:
    """Tell the form from the ending of a name.

    Raises:
        ConfigError: it has none of the endings.
    """
    ending = file.suffix.lower()
    for form in ExportForm:
        if ending == form.value or (ending == ".jsonl" and form is ExportForm.NDJSON):
            return form
    raise ConfigError(
        f"Rows cannot be written as “{file.name}”.",
        hint="End the name in .csv, .json, .ndjson, .parquet or .md.",
    )


def export(
    table: ResultTable,
    file: Path,
    *,
    view: ResultView | None = None,
    overwrite: bool = False,
    raw: bool = False,
    zone: Zone = Zone.UTC,
    provenance: Provenance | None = None,
    selection: str = "all",
    watch: ExportWatch | None = None,
) -> Export:
    """Write all rows, or those of a `view`, to a file in the form that its name ends in. Blocks.

    The file appears whole or not at all, readable by this user only. In CSV, text that a
    spreadsheet would take for a formula gets an apostrophe before it, unless `raw`. JSON, NDJSON
    and Parquet give back what is in the cells; CSV and Markdown spell moments in the `zone`. With
    a `provenance` a manifest is written beside it (`NAME.manifest.json`) that says where the rows
    came from and which of them, by `selection`, are in the file. A `watch` hears how far it is.

    Raises:
        ConfigError: the ending of the name is not known.
        StoreError: the file exists and is not to be replaced, or cannot be written; or the result
            was closed meanwhile; or the manifest cannot be written, while the file is there.
        ReadingCancelled: the `watch` was made to end it; there is no file.
    """
    form = form_of(file)
    try:
        with _appearing(file, overwrite=overwrite) as draft, _viewed(table, view) as rows:
            watch = ExportWatch() if watch is None else watch
            watch.begin(rows.row_count)
            _write(rows, draft, _How(form, table, raw, zone, watch))
            written = Export(file, form, rows.row_count, _digest(draft))
            watch.cancellation.check()
    except FileExistsError as cause:
        raise StoreError(f"{file} exists already.", hint="Give another name.") from cause
    except OSError as cause:
        raise StoreError(
            f"{file} cannot be written: {cause.strerror or cause}.",
            hint="Check that the folder exists and is writable.",
        ) from cause
    except duckdb.Error as cause:
        raise StoreError(
            f"{file} cannot be written: {str(cause).partition(chr(10))[0]}",
            hint="Check the free space, or write another form.",
        ) from cause
    if provenance is not None:
        _write_manifest(written, provenance, selection)
    return written


@contextmanager
def _viewed(table: ResultTable, view: ResultView | None) -> Iterator[ResultView]:
    if view is not None:
        yield view
    else:
        with table.view(Shape()) as whole:
            yield whole


@dataclass(frozen=True, slots=True)
class _How:
    """How a file is to be written."""

    form: ExportForm
    table: ResultTable
    raw: bool
    zone: Zone
    watch: ExportWatch


def _write(rows: ResultView, draft: Path, how: _How) -> None:
    # DuckDB may write inside the spool only, so its files are made there and copied.
    if how.form is ExportForm.PARQUET:
        values = parquet_file.parquet_values(rows.columns, how.table.uncast_in, rows.count_where)
        with how.table.scratch_file(".parquet") as scratch:
            _copied(rows, scratch, values, parquet_file.OPTIONS, how.watch)
            _moved(scratch, draft)
    elif how.form is ExportForm.CSV and rows.columns and how.zone is Zone.UTC:
        header = csv_file.header_line([column.name for column in rows.columns], raw=how.raw)
        with how.table.scratch_file(".csv") as scratch, draft.open("wb") as out:
            values = csv_file.csv_values(rows.columns, raw=how.raw)
            _copied(rows, scratch, values, csv_file.OPTIONS, how.watch)
            out.write(header.encode())
            _appended(scratch, out, how.watch)
    else:
        how.watch.writes_to(draft)
        with draft.open("w", encoding="utf-8", newline="") as out:
            out.writelines(_lines(rows, how))


def _copied(
    rows: ResultView, scratch: Path, values: Sequence[str], options: str, watch: ExportWatch
) -> None:
    watch.writes_to(scratch)
    rows.copy_to(scratch, values, options, cancellation=watch.cancellation)


def _appended(scratch: Path, out: BinaryIO, watch: ExportWatch) -> None:
    with scratch.open("rb") as written:
        while part := written.read(_HASHED_BYTES):
            watch.cancellation.check()
            out.write(part)


def _moved(scratch: Path, draft: Path) -> None:
    """Put a file in the place of another, by its name where both are on one disk."""
    scratch.chmod(0o600)
    try:
        scratch.replace(draft)
    except OSError:
        shutil.copyfile(scratch, draft)


def _lines(rows: ResultView, how: _How) -> Iterator[str]:
    match how.form:
        case ExportForm.JSON:
            return json_array(rows, how.watch.done)
        case ExportForm.NDJSON:
            return (f"{line}\n" for line in json_lines(rows, how.watch.done))
        case ExportForm.MARKDOWN:
            return (f"{line}\n" for line in markdown_lines(rows, how.watch.done, zone=how.zone))
    return csv_file.csv_lines(rows, how.watch.done, raw=how.raw, zone=how.zone)


def manifest_file(file: Path) -> Path:
    """Give the name of the manifest beside a file."""
    return file.with_name(f"{file.name}.manifest.json")


def _write_manifest(written: Export, provenance: Provenance, selection: str) -> None:
    text = manifest_text(
        provenance,
        file_name=written.file.name,
        sha256=written.sha256,
        row_count=written.row_count,
        selection=selection,
    )
    manifest = manifest_file(written.file)
    try:
        # The manifest belongs to the file: where that was replaced, so is this.
        with _appearing(manifest, overwrite=True) as draft:
            draft.write_text(text, encoding="utf-8", errors="replace")
    except OSError as cause:
        raise StoreError(
            f"All rows are in {written.file}, but {manifest.name} beside it cannot be written: "
            f"{cause.strerror or cause}.",
            hint="Make room for it and export again, or do without a manifest.",
        ) from cause


def _digest(file: Path) -> str:
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


@contextmanager
def _appearing(file: Path, *, overwrite: bool) -> Iterator[Path]:
    """A draft beside the file that takes the file's name once its writer has succeeded."""
    if not overwrite and os.path.lexists(file):
        raise FileExistsError(file)
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", dir=file.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        if overwrite:
            draft.replace(file)
        else:
            _rename_to_new(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _rename_to_new(draft: Path, file: Path) -> None:
    """Give the draft its name, which must be free."""
    try:
        # Unlike a rename, a link never takes the place of a file that came meanwhile.
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network disks have no links. There an empty file takes the name
        # first: that fails where anything has it.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            draft.replace(file)
        except OSError:
            file.unlink(missing_ok=True)
            raise
