"""Scalar expressions: what type and name they give, and what is due where they break off."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from ..tokens import TokenKind
from ..vocabulary import spelled
from .position import Place, Slot
from .reader import MAX_DEPTH, PieceReader
from .scope import Function, Scope
from .signatures import Signature, load_signatures

LISTS = frozenset(spelled("in !in in~ !in~ has_any has_all"))
_COMPARISONS = frozenset(
    spelled(
        "== != =~ !~ < > <= >= <> : has !has has_cs !has_cs hasprefix !hasprefix hasprefix_cs"
        " !hasprefix_cs hassuffix !hassuffix hassuffix_cs !hassuffix_cs contains !contains"
        " contains_cs !contains_cs"
        " startswith !startswith startswith_cs !startswith_cs endswith !endswith"
        " endswith_cs !endswith_cs matches between !between like notlike containscs notcontains"
        " in !in in~ !in~ has_any has_all"
    )
)
_SAME_TYPE = frozenset(spelled("== != < > <= >= in !in between !between"))
_LOGICAL = frozenset(("and", "or"))
_ARITHMETIC = frozenset(spelled("+ - * / % .. =>"))
_LITERALS = {
    TokenKind.STRING: "string",
    TokenKind.NUMBER: "long",
    TokenKind.TIMESPAN: "timespan",
}
_MEMBERS = {
    "parse_url": dict.fromkeys(
        ("Scheme", "Host", "Port", "Path", "Username", "Password", "Fragment"), "string"
    ),
    "parse_path": dict.fromkeys(
        ("Scheme", "RootPath", "DirectoryPath", "DirectoryName", "Filename", "Extension"), "string"
    ),
    "parse_user_agent": dict.fromkeys(("Browser", "OperatingSystem", "Device"), "dynamic"),
}
"""Source: https://learn.microsoft.com/en-us/kusto/query/parse-url-function and its neighbours"""
_TABULAR_CALLS = ("toscalar", "materialize", "view")


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression gives: its type, and the column name that it would get by itself.

    `function` is the call that gave it. Empty stands for unknown.
    """

    type: str = ""
    name: str = ""
    function: str = ""


class ExpressionReader(PieceReader, ABC):
    """Reads expressions; tables inside them are read by whoever builds on this."""

    @abstractmethod
    def tabular(self, slot: Slot) -> Scope:
        """Read a tabular expression."""

    @abstractmethod
    def is_tabular_next(self) -> bool:
        """Whether what comes next is a table rather than a value."""

    def expression(self, slot: Slot) -> Value:
        """Read conditions joined by `and` and `or`, or a single value."""
        value = self._comparison(slot)
        while self.text in _LOGICAL and not self.is_at_end:
            self.take()
            self._comparison(replace(slot, expected="bool", is_item=False))
            value = Value("bool")
        return value

    def _comparison(self, slot: Slot) -> Value:
        left = self._sum(slot)
        operator = self.text
        if operator not in _COMPARISONS or self.is_at_end:
            return left
        self.take()
        if operator == "matches":
            self.stop(Place.CHOICE, slot, words=("regex",), left=left.name)
            self.accept("regex")
        compared = replace(
            slot,
            expected=_right_type(operator, left.type),
            compared=left.name,
            comparison=operator,
            is_item=False,
        )
        if operator in LISTS:
            self._list(compared)
        else:
            self._sum(compared)
        self.stop(Place.AFTER_OPERAND, compared, left_type="bool")
        return Value("bool")

    def _sum(self, slot: Slot) -> Value:
        value = self.operand(slot)
        while True:
            self.stop(Place.AFTER_OPERAND, slot, left=value.name, left_type=value.type)
            operator = self.text
            if operator not in _ARITHMETIC or self.is_at_end:
                return value
            self.take()
            expected = "timespan" if value.type == "datetime" else value.type
            right = self.operand(replace(slot, expected=expected, is_item=False))
            value = Value(_arithmetic_type(operator, value.type, right.type))

    def _list(self, slot: Slot) -> None:
        """Read what `in` and its like look into: values in brackets, or a table's first column."""
        if self.text != "(":
            self.operand(replace(slot, has_tables=True))
            return
        self.take()
        inside = replace(slot, has_tables=True, function="", follow=())
        if self.is_tabular_next():
            self.tabular(inside)
        else:
            self._arguments(inside)
        self.accept(")")

    def _arguments(self, slot: Slot) -> list[Value]:
        values: list[Value] = []
        while True:
            if self.text == ")" and not self.is_at_end:
                return values
            before = self.index
            values.append(self.expression(slot))
            if not self.accept(",") and not self._step_on(before):
                return values
            slot = replace(slot, has_tables=False)

    def _step_on(self, before: int) -> bool:
        """After what cannot be read, go on behind it; false where a list may end."""
        if self.is_at_end or self.text in (")", "]", "}", "|", ";"):
            return False
        if self.index == before:
            self.take()
        return True

    def operand(self, slot: Slot) -> Value:
        """Read one operand with its members, calls and indexes."""
        self.stop(Place.OPERAND, slot)
        if self.is_at_end:
            return Value()
        piece = self.pieces[self.index]
        if piece.kind in _LITERALS:
            self.take()
            return Value(_LITERALS[piece.kind])
        if piece.kind is TokenKind.LITERAL:
            return Value(self.take().partition("(")[0].strip().lower())
        if piece.text in ("-", "+", "!"):
            self.take()
            return self.operand(slot)
        if piece.text == "(":
            return self._postfix(self._in_brackets(slot), slot)
        if piece.text in ("[", "{"):
            self.skip_balanced(slot.scope)
            return Value("dynamic")
        if piece.text == "*":
            self.take()
            return Value()
        if self.is_word:
            return self._postfix(self._named(slot), slot)
        return Value()

    def _in_brackets(self, slot: Slot) -> Value:
        if self.depth > MAX_DEPTH:
            self.skip_balanced(slot.scope)
            return Value()
        self.take()
        self.depth += 1
        is_range = slot.comparison in ("between", "!between")
        compared = slot.comparison if is_range else ""
        inside = replace(slot, follow=(), comparison=compared)
        if self.text and self.is_tabular_next() and slot.has_tables:
            self.tabular(inside)
            value = Value()
        else:
            values = self._arguments(inside)
            value = values[0] if values else Value()
        self.depth -= 1
        self.accept(")")
        return value

    def _named(self, slot: Slot) -> Value:
        if self.text_after() == "(" and not self.text.startswith("["):
            return self._call(slot)
        name = self.take_name()
        if name in ("true", "false"):
            return Value("bool")
        if name in slot.scope.columns:
            self.listed.append(name)
            return Value(slot.scope.columns[name], name)
        bound = self.environment.bindings.get(name)
        if isinstance(bound, str):
            return Value(bound, name)
        if slot.scope.is_open and bound is None:
            self.listed.append(name)
        return Value("", name)

    def _postfix(self, value: Value, slot: Slot) -> Value:
        while True:
            if self.text == "." and not self.is_at_end:
                self.take()
                members = self.members(value, slot)
                self.stop(Place.MEMBER, slot, left=value.name, members=members)
                member = self.take_name() if self.is_word else ""
                known = dict(members).get(member)
                joined = f"{value.name}_{member}" if value.name else member
                name = member if value.name in ("$left", "$right") else joined
                value = Value(known or "dynamic", name)
            elif self.text.startswith("[") and not self.is_at_end:
                if self.text != "[":
                    value = Value("dynamic", f"{value.name}_{self.take_name()}")
                    continue
                self.take()
                self.expression(
                    replace(slot, follow=(), expected="", compared="", comparison="", function="")
                )
                self.accept("]")
                value = Value("dynamic", value.name)
            else:
                return value

    def members(self, value: Value, slot: Slot) -> tuple[tuple[str, str], ...]:
        """List what may stand after `.`: seen members of a dynamic column, with their types."""
        schema = self.environment.schema
        found: dict[str, str] = {}
        for table in (*slot.scope.tables, ""):
            found.update(dict.fromkeys(schema.members(table, value.name), "dynamic"))
        found.update(_MEMBERS.get(value.function, {}))
        return tuple(found.items())

    def _call(self, slot: Slot) -> Value:
        name = self.take()
        if name == "dynamic" or self.depth > MAX_DEPTH:
            self.skip_balanced(slot.scope)
            return Value("dynamic")
        if name == "typeof":
            self.take()
            self.stop(Place.TYPE, slot)
            kind = "" if self.is_at_end or self.text == ")" else self.take()
            self.accept(")")
            return Value(kind)
        self.take()
        self.depth += 1
        if name in _TABULAR_CALLS:
            scope = self.tabular(replace(slot, clause=name, follow=()))
            value = Value(next(iter(scope.columns.values()), ""))
        else:
            value = replace(self._call_of(name, slot), function=name)
        self.depth -= 1
        self.accept(")")
        return value

    def _call_of(self, name: str, slot: Slot) -> Value:
        signature = load_signatures().function(name)
        is_aggregate = slot.has_aggregates and name in load_signatures().aggregate
        bound = self.environment.bindings.get(name)
        values: list[Value] = []
        while self.is_at_end or self.text != ")":
            inside = replace(
                slot,
                follow=(),
                function=name,
                argument=len(values),
                expected=_parameter_type(signature, bound, len(values), values),
                compared="",
                comparison="",
                has_aggregates=slot.has_aggregates and not is_aggregate,
                has_tables=isinstance(bound, Function),
                is_item=False,
            )
            before = self.index
            if self.is_tabular_next() and isinstance(bound, Function):
                self.tabular(inside)
                values.append(Value())
            else:
                values.append(self.expression(inside))
            if not self.accept(",") and not self._step_on(before):
                break
        return _result(name, signature, bound, values)


