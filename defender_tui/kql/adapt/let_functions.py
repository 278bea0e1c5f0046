"""Functions that give tables, written out where they are called.

The translator writes out functions of one value itself. One that gives a table becomes a `let`
for each call, with its own `let`s before it under names that nothing else has.

Source: https://learn.microsoft.com/en-us/kusto/query/functions/user-defined-functions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from defender_tui.kql.adapt.draft import (
    Change,
    Draft,
    Edit,
    Piece,
    partners,
    split_at,
    written,
)
from defender_tui.kql.adapt.operators import operator_end
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.adapt.statements import Function, functions, statement_start

MOST_CALLS = 200
"""Calls that are written out before the query is taken for too large."""
MOST_PIECES = 20_000
"""Pieces that a query may grow to by them."""
_SOURCES = frozenset(
    {"union", "externaldata", "datatable", "print", "range", "search", "find", "materialize"}
)


def let_functions(draft: Draft) -> Draft:
    """Write out every call of a function whose body is a table, then drop its declaration."""
    if not any(piece.text == "{" for piece in draft.pieces):
        return draft
    calls = _Calls()
    while (function := _first_tabular(draft)) is not None:
        draft = calls.written_out(draft, function)
    return draft


def _first_tabular(draft: Draft) -> Function | None:
    known = set(draft.surroundings.columns)
    for function in functions(draft.pieces):
        tables = known | _bound_tables(draft.pieces) | _bound_tables(function.body)
        tables |= {parameter.name for parameter in function.parameters if parameter.is_table}
        if _is_tabular(split_at(function.body, ";"), tables):
            return function
    return None


def _is_tabular(statements: Sequence[Sequence[Piece]], tables: set[str]) -> bool:
    """Whether the last statement that is not empty gives a table."""
    last = next((part for part in reversed(statements) if part), ())
    if not last:
        return False
    texts = [piece.text for piece in last]
    if texts[0] in _SOURCES and texts[1:2] != ["("]:
        return True
    if texts[0] in ("externaldata", "datatable", "materialize"):
        return True
    if len(split_at(last, "|")) > 1:
        return True
    if texts[0] == "(" and texts[-1] == ")" and partners(last).get(0) == len(last) - 1:
        return _is_tabular([last[1:-1]], tables)
    return len(last) == 1 and texts[0] in tables


def _bound_tables(pieces: Sequence[Piece]) -> set[str]:
    """The names that `let` gives to tables."""
    found: set[str] = set()
    for at, piece in enumerate(pieces[:-3]):
        if piece.text != "let" or pieces[at + 2].text != "=":
            continue
        value = pieces[at + 3 : operator_end(pieces, at + 3)]
        end = at + 3 + len(value)
        is_piped = end < len(pieces) and pieces[end].text == "|"
        is_source = value[:1] and value[0].text in _SOURCES
        if is_piped or is_source or (len(value) == 1 and value[0].text in found):
            found.add(pieces[at + 1].text)
    return found


@dataclass(slots=True)
class _Calls:
    """Numbers the calls, so that each gets names of its own."""

    count: int = 0
    _taken: set[str] = field(default_factory=set)

    def written_out(self, draft: Draft, function: Function) -> Draft:
        """Replace the function's calls one by one, then its declaration."""
        change = Change(f"let {function.name}", draft.pieces[function.start].origin)
        draft = draft.edited([Edit(function.start, function.end)], change)
        at = function.start
        while (call := self._next(draft.pieces, function.name, at)) is not None:
            self.count += 1
            if self.count > MOST_CALLS or len(draft.pieces) > MOST_PIECES:
                raise CannotAdapt(f"{function.name}()", draft.pieces[call].origin)
            draft = self._called(draft, function, call)
        return draft

    def _next(self, pieces: Sequence[Piece], name: str, start: int) -> int | None:
        for at in range(start, len(pieces)):
            before = pieces[at - 1].text if at else ""
            if pieces[at].text == name and before not in (".", "let"):
                return at
        return None

    def _called(self, draft: Draft, function: Function, at: int) -> Draft:
        pieces = draft.pieces
        name = pieces[at]
        closing = partners(pieces)
        end = at + 1
        arguments: list[tuple[Piece, ...]] = []
        if end in closing and pieces[end].text == "(":
            inside = pieces[end + 1 : closing[end]]
            arguments = list(split_at(inside, ",")) if inside else []
            end = closing[end] + 1
        begin = at
        if at > 1 and pieces[at - 1].text == "invoke" and pieces[at - 2].text == "|":
            begin = _pipeline_start(pieces, at - 2)
            arguments.insert(0, tuple(pieces[begin : at - 2]))
        values = _bound(function, arguments, name)
        origin = name.origin
        prefix = f"{function.name}_{self.count}_"
        before, last = _body(function, values, prefix, origin)
        result = f"{prefix}rows"
        lets = (*before, *written(f"let {result} =", origin), *last, *written(";", origin))
        place = statement_start(pieces, begin)
        return draft.edited([Edit(place, place, lets), Edit(begin, end, written(result, origin))])


