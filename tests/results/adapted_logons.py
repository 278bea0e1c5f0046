"""Four logons, over which the tests of adapted queries know every answer."""

from __future__ import annotations

import json
from functools import cache

from defender_tui.kql import Column, Table
from defender_tui.results.engine import KqlEngine

_TABLE = Table(
    "Logons",
    columns=(
        Column("Timestamp", "datetime"),
        Column("User", "string"),
        Column("Device", "string"),
        Column("Bytes", "long"),
        Column("Tags", "dynamic"),
        Column("Info", "dynamic"),
    ),
    time_column="Timestamp",
)
_ROWS = """
    ('2026-01-01 00:10', 'ann', 'pc1', 10, '["a","b"]', '{"k":"x","n":1}'),
    ('2026-01-01 00:50', 'bob', 'pc1', 20, '["b"]', '{"k":"y"}'),
    ('2026-01-01 02:00', 'ann', 'pc2', 30, '[]', '{"n":2,"z":[1]}'),
    ('2026-01-02 01:00', 'ann', 'pc1', 5, '["c","a","d"]', NULL)
"""


@cache
def logons() -> KqlEngine:
    """The engine that holds them."""
    engine = KqlEngine()
    engine.create([_TABLE])
    engine.fill(f"INSERT INTO Logons VALUES {_ROWS}")
    return engine


def rows_of(query: str, engine: KqlEngine | None = None) -> list[list[object]]:
    """The values of each row of the answer, in the order of the columns."""
    answer = (engine or logons()).run(query)
    rows = json.loads(answer.rows_json)
    names = [name for name, _ in answer.columns]
    return [[row[name] for name in names] for row in rows]


def columns_of(query: str) -> list[str]:
    """The names of the answer's columns in order."""
    return [name for name, _ in logons().run(query).columns]
