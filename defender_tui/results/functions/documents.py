"""Reading JSON text.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-json-function
Source: https://learn.microsoft.com/en-us/kusto/query/extract-json-function
Source: https://learn.microsoft.com/en-us/kusto/query/jsonpath
"""

from __future__ import annotations

import re

from defender_tui.results.functions.spelling import bound, function, literal

_STEP = re.compile(
    r"""\.(?P<name>[\w$-]+)|\[\s*(?:'(?P<single>[^'"\\]+)'|"(?P<double>[^"\\]+)"|(?P<index>\d+))\s*\]"""
)


def _parse(value: str) -> str:
    """Text that is no JSON becomes a dynamic text; empty text is null."""
    read = (
        "CASE WHEN typeof(__t) = 'VARCHAR' THEN CASE WHEN CAST(__t AS VARCHAR) = '' THEN NULL"
        " WHEN json_valid(CAST(__t AS VARCHAR)) THEN TRY_CAST(__t AS JSON)"
        " ELSE to_json(__t) END WHEN typeof(__t) = 'JSON' THEN TRY_CAST(__t AS JSON)"
        " ELSE to_json(__t) END"
    )
    return f"list_transform([{value}], lambda __t: {read})[1]"


def _extract(path: str, source: str) -> str:
    """The value as text, empty when there is none."""
    spelled = literal(path)
    if spelled is None:
        raise ValueError("a path that is not spelled out")
    read = f"TRY_CAST(__k.s AS JSON) ->> '{_duckdb_path(spelled)}'"
    return bound(f"coalesce({read}, '')", s=source)


def _duckdb_path(path: str) -> str:
    """Spell a path of names and indexes for DuckDB, inside a SQL string."""
    if not path.startswith("$"):
        raise ValueError(f"the path {path}")
    spelled, at = "$", 1
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            raise ValueError(f"the path {path}")
        name = step["name"] or step["single"] or step["double"]
        spelled += f"[{step['index']}]" if name is None else f'."{name}"'
        at = step.end()
    return spelled.replace("'", "''")


FUNCTIONS = (
    function("parse_json", _parse),
    function("todynamic", _parse),
    function("extract_json", _extract, 2),
)
