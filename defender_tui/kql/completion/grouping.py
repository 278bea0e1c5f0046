"""Operators that group rows: summarize, make-series, top-nested."""

from __future__ import annotations

from dataclasses import replace

from .options import OptionReader
from .position import Slot
from .scope import Scope


class GroupingReader(OptionReader):
    """Reads the operators in which aggregates may stand."""

    def summarize(self, slot: Slot) -> Scope:
        """Read `summarize [Name = aggregate, ...] [by ...]`."""
        self.options(slot, ("hint.strategy", "hint.shufflekey"))
        first = self.index
        columns: dict[str, str] = {}
        if self.text != "by" or self.is_at_end:
            columns = self.items(replace(slot, has_aggregates=True, follow=("by",), is_item=True))
        keeps_all = any(
            piece.text == "*" and self.pieces[at - 1].text == ","
            for at, piece in enumerate(self.pieces[first : self.index], first)
        )
        groups: dict[str, str] = {}
        if self.accept("by"):
            self.listed = []
            groups = self.items(replace(slot, clause="by", is_item=True))
        kept = dict(slot.scope.columns) if keeps_all else {}
        summed = slot.scope.only({**groups, **columns, **kept})
        return replace(summed, is_open=keeps_all and slot.scope.is_open)

    def make_series(self, slot: Slot) -> Scope:
        """Read `make-series aggregates on Column from a to b step c by ...`."""
        self.options(slot, ("kind",))
        follow = ("default", "on")
        columns: dict[str, str] = {}
        while True:
            asked = replace(slot, has_aggregates=True, follow=follow, is_item=True)
            columns.update(dict.fromkeys(self.items(asked), "dynamic"))
            if self.accept("default"):
                self.accept("=")
                self.expression(replace(slot, clause="default", follow=("on",)))
            if not self.accept(","):
                break
        axis = ""
        for clause in ("on", "from", "to", "step", "by"):
            if not self.accept(clause):
                continue
            self.listed = []
            later = ("from", "to", "step", "by", "in")
            asked = replace(slot, clause=clause, follow=later, is_item=clause == "by")
            if clause == "by":
                columns.update(self.items(replace(asked, follow=())))
            else:
                value = self.expression(asked)
                axis = value.name if clause == "on" else axis
        return slot.scope.only({**columns, axis: "dynamic"} if axis else columns)

    def top_nested(self, slot: Slot) -> Scope:
        """Read `top-nested N of Column by aggregate, ...`."""
        columns: dict[str, str] = {}
        while True:
            self.expression(replace(slot, clause="count", follow=("of",), expected="long"))
            if self.accept("of"):
                columns.update(self.item(replace(slot, clause="of", follow=("by",), is_item=True)))
            if self.accept("by"):
                asked = replace(slot, clause="by", has_aggregates=True, is_item=True)
                columns.update((name or "aggregated", kind) for name, kind in self.item(asked))
                self.accept("asc", "desc")
            if not self.accept(","):
                break
            self.accept("top-nested")
        return slot.scope.only(columns)
