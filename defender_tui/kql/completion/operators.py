"""The operators behind a pipe: what each does to the columns, and what is due inside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..vocabulary import OLDER_SPELLINGS
from .position import Place, Slot
from .scope import Function, Scope
from .shaping import ShapingReader
from .signatures import load_signatures

_ORDER = ("asc", "desc")


class OperatorReader(ShapingReader):
    """Reads one operator after the other; unknown ones leave the columns open."""

    def operator(self, scope: Scope) -> Scope:
        """Read one operator behind its `|`."""
        name = self.take()
        read = _READERS.get(name)
        slot = Slot(scope, operator=name)
        result = read(self, slot) if read else replace(scope, is_open=True)
        self.recover(slot)
        return result

    def recover(self, slot: Slot) -> None:
        """Read on to where the operator must end, whatever stands there."""
        while not self.is_at_end and self.text not in ("|", ")", "]", "}", ";"):
            before = self.index
            self.expression(slot)
            if self.index == before:
                self.take()
                self.stop(Place.OPERAND, slot)

    def where(self, slot: Slot) -> Scope:
        """Read `where Predicate`."""
        self.expression(replace(slot, expected="bool"))
        return slot.scope

    def extend(self, slot: Slot) -> Scope:
        """Read `extend Name = expression, ...`."""
        return slot.scope.with_columns(self.items(replace(slot, is_item=True)))

    def project(self, slot: Slot) -> Scope:
        """Read `project Name = expression, ...`."""
        return slot.scope.only(self.items(replace(slot, is_item=True)))

    def distinct(self, slot: Slot) -> Scope:
        """Read `distinct *` or a list of columns."""
        if self.accept("*"):
            return slot.scope
        return slot.scope.only(self.items(slot))

    def project_away(self, slot: Slot) -> Scope:
        """Read the names that go, with `*` in them."""
        return slot.scope.without(self._matching(slot))

    def project_keep(self, slot: Slot) -> Scope:
        """Read the names that stay, with `*` in them."""
        kept = set(self._matching(slot))
        return slot.scope.only({n: t for n, t in slot.scope.columns.items() if n in kept})

    def project_reorder(self, slot: Slot) -> Scope:
        """Read names in a new order."""
        self.items(replace(slot, follow=(*_ORDER, "granny-asc", "granny-desc")))
        return slot.scope

    def project_rename(self, slot: Slot) -> Scope:
        """Read `New = Old, ...`."""
        columns = dict(slot.scope.columns)
        while True:
            self.stop(Place.NEW_NAME, slot)
            new = self.take_name() if self.is_word else ""
            if not self.accept("="):
                break
            old = self.expression(replace(slot, clause="=", assigned=new)).name
            kind = columns.pop(old, "")
            columns[new] = kind
            if not self.accept(","):
                break
        return replace(slot.scope, columns=columns)

    def _matching(self, slot: Slot) -> list[str]:
        names: list[str] = []
        while True:
            self.stop(Place.OPERAND, slot)
            pattern = self.take_name() if self.is_word else ""
            if pattern in slot.scope.columns:
                self.listed.append(pattern)
            if self.accept("*"):
                names += self._with_ends(slot.scope, pattern)
            names.append(pattern)
            self.stop(Place.AFTER_OPERAND, slot, left=pattern)
            if not self.accept(","):
                return names

    def _with_ends(self, scope: Scope, start: str) -> list[str]:
        """Read what stands behind a `*`, and give the names that begin and end so."""
        end = ""
        while not self.is_at_end and self.text not in (",", "|", ")", "}", ";"):
            end = self.take().strip("*")
        return [name for name in scope.columns if name.startswith(start) and name.endswith(end)]

    def sort(self, slot: Slot) -> Scope:
        """Read `sort by Column [asc | desc] [nulls first | last], ...`."""
        self.options(slot, ())
        self.stop(Place.CHOICE, slot, words=("by",))
        if self.accept("by"):
            self.ordered(replace(slot, clause="by"))
        return slot.scope

    def ordered(self, slot: Slot) -> None:
        """Read columns to sort by, each with its direction."""
        asked = replace(slot, follow=(*_ORDER, "nulls"))
        while True:
            self.expression(asked)
            if self.accept(*_ORDER):
                self.stop(Place.CHOICE, slot, words=("nulls",))
            if self.accept("nulls"):
                self.stop(Place.CHOICE, replace(slot, clause="nulls"), words=("first", "last"))
                self.accept("first", "last")
            if not self.accept(","):
                return

    def top(self, slot: Slot) -> Scope:
        """Read `top N by Column [asc | desc], ...`."""
        self.expression(replace(slot, clause="count", follow=("by",), expected="long"))
        if self.accept("by"):
            self.ordered(replace(slot, clause="by"))
        return slot.scope

    def take_rows(self, slot: Slot) -> Scope:
        """Read `take N`."""
        self.expression(replace(slot, clause="count", expected="long"))
        return slot.scope

    def sample_distinct(self, slot: Slot) -> Scope:
        """Read `sample-distinct N of Column`."""
        self.expression(replace(slot, clause="count", follow=("of",), expected="long"))
        if self.accept("of"):
            return slot.scope.only(self.items(replace(slot, clause="of")))
        return slot.scope

    def count(self, slot: Slot) -> Scope:
        """Read `count`; `as Name` may follow."""
        self.stop(Place.CHOICE, slot, words=("as",))
        name = "Count"
        if self.accept("as"):
            self.stop(Place.NEW_NAME, slot)
            name = self.take_name()
        return slot.scope.only({name: "long"})

    def as_name(self, slot: Slot) -> Scope:
        """Read `as Name`, which binds the rows so far."""
        self.options(slot, ())
        self.stop(Place.NEW_NAME, slot)
        if self.is_word:
            self.environment = self.environment.bind({self.take_name(): slot.scope})
        return slot.scope

    def render(self, slot: Slot) -> Scope:
        """Read `render kind [with (property = value, ...)]`."""
        known = load_signatures()
        self.stop(Place.CHOICE, slot, words=known.options["visualizations"])
        self.take()
        self.stop(Place.CHOICE, replace(slot, clause="kind"), words=("with",))
        if self.accept("with"):
            self.accept("(")
            self._render_properties(replace(slot, clause="with"))
        return slot.scope

    def _render_properties(self, slot: Slot) -> None:
        known = load_signatures().render_properties
        while True:
            self.stop(Place.CHOICE, slot, words=known)
            name = self.take()
            self.accept("=")
            values = known.get(name, ())
            if values:
                self.stop(Place.CHOICE, replace(slot, clause=name), words=values)
            self.expression(replace(slot, clause=name))
            if not self.accept(","):
                self.accept(")")
                return

    def invoke(self, slot: Slot) -> Scope:
        """Read `invoke Function(...)`."""
        known = load_signatures().hunting
        functions = [
            name for name, bound in self.environment.bindings.items() if isinstance(bound, Function)
        ]
        invoked = [name for name, signature in known.items() if signature.is_invoked]
        self.stop(Place.CHOICE, slot, words=(*invoked, *functions))
        name = self.text
        self.expression(slot)
        bound = self.environment.bindings.get(name)
        if isinstance(bound, Function) and isinstance(bound.result, Scope):
            return bound.result
        signature = known.get(name)
        return slot.scope.with_columns(signature.output) if signature else slot.scope

    def evaluate(self, slot: Slot) -> Scope:
        """Read `evaluate plugin(...)`; what comes out is known for few plugins."""
        self.options(slot, ("hint.distribution", "hint.remote"))
        self.stop(Place.CHOICE, slot, words=tuple(load_signatures().plugin))
        self.expression(slot)
        if self.accept(":"):
            return Scope(self.typed_names(slot))
        return replace(slot.scope, is_open=True)

    def search(self, slot: Slot) -> Scope:
        """Read `search [kind=...] [in (tables)] predicate`, at a start or behind a pipe."""
        is_start = not slot.scope.columns and not slot.scope.is_open
        if self.text == "search":
            self.take()
            slot = replace(slot, operator="search")
        self.options(slot, ("kind",))
        scope = slot.scope
        if is_start:
            self.stop(Place.OPERAND, replace(slot, scope=self.every_table()))
        if self.accept("in"):
            scope = self._searched_tables(replace(slot, clause="in"))
        elif is_start:
            scope = self.every_table()
        self.expression(replace(slot, scope=scope, expected="bool"))
        return scope

    def _searched_tables(self, slot: Slot) -> Scope:
        self.accept("(")
        scope = Scope()
        while True:
            self.stop(Place.SOURCE, slot)
            scope = scope.over(self.listed_source(slot))
            if not self.accept(","):
                self.accept(")")
                return scope

    def getschema(self, slot: Slot) -> Scope:
        """Read `getschema`."""
        kinds = {"ColumnOrdinal": "long", "DataType": "string", "ColumnType": "string"}
        return slot.scope.only({"ColumnName": "string", **kinds})

    def keep_columns(self, slot: Slot) -> Scope:
        """Read an operator that only adds to the columns what its items name."""
        return slot.scope.with_columns(self.items(replace(slot, is_item=True)))


def _readers() -> dict[str, Callable[[OperatorReader, Slot], Scope]]:
    reads = OperatorReader
    by_name: dict[str, Callable[[OperatorReader, Slot], Scope]] = {
        "where": reads.where,
        "extend": reads.extend,
        "project": reads.project,
        "distinct": reads.distinct,
        "project-away": reads.project_away,
        "project-keep": reads.project_keep,
        "project-reorder": reads.project_reorder,
        "project-rename": reads.project_rename,
        "sort": reads.sort,
        "top": reads.top,
        "take": reads.take_rows,
        "sample": reads.take_rows,
        "sample-distinct": reads.sample_distinct,
        "count": reads.count,
        "as": reads.as_name,
        "render": reads.render,
        "invoke": reads.invoke,
        "evaluate": reads.evaluate,
        "search": reads.search,
        "getschema": reads.getschema,
        "serialize": reads.keep_columns,
        "summarize": reads.summarize,
        "make-series": reads.make_series,
        "join": reads.join,
        "lookup": reads.join,
        "union": reads.union,
        "mv-expand": reads.mv_expand,
        "mv-apply": reads.mv_apply,
        "parse": reads.parse,
        "parse-where": reads.parse,
        "parse-kv": reads.parse_kv,
        "partition": reads.partition,
        "top-nested": reads.top_nested,
        "find": reads.find,
    }
    return by_name | {older: by_name[name] for older, name in OLDER_SPELLINGS.items()}


_READERS = _readers()
