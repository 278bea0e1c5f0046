"""Text with a structure of its own: paths, versions, comma-separated values.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-path-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-version-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-csv-function
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import bound, function, text

_RECORD = '^(?:"(?:[^"]|"")*"|[^"\\r\\n])*'
_FIELD = '((?:"(?:[^"]|"")*"|[^,"])*),'
# Scheme, root, directory with its last name, file name, alternate data stream.
_PATH = (
    r"^(?:([A-Za-z][A-Za-z0-9+.-]*)://)?((?:([A-Za-z]:)|)(?:.*[/\\])?)([^/\\:]*)(?::([^/\\]*))?$"
)


def _parse_path(path: str) -> str:
    groups = ", ".join(f"'{name}'" for name in ("scheme", "folder", "root", "file", "stream"))
    directory = "rtrim(__p.folder, '/\\')"
    dotted = "__p.file, '\\.([^.]*)$', 1"
    members = {
        "Scheme": "__p.scheme",
        "RootPath": "__p.root",
        "DirectoryPath": directory,
        "DirectoryName": f"regexp_extract({directory}, '([^/\\\\:]*)$', 1)",
        "Filename": "__p.file",
        "Extension": f"regexp_extract({dotted})",
        "AlternateDataStreamName": "__p.stream",
    }
    packed = ", ".join(f"'{name}', {sql}" for name, sql in members.items())
    parts = f"regexp_extract(__k.s, '{_PATH}', [{groups}])"
    return bound(f"list_transform([{parts}], lambda __p: json_object({packed}))[1]", s=text(path))


def _parse_version(version: str) -> str:
    """One to four numbers of up to eight digits, each in a place of its own."""
    parts = "str_split(__k.s, '.')"
    number = " + ".join(
        f"coalesce(TRY_CAST({parts}[{place}] AS DECIMAL(38, 0)), 0)"
        f" * CAST(1{'0' * (32 - 8 * place)} AS DECIMAL(38, 0))"
        if place < 4
        else f"coalesce(TRY_CAST({parts}[4] AS DECIMAL(38, 0)), 0)"
        for place in range(1, 5)
    )
    valid = r"regexp_full_match(__k.s, '[0-9]{1,8}(\.[0-9]{1,8}){0,3}')"
    return bound(f"CASE WHEN {valid} THEN CAST(({number}) AS DECIMAL(38, 0)) END", s=text(version))


def _parse_csv(record: str) -> str:
    """The fields of the first record; doubled quotes inside quotes are one."""
    fields = f"regexp_extract_all(regexp_extract(__k.s, '{_RECORD}') || ',', '{_FIELD}', 1)"
    plain = "CASE WHEN starts_with(__f, '\"') THEN replace(__f[2:-2], '\"\"', '\"') ELSE __f END"
    return bound(f"to_json(list_transform({fields}, lambda __f: {plain}))", s=text(record))


FUNCTIONS = (
    function("parse_path", _parse_path),
    function("parse_version", _parse_version),
    function("parse_csv", _parse_csv),
)
