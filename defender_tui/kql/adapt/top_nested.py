"""top-nested, taken apart.

Source: https://learn.microsoft.com/en-us/kusto/query/top-nested-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at
from defender_tui.kql.adapt.marks import mark, operator_mark, text_piece
from defender_tui.kql.adapt.names import named
from defender_tui.kql.adapt.operators import Operator, rewrite_operators
from defender_tui.kql.adapt.refusal import CannotAdapt


def top_nested(draft: Draft) -> Draft:
    """Spell it as a mark that carries its levels."""
    return rewrite_operators(draft, ("top-nested",), _top_nested)


def _top_nested(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    parts = split_at(operator.body, ",")
    levels = [_level(parts[0], origin)]
    for part in parts[1:]:
        if not part or part[0].text != "top-nested":
            raise CannotAdapt("top-nested", origin)
        levels.append(_level(part[1:], origin))
    return operator_mark("top_nested", origin, *levels)


def _level(part: Sequence[Piece], origin: int) -> tuple[Piece, ...]:
    """`[N] of [Name =] key by [Name =] aggregate [asc|desc]`."""
    texts = [piece.text for piece in part]
    if "of" not in texts or "by" not in texts or "with" in texts:
        raise CannotAdapt("top-nested", origin, "Rows for the others are beyond it.")
    of, by = texts.index("of"), len(texts) - 1 - texts[::-1].index("by")
    count, key, value = tuple(part[:of]), part[of + 1 : by], tuple(part[by + 1 :])
    order = "desc"
    if value and value[-1].text in ("asc", "desc"):
        order, value = value[-1].text, value[:-1]
    key_name, key_value = named(key)
    value_name, value = named(value)
    if not key_value or not value:
        raise CannotAdapt("top-nested", origin)
    return mark(
        "level",
        origin,
        count or text_piece("", origin),
        text_piece(key_name, origin),
        key_value,
        text_piece(value_name, origin),
        value,
        text_piece(order, origin),
    )
