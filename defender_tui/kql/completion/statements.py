"""Whole statements: what each binds, and where in the last one the cursor is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ..schema import HuntingSchema
from .cutting import Piece, split_statements
from .operators import OperatorReader
from .position import Place, Position, Slot
from .reader import MAX_DEPTH, Reached
from .schema_key import KNOWN_SCHEMAS, SchemaKey
from .scope import Binding, Environment, Function, Scope

_ANYWHERE = Slot(Scope())


class StatementReader(OperatorReader):
    """Reads one statement, or those in a function's body."""

    def statement(self) -> Scope | str | None:
        """Read a statement; gives what it yields, `None` when it only binds."""
        self.stop(Place.STATEMENT, _ANYWHERE)
        match self.text:
            case "let":
                self._let()
                return None
            case "declare":
                self._declare()
                return None
            case "set" | "alias" | "restrict":
                self.index = len(self.pieces)
                self.stop(Place.NOTHING, _ANYWHERE)
                return None
        return self._yielded(is_whole=True)

    def _yielded(self, *, is_whole: bool) -> Scope | str:
        """Read a table or a value; a whole statement that begins with a name is a table."""
        if self.is_tabular_next() or (is_whole and self.is_word and self.text_after() != "("):
            scope = self.tabular(replace(_ANYWHERE, has_tables=True))
            self.recover(Slot(scope))
            return scope
        slot = Slot(Scope(), clause="let", has_tables=True)
        value = self.expression(slot)
        if self.text == "|":
            return self.pipeline(Scope(is_open=True))
        return value.type

    def _let(self) -> None:
        self.take()
        slot = Slot(Scope(), operator="let")
        self.stop(Place.NEW_NAME, slot)
        name = self.take_name()
        self.stop(Place.NOTHING, slot)
        self.accept("=")
        self.accept("view")
        if self.text == "(" and self._is_function_next():
            bound: Binding = self._function()
        else:
            bound = self._yielded(is_whole=False)
        self.environment = self.environment.bind({name: bound})

    def _is_function_next(self) -> bool:
        if self.text_after() == ")":
            return self.text_after(2) in ("{", "")
        return self.text_after(2) == ":"

    def _function(self) -> Function:
        outside = self.environment
        parameters = self._parameters()
        self.stop(Place.NOTHING, _ANYWHERE)
        self.accept("{")
        self.environment = outside.bind(parameters)
        self.depth += 1
        result: Scope | str = ""
        while self.depth < MAX_DEPTH:
            given = self.statement()
            result = given if given is not None else result
            if not self.accept(";"):
                break
        self.depth -= 1
        self.accept("}")
        self.environment = outside
        kinds = tuple(
            (name, kind if isinstance(kind, str) else "table") for name, kind in parameters.items()
        )
        return Function(kinds, result)

    def _parameters(self) -> dict[str, Binding]:
        found: dict[str, Binding] = {}
        self.accept("(")
        while self.is_at_end or self.text != ")":
            self.stop(Place.NEW_NAME, _ANYWHERE)
            name = self.take_name()
            self.accept(":")
            self.stop(Place.TYPE, _ANYWHERE)
            if self.text == "(":
                is_any = self.text_after() == "*"
                if is_any:
                    self.skip_balanced()
                columns = {} if is_any else self.typed_names(_ANYWHERE)
                found[name] = Scope(columns, is_open=is_any)
            else:
                found[name] = self.take()
            if self.accept("="):
                self.expression(_ANYWHERE)
            if not self.accept(","):
                break
        self.accept(")")
        return found

    def _declare(self) -> None:
        self.take()
        self.stop(Place.CHOICE, _ANYWHERE, words=("query_parameters",))
        self.take()
        self.stop(Place.NOTHING, _ANYWHERE)
        self.environment = self.environment.bind(self._parameters())


def position_after(pieces: Iterable[Piece], schema: HuntingSchema) -> Position:
    """Find what is due after the last piece."""
    environment = _first_environment(SchemaKey(schema))
    *finished, last = split_statements(pieces)
    for statement in finished:
        environment = _after_statement(environment, statement)
    return _position_in(environment, last)


def _read_to_end(reader: StatementReader) -> None:
    """Read the statement; brackets closed once too often do not end it."""
    reader.statement()
    while not reader.is_at_end:
        reader.take()
        reader.pipeline(Scope(is_open=True))
        reader.recover(Slot(Scope(is_open=True)))
    reader.stop(Place.AFTER_SOURCE, _ANYWHERE)


@lru_cache(maxsize=KNOWN_SCHEMAS)
def _first_environment(key: SchemaKey) -> Environment:
    return Environment(key.schema)


@lru_cache(maxsize=512)
def _after_statement(environment: Environment, statement: Sequence[Piece]) -> Environment:
    reader = StatementReader(statement, environment, has_cursor=False)
    reader.statement()
    return reader.environment


# It is the same with each letter of a word.
@lru_cache(maxsize=16)
def _position_in(environment: Environment, statement: Sequence[Piece]) -> Position:
    reader = StatementReader(statement, environment, has_cursor=True)
    try:
        _read_to_end(reader)
    except Reached as reached:
        return reached.position
    return Position(Place.NOTHING, _ANYWHERE, environment)
