"""What a pipeline begins with: tables, `let` names, `union`, `print`, `datatable`."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from .expressions import ExpressionReader
from .position import Place, Slot
from .reader import MAX_DEPTH
from .scope import NOTHING_KNOWN, Function, Scope
from .signatures import load_signatures

STARTERS = ("union", "search", "find", "print", "range", "datatable", "externaldata", "materialize")
_SCHEMA_LISTS = ("datatable", "externaldata", "external_data")
_FUNCTIONS_OF_TABLES = ("materialize", "view")


class SourceReader(ExpressionReader):
    """Reads the part of a pipeline before its first `|`, and the operators through a subclass."""

    @abstractmethod
    def operator(self, scope: Scope) -> Scope:
        """Read one operator behind its `|`."""

    def tabular(self, slot: Slot) -> Scope:
        """Read a source and its operators; the pipeline has its own list of operators."""
        pipe, self.pipe = self.pipe, []
        listed, self.listed = self.listed, []
        scope = self.read_before() or self.source(slot)
        self.stop(Place.AFTER_SOURCE, replace(slot, scope=scope))
        scope = self.pipeline(scope)
        self.pipe, self.listed = pipe, listed
        return scope

    def pipeline(self, scope: Scope) -> Scope:
        """Read the operators that follow a source, each behind a `|`."""
        while self.accept("|"):
            self.listed = []
            self.stop(Place.OPERATOR, Slot(scope))
            self.pipe.append(self.text)
            scope = self.operator(scope)
            self.listed = []
        return scope

    def read_before(self) -> Scope | None:
        """Step over a source and operators that were read when they were the same; else `None`."""
        return None

    def is_tabular_next(self) -> bool:
        """Whether what comes next is a table rather than a value."""
        if self.text == "(":
            at = self.index
            while self.text == "(" and self.index - at < MAX_DEPTH:
                self.index += 1
            is_tabular = self.text != "(" and self.is_tabular_next()
            self.index = at
            return is_tabular
        name, after = self.text, self.text_after()
        if name in STARTERS or name in _SCHEMA_LISTS:
            return (after != "=" and name != "range") or self.text_after(2) == "from"
        bound = self.environment.bindings.get(name)
        if isinstance(bound, Function):
            return isinstance(bound.result, Scope) and after == "("
        if self.environment.table(name) is not None:
            return after in ("|", ")", ";", "*", "")
        return after == "|" and self.is_word and not isinstance(bound, str)

    def source(self, slot: Slot) -> Scope:
        """Read what a pipeline begins with, up to its first `|`."""
        self.stop(Place.SOURCE, slot)
        if self.text == "(":
            return self.in_parentheses(slot)
        word = self.text
        if word in ("union", "search", "find", "evaluate"):
            self.pipe.append(word)
            return self.operator(Scope())
        if word == "print":
            self.take()
            return Scope(self.items(Slot(Scope(), operator="print", is_item=True)))
        if word == "range" and self.text_after() != "(":
            return self._range()
        if word in _SCHEMA_LISTS:
            return self._schema_list(word)
        return self.named_source(slot)

    def in_parentheses(self, slot: Slot) -> Scope:
        """Read a tabular expression in brackets."""
        if self.depth > MAX_DEPTH:
            self.skip_balanced(slot.scope)
            return NOTHING_KNOWN
        self.take()
        self.depth += 1
        scope = self.tabular(replace(slot, follow=()))
        self.depth -= 1
        self.accept(")")
        return scope

    def named_source(self, slot: Slot) -> Scope:
        """Read the name of a table, with `*` for several, or a call that gives a table."""
        if not self.is_word:
            return NOTHING_KNOWN
        name = self.take_name()
        if self.text == "(":
            return self._called_source(name, slot)
        if self.accept("*"):
            names = [table.name for table in self.environment.schema if table.name.startswith(name)]
            return self._over(names)
        while self.text == "." and self.index < len(self.pieces):
            self.take()
            self.stop(Place.NOTHING, slot)
            name = self.take_name()
        return self.environment.table(name) or NOTHING_KNOWN

    def listed_source(self, slot: Slot) -> Scope:
        """Read the name of one of several tables."""
        self.listed.append(self.text)
        return self.named_source(slot)

    def every_table(self) -> Scope:
        """All columns of the schema, as `search` finds them."""
        return self._over([table.name for table in self.environment.schema])

    def _over(self, names: list[str]) -> Scope:
        whole: Scope | None = None
        for name in names:
            table = self.environment.table(name)
            whole = table if whole is None else whole.over(table or NOTHING_KNOWN)
        return whole or NOTHING_KNOWN

    def _called_source(self, name: str, slot: Slot) -> Scope:
        if name in _FUNCTIONS_OF_TABLES:
            return self.in_parentheses(replace(slot, clause=name))
        self.index -= 1
        self.operand(replace(slot, has_tables=False))
        bound = self.environment.bindings.get(name)
        if isinstance(bound, Function) and isinstance(bound.result, Scope):
            return bound.result
        signature = load_signatures().hunting.get(name)
        return Scope(dict(signature.output)) if signature and signature.output else NOTHING_KNOWN

    def items(self, slot: Slot) -> dict[str, str]:
        """Read `Name = expression` separated by commas; gives the names with their types."""
        columns: dict[str, str] = {}
        while True:
            before = self.index
            for name, kind in self.item(slot):
                columns[name or f"Column{len(columns) + 1}"] = kind
            if self.accept(","):
                continue
            if self.is_at_end or self.text in (")", "]", "}", "|", ";", *slot.follow):
                return columns
            if self.index == before:
                self.take()

    def item(self, slot: Slot) -> list[tuple[str, str]]:
        """Read one `Name = expression`, `(A, B) = expression` or bare expression."""
        if self.text == "(" and self._names_in_brackets():
            names = self._take_names()
            self.expression(replace(slot, is_item=False))
            return [(name, "") for name in names]
        if self.is_word and self.text_after() == "=":
            name = self.take_name()
            self.take()
            asked = replace(slot, is_item=False, assigned=name)
            return [(name, self.expression(asked).type)]
        value = self.expression(slot)
        return [(value.name, value.type)]

    def _names_in_brackets(self) -> bool:
        at = self.index
        while at < len(self.pieces) and self.pieces[at].text not in (")", "|", ";"):
            at += 1
        return at + 1 < len(self.pieces) and self.pieces[at + 1].text == "="

    def _take_names(self) -> list[str]:
        names = []
        while not self.is_at_end and not self.accept("="):
            if self.is_word:
                names.append(self.take_name())
            else:
                self.take()
        return names

    def _range(self) -> Scope:
        self.take()
        slot = Slot(Scope(), operator="range")
        self.stop(Place.NEW_NAME, slot)
        name = self.take_name()
        kind = ""
        for clause, follow in (("from", ("to",)), ("to", ("step",)), ("step", ())):
            self.stop(Place.CHOICE, slot, words=(clause,))
            if not self.accept(clause):
                break
            value = self.expression(replace(slot, clause=clause, follow=follow))
            kind = kind or value.type
        return Scope({name: kind})

    def _schema_list(self, word: str) -> Scope:
        self.take()
        slot = Slot(Scope(), operator=word)
        columns = self.typed_names(slot)
        if self.text.startswith("["):
            self.skip_balanced()
        self.stop(Place.CHOICE, slot, words=("with",))
        if self.accept("with"):
            self._external_options(replace(slot, clause="with"))
        return Scope(columns)

    def _external_options(self, slot: Slot) -> None:
        self.accept("(")
        while True:
            self.stop(Place.CHOICE, slot, words=("format", "ignoreFirstRecord"))
            name = self.take()
            self.accept("=")
            if name.lower() == "ignorefirstrecord":
                self.stop(Place.CHOICE, replace(slot, clause=name), words=("true", "false"))
            self.expression(replace(slot, clause=name))
            if not self.accept(","):
                self.accept(")")
                return

    def typed_names(self, slot: Slot) -> dict[str, str]:
        """Read `(name: type, ...)`."""
        columns: dict[str, str] = {}
        self.accept("(")
        while True:
            self.stop(Place.NEW_NAME, slot)
            if not self.is_word:
                break
            name = self.take_name()
            if self.accept(":"):
                self.stop(Place.TYPE, slot)
                if self.is_word:
                    columns[name] = self.take()
            if not self.accept(","):
                break
        self.accept(")")
        return columns
