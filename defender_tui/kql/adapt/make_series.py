"""make-series, taken apart.

Source: https://learn.microsoft.com/en-us/kusto/query/make-series-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at
from defender_tui.kql.adapt.marks import mark, operator_mark, text_piece
from defender_tui.kql.adapt.names import named
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.adapt.refusal import CannotAdapt

_CLAUSES = ("on", "in", "from", "to", "step", "by")


def make_series(draft: Draft) -> Draft:
    """Spell it as a mark that carries its clauses."""
    return rewrite_operators(draft, ("make-series",), _make_series)


def _make_series(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    parameters, body = without_parameters(operator.body)
    clauses = _clauses(body)
    if "in" in clauses:
        raise CannotAdapt("make-series ... in range", origin)
    if "on" not in clauses or "step" not in clauses:
        raise CannotAdapt("make-series", origin)
    kind = parameters["kind"].text if "kind" in parameters else ""
    if kind not in ("", "nonempty"):
        raise CannotAdapt("make-series", origin)
    name, axis = named(clauses["on"])
    return operator_mark(
        "make_series",
        origin,
        text_piece(kind, origin),
        mark("values", origin, *(_value(part, origin) for part in split_at(clauses[""], ","))),
        mark("key", origin, text_piece(name, origin), axis),
        mark("from", origin, *_given(clauses, "from")),
        mark("to", origin, *_given(clauses, "to")),
        mark("step", origin, clauses["step"]),
        mark("keys", origin, *(_key(part, origin) for part in _given_keys(clauses))),
    )


def _clauses(body: Sequence[Piece]) -> dict[str, tuple[Piece, ...]]:
    """The pieces behind each clause's word; those before the first under the empty word."""
    found: dict[str, list[Piece]] = {"": []}
    word = ""
    depth = 0
    for piece in body:
        depth += piece.text in ("(", "[", "{")
        depth -= piece.text in (")", "]", "}")
        if depth == 0 and piece.text in _CLAUSES and piece.text not in found:
            word = piece.text
            found[word] = []
        else:
            found[word].append(piece)
    return {word: tuple(pieces) for word, pieces in found.items()}


def _value(part: Sequence[Piece], origin: int) -> tuple[Piece, ...]:
    name, value = named(part)
    default: tuple[tuple[Piece, ...], ...] = ()
    for index, piece in enumerate(value):
        if piece.text == "default" and index + 2 < len(value) and value[index + 1].text == "=":
            default = (tuple(value[index + 2 :]),)
            value = value[:index]
            break
    if not value:
        raise CannotAdapt("make-series", origin)
    return mark("value", origin, text_piece(name, origin), value, *default)


def _given(clauses: dict[str, tuple[Piece, ...]], word: str) -> tuple[tuple[Piece, ...], ...]:
    return (clauses[word],) if clauses.get(word) else ()


def _given_keys(clauses: dict[str, tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    return split_at(clauses["by"], ",") if clauses.get("by") else []


def _key(part: Sequence[Piece], origin: int) -> tuple[Piece, ...]:
    name, value = named(part)
    return mark("key", origin, text_piece(name, origin), value)
