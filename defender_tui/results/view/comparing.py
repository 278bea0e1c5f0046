"""What the text of a cell is compared by: as a number, a moment, a span, else as text."""

from __future__ import annotations

from defender_tui.results.column_types import NUMERIC, typed_sql

_TICKS_PER_S = 10_000_000
_SPAN = r"(-?)(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?"
_TYPED = NUMERIC | {"bool", "guid"}
HINTS = {
    "bool": "Give true or false.",
    "int": "Give a number.",
    "long": "Give a number.",
    "real": "Give a number such as 1.5.",
    "decimal": "Give a number such as 1.5.",
    "datetime": "Give a moment such as 2026-05-01 or 2026-05-01T13:30:00Z.",
    "timespan": "Give a span such as 01:30:00 or 2.00:00:00.",
    "guid": "Give an identifier such as 6f6b5f6e-7f8a-4e1c-9d2b-0a1b2c3d4e5f.",
}
"""What to type for a value of each type that not every text is a value of."""


def key_sql(cell: str, kind: str) -> str:
    """Build the SQL of what a text compares by; null for a text that is no value of the type."""
    if kind == "datetime":
        moment = typed_sql(cell, kind)
        # DuckDB keeps six digits of a second, the services give seven.
        return f"(epoch_us({moment}) * 10 + {_seventh_digit(cell)})"
    if kind == "timespan":
        return _ticks(cell)
    return typed_sql(cell, kind) if kind in _TYPED else cell


def literal_key_sql(text: str, kind: str) -> str:
    """Build the same for a text that somebody typed: a long may be held against 1.5."""
    if kind in ("int", "long"):
        return f"coalesce({typed_sql(text, kind)}, {typed_sql(text, 'decimal')})"
    return key_sql(text, kind)


def number_sql(cell: str, kind: str) -> str:
    """Build the SQL of a cell as a double: moments and spans in seconds; null where there is none.

    Moments count from 1970.
    """
    match kind:
        case "datetime" | "timespan":
            number = f"{key_sql(cell, kind)} / {_TICKS_PER_S}"
        case "bool":
            number = f"CAST({typed_sql(cell, kind)} AS INTEGER)"
        case _:
            number = f"TRY_CAST({cell} AS DOUBLE)"
    as_double = f"CAST({number} AS DOUBLE)"
    return f"CASE WHEN isfinite({as_double}) THEN {as_double} END"


def _seventh_digit(cell: str) -> str:
    """The hundreds of nanoseconds of `2026-05-01T13:30:00.1234567Z`; 0 where it ends before."""
    digit = f"substring({cell}, 27, 1)"
    has_one = f"{digit} BETWEEN '1' AND '9' AND substring({cell}, 20, 1) = '.'"
    return f"CASE WHEN {has_one} THEN TRY_CAST({digit} AS TINYINT) ELSE 0 END"


def _ticks(cell: str) -> str:
    """A span such as `-1.02:03:04.5` as a number of 100 ns."""
    parts = f"regexp_extract({cell}, '{_SPAN}', ['sign', 'd', 'h', 'm', 's', 'f'])"

    def part(name: str) -> str:
        return f"coalesce(TRY_CAST({parts}.{name} AS BIGINT), 0)"

    seconds = f"(({part('d')} * 24 + {part('h')}) * 60 + {part('m')}) * 60 + {part('s')}"
    fraction = f"TRY_CAST(rpad({parts}.f, 7, '0') AS BIGINT)"
    ticks = f"(({seconds}) * {_TICKS_PER_S} + {fraction})"
    return (
        f"CASE WHEN regexp_full_match({cell}, '{_SPAN}')"
        f" THEN CASE WHEN {parts}.sign = '-' THEN -{ticks} ELSE {ticks} END END"
    )
