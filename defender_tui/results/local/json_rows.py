"""Files of JSON objects: an array of them, one a line, or the saved answer of a hunting API."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ProtocolError, StoreError
from defender_tui.results.answer_body import repair_surrogates
from defender_tui.results.column_types import ResultColumn
from defender_tui.results.connection import quote_text
from defender_tui.results.export import distinct_names
from defender_tui.results.local.csv_rows import MAX_COLUMNS, STAGED
from defender_tui.results.local.from_result import rows_of_result, typed_rows
from defender_tui.results.local.inference import inferred_columns
from defender_tui.results.local.staging import make_utf8
from defender_tui.results.local.storing import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from defender_tui.results.spool import Spool

_ROW_BYTES = 16 << 20
_NUMBERS = frozenset({"BIGINT", "UBIGINT", "DOUBLE"})
_ANSWER_MEMBERS = (["results", "schema"], ["results", "schema", "stats"])
_REPLACED = "{count:,} broken characters in {name} were replaced."


@contextmanager
def rows_of_json(
    cursor: duckdb.DuckDBPyConnection, path: Path, spool: Spool, name: str
) -> Iterator[Rows]:
    """Give the rows of a staged copy, which may be rewritten, for the length of a `with`.

    Columns are the members of all objects, in the order in which they first come up. A saved answer
    of a hunting API gives its rows, with the types that it declares.

    Raises:
        StoreError: it is not JSON, or something else than objects.
    """
    make_utf8(path)
    notes = list(_load(cursor, path, name))
    if _is_answer(cursor):
        from defender_tui.results.ingest import read_answer

        inside = path.with_suffix(".answer")
        path.replace(inside)
        try:
            table = read_answer(inside, spool)
        except ProtocolError as cause:
            raise StoreError(cause.message) from cause
        with table, rows_of_result(cursor, table, path.parent, name) as rows:
            yield Rows(rows.columns, rows.source, (*notes, *rows.notes))
        return
    rows = _object_rows(cursor, name)
    yield Rows(rows.columns, rows.source, (*notes, *rows.notes))


def _load(cursor: duckdb.DuckDBPyConnection, path: Path, name: str) -> Iterator[str]:
    """Stage one JSON value a row, in the column `json`; give notes on what was repaired."""
    try:
        _stage(cursor, path)
    except duckdb.Error as broken:
        reason = str(broken)
        if "surrogate" in reason:
            yield _REPLACED.format(count=repair_surrogates(path), name=name)
        elif re.search("utf-?8|unicode", reason, re.IGNORECASE):
            make_utf8(path, replace=True)
            yield f"Bytes in {name} that are no UTF-8 were replaced."
        else:
            raise
        _stage(cursor, path)


def _stage(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    file = quote_text(str(path))
    with path.open("rb") as opened:
        begins = opened.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    forms = ("array",) if begins == b"[" else ("newline_delimited", "unstructured")
    sizes = (_ROW_BYTES, max(_ROW_BYTES, path.stat().st_size + 1))
    failure: duckdb.Error | None = None
    for form in forms:
        for size in sizes:
            read = f"read_json_objects({file}, format = '{form}', maximum_object_size = {size})"
            try:
                cursor.execute(f"CREATE OR REPLACE TEMP TABLE {STAGED} AS SELECT json FROM {read}")
            except duckdb.InvalidInputException as cause:
                failure = cause
            else:
                return
    if failure is not None:
        raise failure


def _is_answer(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether all there is is one object with a schema and results."""
    found = cursor.execute(f"SELECT json_keys(json) FROM {STAGED} LIMIT 2").fetchall()
    if len(found) != 1 or found[0][0] is None:
        return False
    members = sorted(str(key).casefold() for key in found[0][0] if "@odata." not in str(key))
    return members in _ANSWER_MEMBERS


def _object_rows(cursor: duckdb.DuckDBPyConnection, name: str) -> Rows:
    other = cursor.execute(
        f"SELECT count(*) FROM {STAGED} WHERE json_type(json) <> 'OBJECT'"
    ).fetchone()
    if other and other[0]:
        raise StoreError(
            f"{other[0]:,} of the values in the file are no objects.",
            hint="Each row must be an object of names and values.",
        )
    keys = _keys(cursor)
    if not keys:
        raise StoreError("The file has no rows with names.")
    if len(keys) > MAX_COLUMNS:
        raise StoreError(f"The objects have {len(keys):,} members; {MAX_COLUMNS:,} can be read.")
    pointers = ", ".join(quote_text(_pointer(key)) for key in keys)
    cells = ", ".join(f"v[{number + 1}] AS c{number}" for number in range(len(keys)))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {STAGED} AS SELECT {cells}"
        f" FROM (SELECT json_extract(json, [{pointers}]) AS v FROM {STAGED})"
    )
    names = distinct_names([ResultColumn(key, "string") for key in keys], in_any_case=True)
    return _typed(cursor, names, name)


def _keys(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    rows = cursor.execute(
        "SELECT key FROM (SELECT rowid AS row, unnest(json_keys(json)) AS key,"
        f" generate_subscripts(json_keys(json), 1) AS place FROM {STAGED})"
        f" GROUP BY key ORDER BY min(row * {MAX_COLUMNS * 1_000} + place), key"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _typed(cursor: duckdb.DuckDBPyConnection, names: list[str], called: str) -> Rows:
    """Type each column by the kinds of its JSON values; a mixture is dynamic and loses nothing."""
    kinds = _kinds(cursor, len(names))
    shown = ", ".join(
        f"{_document(number) if _is_mixed(one) else _text(number)} AS c{number}"
        for number, one in enumerate(kinds)
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {STAGED} AS SELECT {shown} FROM {STAGED}")
    plain = [number for number, one in enumerate(kinds) if not _is_mixed(one)]
    texts = [f"c{number}" for number in plain]
    inferred = inferred_columns(cursor, STAGED, [names[number] for number in plain], texts)
    columns = [ResultColumn(name, "dynamic") for name in names]
    for number, column in zip(plain, inferred, strict=True):
        columns[number] = ResultColumn(column.name, _kind(kinds[number], column.type))
    return typed_rows(cursor, columns, STAGED, names, called=called)


def _kinds(cursor: duckdb.DuckDBPyConnection, width: int) -> list[frozenset[str]]:
    """The kinds of JSON values in each column, but for null."""
    asked = ", ".join(f"list(DISTINCT json_type(c{number}))" for number in range(width))
    found = cursor.execute(f"SELECT {asked} FROM {STAGED}").fetchone() or ()
    return [frozenset(map(str, kinds or ())) - {"NULL", "None"} for kinds in found]


def _is_mixed(kinds: frozenset[str]) -> bool:
    """Whether the values are documents, or of several kinds, which only JSON can hold."""
    return not (kinds <= _NUMBERS or kinds in ({"VARCHAR"}, {"BOOLEAN"}))


def _kind(kinds: frozenset[str], by_text: str) -> str:
    if kinds == {"BOOLEAN"}:
        return "bool"
    if kinds and kinds <= _NUMBERS:
        return by_text if by_text in ("long", "real") else "dynamic"
    return "datetime" if by_text == "datetime" else "string"


def _text(number: int) -> str:
    return f"c{number} ->> '$'"


def _document(number: int) -> str:
    return f"nullif(CAST(c{number} AS VARCHAR), 'null')"


def _pointer(name: str) -> str:
    """The JSON pointer to a member, RFC 6901."""
    return "/" + name.replace("~", "~0").replace("/", "~1")
