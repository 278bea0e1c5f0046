"""A file of rows into the local engine, by the ending of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.results.local.csv_rows import rows_of_csv
from defender_tui.results.local.json_rows import rows_of_json
from defender_tui.results.local.parquet_rows import rows_of_parquet
from defender_tui.results.local.staging import staged

if TYPE_CHECKING:
    from defender_tui.results.local.engine import LocalEngine
    from defender_tui.results.local.storing import Rows, StoredTable
    from defender_tui.results.spool import Spool

FORMS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
}
"""What a file is, by the ending of its name."""
_TELLING = ("Expected Number", "Value with", "Invalid unicode", "Maximum line")
_OUR_NAME = re.compile(r"(?:,? in )?[Ff]ile [\"'][^\"']*\.rows[\"'],?")
_HINT = "Correct the file, or name it for what it is: .csv, .tsv, .json, .ndjson or .parquet."
_BY_CONTENT = frozenset({"", ".txt"})


def keep_file(engine: LocalEngine, spool: Spool, file: Path, name: str) -> StoredTable:
    """Read a file whole and keep its rows under a name.

    Raises:
        ConfigError: the ending of its name says nothing.
        StoreError: it cannot be read, is broken or too large.
    """
    ending = file.suffix.casefold()
    form = FORMS.get(ending)
    if form is None and ending not in _BY_CONTENT:
        raise ConfigError(
            f"What is in {file} is not clear from its name.",
            hint=f"Files that end in {', '.join(FORMS)} can be opened.",
        )
    with (
        _saying(file),
        engine.cursor() as cursor,
        _rows(form, cursor, engine, spool, file, name) as rows,
    ):
        return engine.keep(cursor, name, rows)


@contextmanager
def _rows(
    form: str | None,
    cursor: duckdb.DuckDBPyConnection,
    engine: LocalEngine,
    spool: Spool,
    file: Path,
    name: str,
) -> Iterator[Rows]:
    # Reading JSON and text may mend the bytes, which must never reach the user's own file.
    with staged(file, engine.folder, to_change=form in ("json", None)) as inside:
        form = form or _form_of(inside)
        if form == "parquet":
            yield rows_of_parquet(cursor, inside)
        elif form == "json":
            with rows_of_json(cursor, inside, spool, name) as rows:
                yield rows
        else:
            yield rows_of_csv(cursor, inside, name, tabs=form == "tsv")


def _form_of(inside: Path) -> str:
    """What a file is by how it begins; what is neither JSON nor Parquet is taken for CSV."""
    with inside.open("rb") as opened:
        begins = opened.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins.startswith(b"PAR1"):
        return "parquet"
    return "json" if begins[:1] in (b"[", b"{") else "csv"


@contextmanager
def _saying(file: Path) -> Iterator[None]:
    """Say what failed of which file, in our words where the engine's are about itself."""
    try:
        yield
    except duckdb.OutOfMemoryException as cause:
        raise StoreError(
            f"{file} does not fit into memory.", hint="Cut it down first, or split it into several."
        ) from cause
    except duckdb.Error as cause:
        raise StoreError(f"{file} cannot be read: {_reason(cause)}", hint=_HINT) from cause
    except UnicodeDecodeError as cause:
        raise StoreError(f"{file} cannot be read: it is not text.", hint=_HINT) from cause
    except StoreError as error:
        if str(file) in error.message:
            raise
        hint = error.hint or _HINT
        raise StoreError(f"{file} cannot be read. {error.message}", hint=hint) from error


def _reason(cause: duckdb.Error) -> str:
    """The lines of DuckDB's words that say what is wrong, without our name of the file."""
    first, *more = str(cause).splitlines() or [""]
    kept = [first.partition("Error: ")[2] or first]
    kept += [line.strip() for line in more if line.startswith(_TELLING)]
    return " ".join(_OUR_NAME.sub("", line).strip() for line in kept)
