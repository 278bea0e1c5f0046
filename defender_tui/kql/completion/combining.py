"""Operators over several tables: join, lookup, union, find."""

from __future__ import annotations

from dataclasses import replace

from .expressions import Value
from .grouping import GroupingReader
from .position import Place, Slot
from .scope import Scope

_LEFT_ONLY = ("leftanti", "leftsemi", "anti", "leftantisemi")
_RIGHT_ONLY = ("rightanti", "rightsemi", "rightantisemi")


class CombiningReader(GroupingReader):
    """Reads the operators that have tables of their own."""

    def join(self, slot: Slot) -> Scope:
        """Read `join [kind=...] (table) on ...`; `lookup` alike."""
        options = ("kind", "hint.strategy", "hint.remote", "hint.shufflekey")
        found = self.options(slot, options)
        words = ("hint",) if "kind" in found else ("kind", "hint")
        self.stop(Place.SOURCE, slot, words=words)
        if self.text == "(":
            right = self.in_parentheses(Slot(Scope(), operator=slot.operator))
        else:
            right = self.named_source(slot)
        self.stop(Place.CHOICE, replace(slot, clause="source"), words=("on",))
        if self.accept("on"):
            self._join_keys(replace(slot, clause="on"), slot.scope, right)
        kind = found.get("kind", "")
        if kind in _LEFT_ONLY:
            return slot.scope
        return right if kind in _RIGHT_ONLY else slot.scope.beside(right)

    _sides: tuple[Scope, ...] = ()

    def _join_keys(self, slot: Slot, left: Scope, right: Scope) -> None:
        common = {name: kind for name, kind in left.columns.items() if name in right.columns}
        is_open = left.is_open or right.is_open
        columns = {**left.columns, **right.columns} if is_open else common
        self._sides = (left, right)
        keys = replace(slot, scope=Scope(columns, left.tables + right.tables, is_open))
        while True:
            before = self.index
            self.expression(keys)
            if not self.accept(",") and self.index == before:
                break
            is_over = self.is_at_end or self.text in ("|", ")", "}", ";")
            if is_over and self.pieces[self.index - 1].text != ",":
                break
        self._sides = ()

    def members(self, value: Value, slot: Slot) -> tuple[tuple[str, str], ...]:
        """List the columns of a side of a join, or else members of a dynamic column."""
        if value.name in ("$left", "$right") and self._sides:
            return tuple(self._sides[value.name == "$right"].columns.items())
        return super().members(value, slot)

    def union(self, slot: Slot) -> Scope:
        """Read `union [options] table, ...`, at a start or behind a pipe."""
        if self.text == "union":
            self.take()
            slot = replace(slot, operator="union")
        found = self.options(slot, ("kind", "withsource", "isfuzzy", "with_source"))
        whole: Scope | None = slot.scope if slot.scope.columns or slot.scope.is_open else None
        words = tuple(w for w in ("kind", "isfuzzy", "withsource") if w not in found)
        while True:
            self.stop(Place.SOURCE, slot, words=words)
            words = ()
            if self.text == "(":
                scope = self.in_parentheses(Slot(Scope(), operator="union"))
            else:
                scope = self.listed_source(slot)
            whole = scope if whole is None else whole.over(scope)
            self.stop(Place.AFTER_SOURCE, replace(slot, scope=whole))
            if not self.accept(","):
                break
        name = found.get("withsource") or found.get("with_source")
        return whole.with_columns({name: "string"}) if name else whole

    def find(self, slot: Slot) -> Scope:
        """Read `find [in (tables)] where predicate [project columns]`."""
        if self.text == "find":
            self.take()
            slot = replace(slot, operator="find")
        scope = slot.scope
        self.options(slot, ("withsource",))
        self.stop(Place.CHOICE, slot, words=("in", "where"))
        if self.accept("in"):
            self.accept("(")
            while True:
                self.stop(Place.SOURCE, replace(slot, clause="in"))
                scope = scope.over(self.listed_source(slot))
                if not self.accept(","):
                    break
            self.accept(")")
            self.stop(Place.CHOICE, slot, words=("where",))
        if self.accept("where"):
            self.expression(Slot(scope, "find", "where", ("project",), "bool"))
        if self.accept("project"):
            return scope.only(self.items(Slot(scope, "find", "project", is_item=True)))
        return replace(scope, is_open=True)
