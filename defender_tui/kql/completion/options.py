"""Options of operators: `kind=`, hints and their like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .position import Place, Slot
from .signatures import load_signatures
from .sources import SourceReader

_KINDS = {
    "union": ("inner", "outer"),
    "lookup": ("leftouter", "inner"),
    "parse": ("simple", "regex", "relaxed"),
    "parse-where": ("simple", "regex", "relaxed"),
    "mv-expand": ("bag", "array"),
    "mvexpand": ("bag", "array"),
    "search": ("default", "case_insensitive", "case_sensitive"),
}


class OptionReader(SourceReader):
    """Reads `name = word` pairs that stand before the parts of an operator."""

    def options(self, slot: Slot, names: Collection[str]) -> dict[str, str]:
        """Read `name = word` pairs in any order; at the cursor `names` are offered elsewhere."""
        found: dict[str, str] = {}
        while not self.is_at_end:
            name = self.text
            if name == "hint" and self.text_after() == ".":
                self.index += 2
                self.stop(Place.CHOICE, replace(slot, clause="hint."), words=_hint_words())
                name = f"hint.{self.take()}"
            elif self.text_after() == "=" and (name in names or not names):
                self.take()
            else:
                return found
            if not self.accept("="):
                return found
            at = replace(slot, clause=name)
            words = self._option_words(name, slot.operator)
            if words:
                self.stop(Place.CHOICE, at, words=words)
            elif name.startswith("with"):
                self.stop(Place.NEW_NAME, at)
            else:
                self.stop(Place.OPERAND, at)
            found[name] = self.take()
        return found

    def _option_words(self, name: str, operator: str) -> tuple[str, ...]:
        known = load_signatures()
        if name == "kind":
            return _KINDS.get(operator, known.options["join_kinds"])
        if name == "isfuzzy":
            return ("true", "false")
        return known.hints.get(name, ())


def _hint_words() -> tuple[str, ...]:
    return tuple(name.partition(".")[2] for name in load_signatures().hints)
