"""Operators that choose rows: sample, sample-distinct, top-hitters, serialize, and named counts.

Source: https://learn.microsoft.com/en-us/kusto/query/sample-operator
Source: https://learn.microsoft.com/en-us/kusto/query/sample-distinct-operator
Source: https://learn.microsoft.com/en-us/kusto/query/top-hitters-operator
Source: https://learn.microsoft.com/en-us/kusto/query/serialize-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, written
from defender_tui.kql.adapt.marks import PREFIX, operator_mark
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.lexer import TokenKind


def rows(draft: Draft) -> Draft:
    """Spell row choices by what the translator knows; rows keep their order in it anyway."""
    draft = rewrite_operators(draft, ("sample",), _sample)
    draft = rewrite_operators(draft, ("sample-distinct",), _sample_distinct)
    draft = rewrite_operators(draft, ("top-hitters",), _top_hitters)
    draft = rewrite_operators(draft, ("serialize",), _serialize)
    draft = rewrite_operators(draft, ("summarize",), _take_any_row)
    return _counts(draft)


def _sample(operator: Operator) -> Sequence[Piece]:
    return operator_mark("sample", operator.word.origin, operator.body)


def _sample_distinct(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    at = next((i for i, piece in enumerate(operator.body) if piece.text == "of"), 0)
    count, of = operator.body[:at], operator.body[at + 1 :]
    if not count or not of:
        raise CannotAdapt("sample-distinct", origin)
    return (*written("| distinct", origin), *of, *written("| take ", origin), *count)


def _top_hitters(operator: Operator) -> Sequence[Piece]:
    """Counts that the service only estimates, which are exact for few values."""
    origin, body = operator.word.origin, operator.body
    texts = [piece.text for piece in body]
    if len(body) == 3 and texts[1] == "of":
        name, value = f"approximate_count_{texts[2]}", "count()"
    elif len(body) == 5 and texts[1] == "of" and texts[3] == "by":
        name, value = f"approximate_sum_{texts[4]}", f"sum({texts[4]})"
    else:
        raise CannotAdapt("top-hitters", origin)
    return written(f"| summarize {name} = {value} by {texts[2]} | top {texts[0]} by {name}", origin)


def _serialize(operator: Operator) -> Sequence[Piece]:
    if not operator.body:
        return ()
    return (*written("| extend", operator.word.origin), *operator.body)


def _take_any_row(operator: Operator) -> Sequence[Piece] | None:
    """`take_any(*)`, which takes all values from one row, by way of the first of equals."""
    texts = [piece.text for piece in operator.body]
    at = next(
        (i for i in range(len(texts) - 3) if texts[i : i + 4] == ["take_any", "(", "*", ")"]), None
    )
    if at is None:
        return None
    one, origin = f"{PREFIX}one", operator.word.origin
    return (
        *written(f"| extend {one} = 1 | summarize", origin),
        *operator.body[:at],
        *written(f"arg_max({one}, *)", origin),
        *operator.body[at + 4 :],
        *written(f"| project-away {one}", origin),
    )


def _counts(draft: Draft) -> Draft:
    """Put the numbers that `let` names behind `take`, `limit` and `top`, which want a number."""
    named: dict[str, Piece] = {}
    pieces = draft.pieces
    for let, name, sign, value, end in zip(
        pieces, pieces[1:], pieces[2:], pieces[3:], pieces[4:], strict=False
    ):
        is_value = let.text == "let" and sign.text == "=" and end.text == ";"
        if is_value and value.kind is TokenKind.NUMBER:
            named[name.text] = value
    if not named:
        return draft

    def counted(operator: Operator) -> Sequence[Piece] | None:
        _, body = without_parameters(operator.body)
        if not body or body[0].text not in named:
            return None
        origin = operator.word.origin
        number = written(named[body[0].text].text, body[0].origin)
        return (*written(f"| {operator.word.text}", origin), *number, *body[1:])

    return rewrite_operators(draft, ("take", "limit", "top"), counted)
