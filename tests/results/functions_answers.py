"""What a KQL expression gives in the local engine."""

from __future__ import annotations

import json

from defender_tui.results.engine import KqlEngine


def value_of(engine: KqlEngine, expression: str) -> object:
    """Give the value of one expression; dynamic values as they are, not as text."""
    query = f"datatable(k:long)[1] | project value = {expression}"
    answer = engine.run(query)
    value: object = json.loads(answer.rows_json)[0]["value"]
    is_dynamic = answer.columns[0][1] == "Object"
    return json.loads(value) if is_dynamic and isinstance(value, str) else value


def rows_of(engine: KqlEngine, query: str) -> list[dict[str, object]]:
    """Give the rows of a query."""
    rows: list[dict[str, object]] = json.loads(engine.run(query).rows_json)
    return rows