def _parameter_type(
    signature: Signature | None, bound: object, argument: int, values: list[Value]
) -> str:
    if isinstance(bound, Function):
        parameters = bound.parameters
        return parameters[argument][1] if argument < len(parameters) else ""
    parameter = signature.parameter(argument) if signature else None
    if parameter is None:
        return ""
    if signature and signature.name in ("bin", "floor") and argument == 1 and values:
        return "timespan" if values[0].type == "datetime" else values[0].type
    if signature and signature.name in ("bin", "floor") and argument == 0:
        return "datetime"
    return "" if parameter.type == "scalar" else parameter.type


def _result(name: str, signature: Signature | None, bound: object, values: list[Value]) -> Value:
    if isinstance(bound, Function):
        return Value(bound.result if isinstance(bound.result, str) else "")
    if signature is None:
        return Value()
    given = signature.gives
    if given.isdigit():
        given = values[int(given) - 1].type if int(given) <= len(values) else ""
    first = values[0].name if values else ""
    if name in ("arg_max", "arg_min", "any", "take_any", "bin", "floor") or (
        name.startswith("to") and len(values) == 1
    ):
        return Value(given or (values[0].type if values else ""), first)
    if signature.prefix:
        return Value(given, f"{signature.prefix}_{first}")
    return Value(given)


def _right_type(operator: str, left: str) -> str:
    return left if operator in _SAME_TYPE else "string"


def _arithmetic_type(operator: str, left: str, right: str) -> str:
    if left == "datetime" and right == "datetime":
        return "timespan"
    if "datetime" in (left, right):
        return "datetime"
    if "timespan" in (left, right):
        return "timespan" if operator in ("+", "-") or left != right else "real"
    return "real" if "real" in (left, right) else left or right