def _bound(
    function: Function, arguments: Sequence[tuple[Piece, ...]], call: Piece
) -> dict[str, tuple[Piece, ...]]:
    """What each parameter stands for in this call."""
    if len(arguments) > len(function.parameters):
        raise CannotAdapt(f"{function.name}()", call.origin)
    values: dict[str, tuple[Piece, ...]] = {}
    for index, parameter in enumerate(function.parameters):
        value = arguments[index] if index < len(arguments) else parameter.default
        if len(value) > 2 and value[1].text == "=":
            raise CannotAdapt(f"{function.name}()", call.origin)
        if not value:
            raise CannotAdapt(f"{function.name}()", call.origin)
        values[parameter.name] = value
    return values


def _body(
    function: Function, values: Mapping[str, tuple[Piece, ...]], prefix: str, origin: int
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The `let`s that a call needs before it, and the pipeline that it is."""
    statements = [part for part in split_at(function.body, ";") if part]
    names = {part[1].text: f"{prefix}{part[1].text}" for part in statements[:-1]}
    lets: list[Piece] = []
    for parameter in function.parameters:
        if parameter.is_table:
            names[parameter.name] = f"{prefix}{parameter.name}"
            lets += written(f"let {names[parameter.name]} =", origin)
            lets += values[parameter.name]
            lets += written(";", origin)
    scalars = {p.name: values[p.name] for p in function.parameters if not p.is_table}
    for part in statements:
        if _assigns(part, {*names, *scalars}):
            raise CannotAdapt(f"{function.name}()", origin)
    done = [_substituted(part, scalars, names) for part in statements]
    for statement in done[:-1]:
        lets += statement
        lets += written(";", origin)
    return tuple(lets), tuple(done[-1])


def _assigns(part: Sequence[Piece], names: set[str]) -> bool:
    """Whether a column gets one of these names, so that the name means two things."""
    return any(
        piece.text in names and behind.text == "=" and before.text != "let"
        for before, piece, behind in zip(part, part[1:], part[2:], strict=False)
    )


def _substituted(
    part: Sequence[Piece],
    scalars: Mapping[str, tuple[Piece, ...]],
    names: Mapping[str, str],
) -> list[Piece]:
    done: list[Piece] = []
    for index, piece in enumerate(part):
        is_member = index > 0 and part[index - 1].text == "."
        if is_member or (piece.text not in scalars and piece.text not in names):
            done.append(piece)
        elif piece.text in names:
            done.append(replace(piece, text=names[piece.text]))
        else:
            value = scalars[piece.text]
            bare = len(value) == 1
            done += value if bare else (*written("(", piece.origin), *value)
            done += () if bare else written(")", piece.origin)
    return done


def _pipeline_start(pieces: Sequence[Piece], pipe: int) -> int:
    """Where the pipeline begins that the pipe at `pipe` stands in."""
    depth = 0
    for index in range(pipe - 1, -1, -1):
        text = pieces[index].text
        if text in (")", "]", "}"):
            depth += 1
        elif text in ("(", "[", "{"):
            if depth == 0:
                return index + 1
            depth -= 1
        elif depth == 0 and _begins_pipeline(pieces, index):
            return index + 1
    return 0


def _begins_pipeline(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a pipeline begins behind the piece at `index`: a statement, or the value of a let."""
    if pieces[index].text == "=":
        return index > 1 and pieces[index - 2].text == "let"
    return pieces[index].text == ";"
