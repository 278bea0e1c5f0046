"""Whole statements, and what each binds."""

from __future__ import annotations

from dataclasses import replace

from .operators import OperatorReader
from .position import Place, Slot
from .reader import MAX_DEPTH
from .scope import Binding, Function, Scope

_ANYWHERE = Slot(Scope())


class StatementReader(OperatorReader):
    """Reads one statement, or those in a function's body."""

    bound_name = ""
    """What a `let` around the cursor binds."""

    def statement(self) -> Scope | str | None:
        """Read a statement; gives what it yields, `None` when it only binds."""
        self.stop(Place.STATEMENT, Slot(Scope(), assigned=self.bound_name))
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
        slot = Slot(Scope(), clause="let", has_tables=True, assigned=self.bound_name)
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
        outer, self.bound_name = self.bound_name, name
        self.accept("=")
        self.accept("view")
        if self.text == "(" and self._is_function_next():
            bound: Binding = self._function()
        else:
            bound = self._yielded(is_whole=False)
        self.bound_name = outer
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
