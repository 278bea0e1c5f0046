"""Operators that take values apart: mv-expand, mv-apply, parse, partition."""

from __future__ import annotations

from dataclasses import replace

from .combining import CombiningReader
from .position import Place, Slot
from .scope import Scope


class ShapingReader(CombiningReader):
    """Reads the operators that make columns or rows out of parts of a value."""

    def mv_expand(self, slot: Slot) -> Scope:
        """Read `mv-expand [kind=...] [Name =] array [to typeof(type)], ... [limit N]`."""
        options = ("kind", "bagexpansion", "with_itemindex")
        found = self.options(slot, options)
        columns: dict[str, str] = {}
        if index := found.get("with_itemindex"):
            columns[index] = "long"
        follow = ("to", "limit")
        while True:
            asked = replace(slot, expected="dynamic", follow=follow, is_item=True)
            for name, kind in self.item(asked):
                columns[name] = kind or "dynamic"
            if self.accept("to"):
                self.stop(Place.CHOICE, replace(slot, clause="to"), words=("typeof",))
                kind = self.operand(replace(slot, clause="to")).type
                columns.update(dict.fromkeys(list(columns)[-1:], kind))
            if not self.accept(","):
                break
        if self.accept("limit"):
            self.expression(replace(slot, clause="limit", expected="long"))
        columns.pop("", None)
        return slot.scope.with_columns(columns)

    def mv_apply(self, slot: Slot) -> Scope:
        """Read `mv-apply Name = array [to typeof(type)] on (operators)`."""
        found = self.options(slot, ("with_itemindex",))
        columns = {found["with_itemindex"]: "long"} if "with_itemindex" in found else {}
        asked = replace(slot, expected="dynamic", follow=("to", "limit", "on"), is_item=True)
        while True:
            columns.update({name: kind or "dynamic" for name, kind in self.item(asked) if name})
            if self.accept("to"):
                self.stop(Place.CHOICE, replace(slot, clause="to"), words=("typeof",))
                self.operand(replace(slot, clause="to"))
            if not self.accept(","):
                break
        self.stop(Place.CHOICE, slot, words=("on",))
        inner = slot.scope.with_columns(columns)
        if self.accept("on"):
            inner = self.subquery(inner)
        return slot.scope.with_columns(inner.columns)

    def subquery(self, scope: Scope) -> Scope:
        """Read operators in brackets that go on with these columns."""
        if not self.accept("("):
            return scope
        pipe, self.pipe = self.pipe, []
        self.stop(Place.OPERATOR, Slot(scope))
        self.pipe.append(self.text)
        scope = self.pipeline(self.operator(scope))
        self.pipe = pipe
        self.accept(")")
        return scope

    def partition(self, slot: Slot) -> Scope:
        """Read `partition [hint] by Column (operators)`."""
        self.options(slot, ("hint.strategy",))
        self.stop(Place.CHOICE, slot, words=("by",))
        if self.accept("by"):
            self.stop(Place.OPERAND, replace(slot, clause="by"))
            self.take()
        return self.subquery(slot.scope)

    def parse(self, slot: Slot) -> Scope:
        """Read `parse [kind=...] expression with "text" Name: type ...`."""
        self.options(slot, ("kind", "flags"))
        self.expression(replace(slot, follow=("with",), expected="string"))
        columns: dict[str, str] = {}
        if not self.accept("with"):
            return slot.scope
        asked = replace(slot, clause="with")
        while True:
            self.stop(Place.NEW_NAME, asked)
            if self.is_word:
                name = self.take_name()
                columns[name] = "string"
                if self.accept(":"):
                    self.stop(Place.TYPE, asked)
                    columns[name] = self.take()
            elif self.is_at_end or self.text in ("|", ")", ";", "}"):
                return slot.scope.with_columns(columns)
            else:
                self.take()

    def parse_kv(self, slot: Slot) -> Scope:
        """Read `parse-kv expression as (Name: type, ...) [with (...)]`."""
        self.expression(replace(slot, follow=("as",), expected="string"))
        columns = self.typed_names(replace(slot, clause="as")) if self.accept("as") else {}
        self.stop(Place.CHOICE, replace(slot, clause="as"), words=("with",))
        if self.accept("with"):
            self.skip_balanced()
        return slot.scope.with_columns(columns)
