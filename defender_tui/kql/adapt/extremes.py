"""`(A, B) = arg_max(x, y)`, of whose names the translator heeds only the first.

Source: https://learn.microsoft.com/en-us/kusto/query/arg-max-aggregation-function
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, partners, split_at, written
from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.kql.adapt.operators import Operator, rewrite_operators
from defender_tui.kql.adapt.refusal import CannotAdapt

_CALLS = ("arg_max", "arg_min")


def extremes(draft: Draft) -> Draft:
    """Give each further value a column of its own before, and its name afterwards."""
    return rewrite_operators(draft, ("summarize",), _summarize)


def _summarize(operator: Operator) -> Sequence[Piece] | None:
    origin = operator.word.origin
    closing = partners(operator.body)
    body: list[Piece] = []
    held: list[Piece] = []
    renamed: list[Piece] = []
    at = count = 0
    while at < len(operator.body):
        found = _named_call(operator.body, at, closing)
        if found is None:
            body.append(operator.body[at])
            at += 1
            continue
        names, call, at = found
        first, *values = split_at(operator.body[call + 2 : at - 1], ",")
        if len(names) != len(values) + 1 or any(_is_star(value) for value in values):
            raise CannotAdapt(f"names for {operator.body[call].text}", operator.body[call].origin)
        body += [*names[0], *written("=", origin), *operator.body[call : call + 2], *first]
        for name, value in zip(names[1:], values, strict=True):
            hidden = written(f"{PREFIX}value{count}", origin)
            held += [*written("," if count else "| extend", origin), *hidden]
            held += [*written("=", origin), *value]
            renamed += [*written("," if count else "| project-rename", origin), *name]
            renamed += [*written("=", origin), *hidden]
            body += [*written(",", origin), *hidden]
            count += 1
        body += written(")", origin)
    if not count:
        return None
    return (*held, *written("| summarize", origin), *body, *renamed)


def _named_call(
    body: Sequence[Piece], at: int, closing: dict[int, int]
) -> tuple[list[tuple[Piece, ...]], int, int] | None:
    """The names at `at`, the index of the call behind them, and the index behind the call."""
    end = closing.get(at, -1)
    call = end + 2
    if body[at].text != "(" or end < 0 or call + 1 >= len(body) or body[end + 1].text != "=":
        return None
    if body[call].text not in _CALLS or call + 1 not in closing:
        return None
    names = split_at(body[at + 1 : end], ",")
    if len(names) < 2 or any(len(name) != 1 for name in names):
        return None
    return names, call, closing[call + 1] + 1


def _is_star(value: Sequence[Piece]) -> bool:
    return len(value) == 1 and value[0].text == "*"
