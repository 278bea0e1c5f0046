"""How a KQL function is spelled in SQL: the pieces from which the families are built.

What a function does with an argument of another type than its own stands here too, so that all of
them agree: text is read from a dynamic value as KQL's `tostring` reads it, and no text is null.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duckdb_kql.translate.functions import FunctionSpec

if TYPE_CHECKING:
    from collections.abc import Callable

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_DYNAMIC = re.compile(r"CAST\(('(?:[^']|'')*') AS JSON\)")
_SPAN = re.compile(r"INTERVAL |to_(?:microseconds|days|hours|minutes|seconds)\(")
_WHOLE = re.compile(r"CAST\((-?\d+) AS (?:BIGINT|INTEGER)\)")


@dataclass(frozen=True)
class SqlFunction(FunctionSpec):
    """A KQL function as a SQL expression of the SQL of its arguments.

    `most` is `None` when any number of arguments above `least` will do.
    """

    spell: Callable[..., str] = field(default=str)
    least: int = 1
    most: int | None = 1

    def render(self, args: list[str]) -> str:
        """Give the SQL of one call.

        Raises:
            ValueError: the function takes another number of arguments, or not one of these.
        """
        if len(args) < self.least or (self.most is not None and len(args) > self.most):
            raise ValueError(f"{self.name}() does not take {len(args)} argument(s)")
        return self.spell(*args)


def function(
    name: str, spell: Callable[..., str], least: int = 1, most: int | None = -1
) -> SqlFunction:
    """A function that takes from `least` to `most` arguments; as many as `least` by default."""
    return SqlFunction(
        name, "template", "", spell=spell, least=least, most=least if most == -1 else most
    )


def bound(body: str, **values: str) -> str:
    """Compute values once and then a body that reads them as `__k.name`.

    The values stand outside of the lambda, so that no name inside them can mean its parameter.
    """
    fields = ", ".join(f"{name} := {sql}" for name, sql in values.items())
    return f"list_transform([struct_pack({fields})], lambda __k: {body})[1]"


def literal(sql: str) -> str | None:
    """The text of a SQL string literal; `None` for any other expression."""
    if _LITERAL.fullmatch(sql) is None:
        return None
    return sql[1:-1].replace("''", "'")


def constants(sql: str) -> list[str | None]:
    """The elements of a spelled out array, or one spelled out text; `None` for what is no text.

    Patterns are made of these, because DuckDB would build one made of a value anew for each row.

    Raises:
        ValueError: it is computed.
    """
    plain = literal(sql)
    if plain is not None:
        return [plain]
    found = _DYNAMIC.fullmatch(sql)
    elements: object = None if found is None else json.loads(literal(found.group(1)) or "null")
    if not isinstance(elements, list):
        raise ValueError("a list that is not spelled out")
    return [each if isinstance(each, str) else None for each in elements]


def quoted(plain: str) -> str:
    """A text as a SQL string."""
    return "'" + plain.replace("'", "''") + "'"


def whole_number(sql: str) -> int | None:
    """The value of a spelled out integer; `None` for any other expression."""
    if sql.startswith("(-") and sql.endswith(")"):
        inner = whole_number(sql[2:-1])
        return None if inner is None else -inner
    found = _WHOLE.fullmatch(sql)
    return None if found is None else int(found.group(1))


def is_span(sql: str) -> bool:
    """Whether an expression is a span of time as the translator spells one out."""
    return _SPAN.match(sql) is not None


def text(sql: str) -> str:
    """A value as text: that of a dynamic value without its JSON quotes, and never null."""
    if literal(sql) is not None:
        return sql
    read = "CASE typeof(__t) WHEN 'JSON' THEN __t ->> '$' ELSE CAST(__t AS VARCHAR) END"
    return f"list_transform([{sql}], lambda __t: coalesce({read}, ''))[1]"


def array(sql: str) -> str:
    """The elements of a dynamic array; null for everything that is none."""
    return f"TRY_CAST(to_json({sql}) AS JSON[])"


def bag(sql: str) -> str:
    """A property bag as a map; null for everything that is none."""
    return f"TRY_CAST(to_json({sql}) AS MAP(VARCHAR, JSON))"


def element(sql: str) -> str:
    """A value as it is stored in a dynamic one: moments as KQL spells them."""
    moment = "strftime(CAST(__e AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%f') || '0Z'"
    stored = f"CASE typeof(__e) WHEN 'TIMESTAMP' THEN to_json({moment}) ELSE to_json(__e) END"
    return f"list_transform([{sql}], lambda __e: {stored})[1]"
