"""Reading expressions as completion does, but noting what cannot be right."""

from __future__ import annotations

from ..completion.expressions import LISTS, Value
from ..completion.position import Slot
from ..completion.reader import MAX_DEPTH
from ..completion.scope import Environment, Scope
from ..completion.statements import StatementReader
from ..tokens import TokenKind
from .breaking import ENDS, Broken, is_mark, is_operator_at, open_bracket
from .diagnostic import Fix, Severity
from .findings import Findings
from .literal_types import check_literal
from .misplaced import explain_misplaced
from .names import Word, check_function, check_value
from .pieces import Statement

_WITHOUT_NAMES = frozenset(("render", "datatable", "externaldata", "external_data"))
_MAY_BE_EMPTY = frozenset(("serialize", "print"))
_RANGES = frozenset(("between", "!between"))
_WILDCARDS = frozenset(("project-reorder", "project-keep", "project-away"))
_LITERALS = (
    TokenKind.STRING,
    TokenKind.NUMBER,
    TokenKind.TIMESPAN,
    TokenKind.LITERAL,
    TokenKind.UNFINISHED,
)


class CheckingExpressionReader(StatementReader):
    """Notes what is wrong inside expressions and brackets, and gives broken operators up."""

    pieces: Statement

    def __init__(self, pieces: Statement, environment: Environment, findings: Findings) -> None:
        super().__init__(pieces, environment, has_cursor=False)
        self.findings = findings
        self._operand_end = 0

    def place(self, at: int, count: int = 1) -> tuple[int, int]:
        """Give the offsets of pieces; behind the end those of the last one."""
        first = min(at, len(self.pieces) - 1)
        last = min(at + count, len(self.pieces)) - 1
        return self.pieces[first].start, self.pieces[max(last, first)].end

    def word(self, at: int) -> Word:
        """Give a name without `['...']`, and its place."""
        text = self.pieces[at].text
        is_quoted = text.startswith("[") and len(text) > 3
        return Word(text[1:-1].strip()[1:-1] if is_quoted else text, self.place(at))

    def operand(self, slot: Slot) -> Value:
        if slot.operator in _WITHOUT_NAMES:
            return super().operand(slot)
        if self.index and self.index == self._operand_end and self.text not in ENDS:
            if not self._is_string_again():
                self.misplaced(slot)
            self._note_joined()
        if slot.function and self.is_word and self.text_after() == "=":
            self.index += 2
        if slot.comparison in _RANGES and self.pieces[self.index - 1].text in _RANGES:
            self._check_range()
        self._check_operand(slot)
        before = self.index
        if self.pieces[before : before + 1] and self._is_unfinished(before):
            self.take()
            value = Value("string")
        else:
            value = super().operand(slot)
        if self.index > before:
            self._operand_end = self.index
        return value

    def _check_range(self) -> None:
        if self.text != "(":
            self.broken("The range must stand in brackets.")
        depth = 0
        for piece in self.pieces[self.index :]:
            depth += is_mark(piece, "(", "[", "{") - is_mark(piece, ")", "]", "}")
            if depth == 0:
                self.findings.add(self.place(self.index), "These brackets hold no range a .. b.")
            if depth == 0 or (depth == 1 and piece.text == ".."):
                return

    def skip_balanced(self, scope: Scope | None = None) -> None:
        """Step over a bracket, but not over a `;` in it that no brace holds."""
        depth = braces = 0
        while not self.is_at_end:
            piece = self.pieces[self.index]
            if is_mark(piece, ";") and not braces:
                return
            self.index += 1
            braces += is_mark(piece, "{") - is_mark(piece, "}")
            depth += is_mark(piece, "(", "[", "{") - is_mark(piece, ")", "]", "}")
            if depth <= 0:
                return

    def _is_string_again(self) -> bool:
        both = self.pieces[self.index - 1 : self.index + 1]
        return all(piece.kind is TokenKind.STRING for piece in both)

    def _note_joined(self) -> None:
        """Strings with nothing between them are one, which few mean in a list."""
        end = self.place(self.index - 1)[1]
        message = "With no comma between them, these two strings are one."
        place = (end - 1, self.place(self.index)[0] + 1)
        self.findings.add(place, message, Severity.WARNING, Fix(end, end, ","))

    def _is_unfinished(self, at: int) -> bool:
        return self.pieces[at].kind is TokenKind.UNFINISHED

    def _check_operand(self, slot: Slot) -> None:
        if self.is_at_end or self.pieces[self.index].kind in _LITERALS:
            if self.is_at_end:
                self._missing_value(slot)
            else:
                check_literal(self.pieces, self.index, slot, self.findings)
            return
        if self.is_word:
            word = self.word(self.index)
            is_wildcard = slot.operator in _WILDCARDS and self.text_after() == "*"
            if self.text_after() == "(" and not self.text.startswith("["):
                check_function(word, self.environment, self.findings)
            elif not is_wildcard:
                check_value(word, slot, self.environment, self.findings)
        elif self.text not in ("(", "[", "{", "*", "-", "+", "!", "["):
            self._missing_value(slot)

    def _missing_value(self, slot: Slot) -> None:
        if slot.operator in _WILDCARDS and self.index and self.pieces[self.index - 1].text == "*":
            return
        if slot.operator not in _MAY_BE_EMPTY:
            what = f"{slot.operator} is missing a value here." if slot.operator else ""
            self.broken(what or "A value is missing here.")

    def _list(self, slot: Slot) -> None:
        if slot.comparison in LISTS and not self.is_word and self.text != "(":
            message = f"The values of {slot.comparison} must stand in brackets."
            self.broken(message)
        super()._list(slot)

    def accept(self, *texts: str) -> bool:
        if super().accept(*texts):
            return True
        if len(texts) == 1 and texts[0] in (")", "]", "}"):
            self._unclosed(texts[0])
        return False

    def _unclosed(self, closing: str) -> None:
        opened = open_bracket(self.pieces, self.index, closing)
        if opened is None or self.depth > MAX_DEPTH:
            return
        end = self.place(max(self.index - 1, 0))[1]
        fix = Fix(end, end, closing)
        mark = self.pieces[opened].text
        self.findings.add(self.place(opened), f"This {mark} is never closed.", fix=fix)
        if self.is_at_end and self.findings.has_error_behind(self.place(opened)[1]):
            raise Broken
        if self.is_at_end or self.text in ENDS or is_operator_at(self.pieces, self.index):
            message = f"A {closing} is missing before this."
            self.findings.add(self.place(self.index), message, fix=fix)
            raise Broken
        self.misplaced()

    def misplaced(self, slot: Slot | None = None) -> None:
        """Note that the next piece cannot stand here, and give the operator up."""
        self._note_misplaced(slot or Slot(Scope()))
        raise Broken

    def _note_misplaced(self, slot: Slot) -> None:
        explain_misplaced(self.pieces, self.index, slot, self.findings)

    def broken(self, message: str) -> None:
        """Note that something is missing before the next piece, and give the operator up."""
        at = self.index
        if self.is_at_end or is_mark(self.pieces[at], ";"):
            at = max(at - 1, 0)
        self.findings.add(self.place(at), message)
        raise Broken
