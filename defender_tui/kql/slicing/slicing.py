"""Whether a query can be cut by time, and where.

What is not surely the same in parts is refused: rows have to pass one by one from sources that have
a time to the end, on the one side of each join that is cut. All that stands beside, such as the
other sides, the tables of `in (…)` and of `toscalar(…)`, stays whole in every part.
"""

from __future__ import annotations

from ..schema import HuntingSchema
from ..tokens import TokenKind
from .bindings import Let
from .edits import Edits
from .pinning import pin_now
from .pipelines import PipelineReader
from .refusal import CannotSlice, Refusal
from .refused_operators import refuse_arbitrary
from .sliced import SlicedQuery
from .words import Words

# Each takes a few frames of Python's stack.
_DEEPEST = 60
_MOST_LETS = 100


def slice_query(text: str, schema: HuntingSchema, now: int) -> SlicedQuery | Refusal:
    """Find where a query can be cut, or why it cannot.

    `now` is the moment, in ticks, that `now()` and `ago()` mean in all parts.
    """
    try:
        return _sliced(text, schema, now)
    except CannotSlice as cause:
        return cause.refusal


def _sliced(text: str, schema: HuntingSchema, now: int) -> SlicedQuery:
    words = Words(text, schema.names)
    if not words.tokens:
        raise words.refuse("There is no query.", words.whole)
    _refuse_what_is_too_deep(words)
    refuse_arbitrary(words)
    edits = Edits(words)
    reader = PipelineReader(words, edits, schema, now)
    flow = reader.statements(words.whole, {})
    if flow.unkept is not None:
        raise flow.unkept
    pin_now(words, edits, now)
    for let, uses in reader.cut_lets.items():
        _cut_let(words, edits, let, uses)
    return SlicedQuery(edits.pieces(), flow.order, reader.own_span.window())


def _cut_let(words: Words, edits: Edits, let: Let, uses: list[int]) -> None:
    """Keep a `let` whole beside its cut form if its name occurs anywhere else too."""
    named = {n for n in range(len(words.tokens)) if words.name(n) == let.name}
    if named == {let.name_number, *uses}:
        return
    free = f"{let.name}_part"
    taken = {token.text for token in words.tokens}
    while free in taken:
        free += "_"
    edits.double(let.statement)
    for number in (let.name_number, *uses):
        edits.rename(number, free)


def _refuse_what_is_too_deep(words: Words) -> None:
    lets = depth = deepest = 0
    for token in words.tokens:
        lets += token.text == "let"
        if token.kind is TokenKind.PUNCTUATION:
            depth += (token.text in "([{") - (token.text in ")]}")
            deepest = max(deepest, depth)
    if deepest > _DEEPEST or lets > _MOST_LETS:
        raise words.refuse("The query has more in it than is read here.", words.whole)
