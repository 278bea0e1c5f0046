"""Tabular expressions, from their sources on."""

from __future__ import annotations

from ..schema import HuntingSchema
from .bindings import Let, Parameter, Scope, read_let
from .edits import Edits
from .flow import Flow
from .joins import Join, read_join
from .own_span import OwnSpan
from .refused_operators import OPERATORS
from .row_operators import through_rows
from .search import searched_tables
from .unions import Union, read_union
from .words import Stretch, Words

_JOINS = ("join", "lookup")


class PipelineReader:
    """Finds every source that is to be cut, and notes where its windows go.

    `cut_lets` are the statements whose rows are cut, each with the numbers of the words that use
    them so. Every method raises `CannotSlice` at what parts would answer differently.
    """

    def __init__(self, words: Words, edits: Edits, schema: HuntingSchema, now: int) -> None:
        self.cut_lets: dict[Let, list[int]] = {}
        self.own_span = OwnSpan(now)
        self._words = words
        self._edits = edits
        self._schema = schema
        self._flows: dict[Let, Flow] = {}

    def statements(self, stretch: Stretch, scope: Scope) -> Flow:
        """Read statements of which the last gives rows."""
        words = self._words
        parts = [part for part in words.split(stretch, ";") if not part.is_empty]
        if not parts:
            raise words.refuse("There is no query.", stretch)
        for part in parts[:-1]:
            if words[part.first] != "let":
                raise words.refuse("Only `let` may stand before the query itself.", part)
            name = words.name(part.first + 1) if part.first + 1 < part.end else None
            let = read_let(words, part, scope, is_table=name in self._schema)
            scope = {**scope, let.name: let}
        if words[parts[-1].first] in ("let", "set", "declare", "alias", "restrict"):
            raise words.refuse("There is no query behind this statement.", parts[-1])
        return self.tabular(parts[-1], scope)

    def tabular(self, stretch: Stretch, scope: Scope, *, is_leg: bool = False) -> Flow:
        """Read a source and its operators; `is_leg` where only a name or brackets may stand."""
        source, *operators = self._words.split(stretch, "|")
        for number, operator in reversed(list(enumerate(operators))):
            join = self._join(operator)
            if join is not None and join.is_right_cut:
                flow = self.tabular(join.right, scope, is_leg=True).unsorted()
                flow = flow if join.are_columns_kept else flow.with_time(None)
                operators = operators[number + 1 :]
                break
        else:
            flow = self._source(source, scope, is_leg=is_leg)
        for operator in operators:
            flow = self._operator(operator, flow, scope)
        return flow

    def _join(self, operator: Stretch) -> Join | None:
        """Read an operator that is a join, for the side that it lets be cut."""
        if self._words[operator.first] not in _JOINS:
            return None
        return read_join(self._words, operator)

    def _operator(self, operator: Stretch, flow: Flow, scope: Scope) -> Flow:
        words = self._words
        word = words[operator.first]
        if operator.is_empty:
            raise words.refuse("An operator is missing.", operator)
        if word in _JOINS:
            return flow.unsorted()
        if word == "union":
            union = read_union(words, operator)
            return self._legs(union, scope, flow)
        if word == "as":
            return self._named(operator, flow)
        self.own_span.read(words, operator, flow.time)
        passed = through_rows(words, operator, flow)
        if passed is None:
            reason = OPERATORS.get(word, "is not known to take rows one by one")
            raise words.refuse(f"`{word}` {reason}.", Stretch(operator.first, operator.first + 1))
        return passed

    def _named(self, operator: Stretch, flow: Flow) -> Flow:
        """Let `as` pass unless its name is used: where it is, rows would have to be whole."""
        words = self._words
        name = words[operator.end - 1]
        if sum(token.text == name for token in words.tokens) > 1:
            raise words.refuse("`as` names rows that are used again, and are cut here.", operator)
        return flow

    # Sources

    def _source(self, stretch: Stretch, scope: Scope, *, is_leg: bool) -> Flow:
        words = self._words
        if stretch.is_empty:
            raise words.refuse("A source is missing.", stretch)
        word = words[stretch.first]
        if word == "(" and words.closing(stretch.first) == stretch.end - 1:
            return self.tabular(Stretch(stretch.first + 1, stretch.end - 1), scope)
        if word == "union" and not is_leg:
            return self._legs(read_union(words, stretch), scope)
        if word == "search" and not is_leg:
            return self._search(stretch, scope)
        if word in OPERATORS:
            raise words.refuse(f"`{word}` {OPERATORS[word]}.", stretch)
        name = words.name(stretch.first)
        if name is None:
            raise words.refuse("Rows come from a table, whose name is not known here.", stretch)
        if "*" in words.texts(stretch):
            raise words.refuse("Tables have to be named one by one.", stretch)
        is_call = words[stretch.first + 1] == "(" and stretch.end > stretch.first + 1
        if is_call and words.closing(stretch.first + 1) == stretch.end - 1:
            return self._called(name, stretch, scope)
        if len(words.texts(stretch)) > 1:
            raise words.refuse("This source is not one name.", stretch)
        bound = scope.get(name)
        if bound is not None:
            return self._bound(bound, stretch)
        return self._table(name, stretch, is_leg=is_leg)

    def _table(self, name: str, stretch: Stretch, *, is_leg: bool) -> Flow:
        time = self._time_of(name, stretch)
        brackets_from = stretch.first if is_leg else None
        self._edits.window_behind(stretch.first, time, in_brackets_from=brackets_from)
        self.own_span.begin_source()
        return Flow(time)

    def _time_of(self, name: str, stretch: Stretch) -> str:
        table = self._schema.table(name)
        if table is None:
            raise self._words.refuse(f"The table {name} is not known here.", stretch)
        if table.time_column is None:
            raise self._words.refuse(f"{name} {OPERATORS['print']}.", stretch)
        return table.time_column

    def _called(self, name: str, stretch: Stretch, scope: Scope) -> Flow:
        bound = scope.get(name)
        if bound is not None:
            return self._bound(bound, stretch, is_call=True)
        if name == "materialize":
            return self.tabular(Stretch(stretch.first + 2, stretch.end - 1), scope)
        raise self._words.refuse(f"What `{name}()` reads is not known here.", stretch)

    def _bound(self, bound: Let | Parameter, stretch: Stretch, *, is_call: bool = False) -> Flow:
        words = self._words
        if isinstance(bound, Parameter):
            raise words.refuse("What this parameter stands for is cut by no part.", stretch)
        if bound.is_ambiguous:
            raise words.refuse(f"{bound.name} has more than one meaning here.", stretch)
        if bound.is_function != is_call:
            raise words.refuse(f"{bound.name} gives no rows in this way.", stretch)
        uses = self.cut_lets.setdefault(bound, [])
        if bound not in self._flows:
            read = self.statements if bound.is_function else self.tabular
            self._flows[bound] = read(bound.body, bound.scope)
        uses.append(stretch.first)
        return self._flows[bound]

    def _search(self, stretch: Stretch, scope: Scope) -> Flow:
        """A search in named tables takes rows one by one; its window stands behind it."""
        tables = searched_tables(self._words, stretch)
        return self._behind(stretch, tables, scope)

    def _behind(self, stretch: Stretch, tables: list[Stretch], scope: Scope) -> Flow:
        """Put one window behind an operator that reads tables whose time has one name."""
        words = self._words
        times = set()
        for table in tables:
            name = words.name(table.first)
            if name is None or len(words.texts(table)) != 1 or name in scope:
                raise words.refuse("Tables have to be named one by one.", table)
            times.add(self._time_of(name, table))
        if len(times) != 1:
            raise words.refuse("The tables name their times differently.", stretch)
        (time,) = times
        self._edits.window_behind(stretch.end - 1, time)
        self.own_span.begin_source()
        return Flow(time)

    def _legs(self, union: Union, scope: Scope, flow: Flow | None = None) -> Flow:
        """Cut each leg; one window behind all of them where brackets would change `withsource`."""
        words = self._words
        is_any_bare = any(words[leg.first] != "(" for leg in union.legs)
        if union.names_sources and is_any_bare:
            if flow is not None:
                raise words.refuse(
                    "`withsource` names sources otherwise once they are cut.", union.operator
                )
            return self._behind(union.operator, union.legs, scope)
        legs = [self.tabular(leg, scope, is_leg=True).unsorted() for leg in union.legs]
        whole, *others = legs if flow is None else [flow.unsorted(), *legs]
        for other in others:
            whole = whole.beside(other)
        return whole
