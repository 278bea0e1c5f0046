"""Reading a statement as completion does, but noting what cannot be right."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace

from ..completion.position import Place, Slot
from ..completion.scope import Scope
from ..completion.signatures import load_signatures
from ..vocabulary import load_vocabulary, spelled
from .breaking import ENDS, Broken, end_of_operator, is_mark, is_operator_at
from .carried import carried_columns
from .expression_checking import CheckingExpressionReader
from .names import check_table, check_value
from .nearest import nearest
from .pieces import Statement

_UNREAD = frozenset(
    spelled(
        "scan fork facet reduce top-hitters make-graph graph-match graph-to-table"
        " graph-shortest-paths graph-mark-components macro-expand assert-schema consume"
        " project-by-names inline_external_table"
    )
)
"""Operators whose insides nobody looks into."""
_LISTED_BY_NAME = frozenset(("project-away", "project-keep"))
_KINDS = frozenset(("join", "lookup", "union"))
_UNSURE_NAMES = frozenset(("top-nested", "make-series", "partition", "mv-apply", "parse-kv"))
"""What columns these give is not followed to the last name."""


class CheckingReader(CheckingExpressionReader):
    """Reads one statement to its end and hands what is wrong to `findings`."""

    def read_statement(self) -> Statement:
        """Read it; gives what is to be read as a statement of its own, most often nothing.

        That is what stands behind a `let` that lacks its `;`, or behind a `;` in an open bracket.
        """
        is_let = self.pieces[0].text == "let"
        rest: Statement = ()
        with suppress(Broken):
            self.statement()
            if not self.is_at_end and self.text != ";":
                rest = self.pieces[self.index :] if is_let and self.is_word else ()
                self.misplaced(Slot(Scope(), clause="let" if is_let else ""))
        name = self.word(1).name if is_let and len(self.pieces) > 1 else ""
        if name and name not in self.environment.bindings:
            self.environment = self.environment.bind({name: Scope(is_open=True)})
        return rest or self._behind_semicolon()

    def _behind_semicolon(self) -> Statement:
        """What stands behind the next `;`, unless a function's body may hold it."""
        if any(is_mark(piece, "{") for piece in self.pieces):
            return ()
        left = range(self.index, len(self.pieces))
        at = next((n for n in left if is_mark(self.pieces[n], ";")), len(self.pieces))
        return self.pieces[at + 1 :]

    # Where something is due

    def stop(
        self,
        place: Place,
        slot: Slot,
        *,
        words: Collection[str] = (),
        left: str = "",
        left_type: str = "",
        members: Collection[tuple[str, str]] = (),
    ) -> None:
        if place is Place.SOURCE:
            if slot.clause == "in" and self.pieces[self.index - 1].text == "in":
                self.findings.add(self.place(self.index), "A ( is missing before this.")
            self._check_source()
        elif place is Place.OPERAND and slot.operator in _LISTED_BY_NAME:
            if self.is_word and self.text_after() != "*":
                check_value(self.word(self.index), slot, self.environment, self.findings)
        elif place is Place.CHOICE and slot.clause == "kind" and slot.operator in _KINDS:
            self._check_word("kind", words)
        elif place is Place.CHOICE and tuple(words) in (("by",), ("on",)):
            self._check_joining(*words)
        elif place is Place.TYPE:
            self._check_word("type", load_vocabulary().types)
        elif place is Place.MEMBER and left in ("$left", "$right"):
            self._check_side(left, dict(members))

    def _check_source(self) -> None:
        if self.text in ENDS:
            self.broken("A table is missing here.")
        is_call = self.text_after() == "("
        if not self.is_word or is_call or self.text_after() in ("*", "."):
            return
        starts = ("union", "search", "find", "evaluate", "print", "range", "datatable")
        if self.text in (*starts, "externaldata", "external_data"):
            return
        check_table(self.word(self.index), self.environment, self.findings)

    def named_source(self, slot: Slot) -> Scope:
        if self.accept("*"):
            return self.every_table()
        return super().named_source(slot)

    def _check_word(self, what: str, words: Collection[str]) -> None:
        if self.text and self.text not in words and self.is_word:
            message = f"There is no {what} {self.text}"
            better = nearest(self.text, words)
            self.findings.replace_name(self.place(self.index), message, better)

    def _check_joining(self, word: str) -> None:
        if self.text == word or (word == "by" and self.text in ("{", "(")):
            return
        if self.is_word and nearest(self.text, (word,)):
            message = f"There is no {self.text} here"
            self.findings.replace_name(self.place(self.index), message, word)
            raise Broken
        self.broken(f"{word} is missing before this.")

    def _check_side(self, side: str, columns: dict[str, str]) -> None:
        sides = self._sides
        if not sides or sides[side == "$right"].is_open or not self.is_word:
            return
        slot = Slot(Scope(columns, sides[side == "$right"].tables))
        check_value(self.word(self.index), slot, self.environment, self.findings)

    # Operators

    def pipeline(self, scope: Scope) -> Scope:
        while True:
            scope = super().pipeline(scope)
            if self.index == 0 or not is_operator_at(self.pieces, self.index):
                return scope
            self._note_misplaced(Slot(scope))
            self.pipe.append(self.text)
            scope = self.operator(scope)

    def operator(self, scope: Scope) -> Scope:
        self.findings.go_on()
        begun = self.index
        if not self.is_word:
            self.findings.add(self.place(begun - 1), "An operator is missing behind this |.")
            return scope
        if self.text not in load_vocabulary().tabular_operators:
            self._unknown_operator()
        elif self.text not in _UNREAD:
            return self._read_operator(scope, begun)
        self.index = end_of_operator(self.pieces, begun, begun + 1)
        return replace(scope, is_open=True)

    def _read_operator(self, scope: Scope, begun: int) -> Scope:
        kept = self.depth, self.environment, self.pipe, self.listed, self._sides
        try:
            name = self.text
            given = super().operator(scope)
            if name == "invoke":
                return self._invoked(scope, given, begun + 1)
            return replace(given, is_open=True) if name in _UNSURE_NAMES else given
        except Broken:
            self.depth, self.environment, self.pipe, self.listed, self._sides = kept
            self.index = end_of_operator(self.pieces, begun, self.index)
            return replace(scope, is_open=True)

    def _invoked(self, scope: Scope, given: Scope, at: int) -> Scope:
        """A function of the query's own may pass on more than what its parameter names."""
        known = load_signatures().hunting.get(self.word(at).name) if at < len(self.pieces) else None
        if known is not None and known.output:
            return given
        return replace(given, columns={**scope.columns, **given.columns}, is_open=True)

    def item(self, slot: Slot) -> list[tuple[str, str]]:
        before = self.index
        found = super().item(slot)
        further = carried_columns(self.pieces[before : self.index + 1], slot, found)
        return [*found, *further.items()]

    def _unknown_operator(self) -> None:
        at, count = self.index, 1
        while self.text_after(count) == "-" and self.place(at, count + 1)[1] > 0:
            if self.place(at + count)[0] != self.place(at, count)[1]:
                break
            count += 2
        start, end = self.place(at, count)
        word = "".join(piece.text for piece in self.pieces[at : at + count])
        better = nearest(word, load_vocabulary().tabular_operators)
        self.findings.replace_name((start, end), f"There is no operator {word}", better)

    def recover(self, slot: Slot) -> None:
        if slot.operator == "partition" and self.text == "{":
            self.skip_balanced()
        if not self.is_at_end and self.text not in ENDS:
            self.misplaced(slot)
