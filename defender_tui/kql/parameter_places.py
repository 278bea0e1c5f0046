"""Where a query has parameters, and what each place becomes once their values are known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from .lexer import Token, TokenKind, tokenize
from .literals import quote, unquote
from .parameter_declaration import Declaration, declaration_at
from .parameter_values import literal, type_named

_MARK = re.compile(r"\{\{[ \t]*(\w{1,64})[ \t]*(?::[ \t]*(\w{1,20})[ \t]*)?\}\}")
_TYPED = re.compile(r"(\w+)[ \t]*\((.*)\)", re.DOTALL)
_UNITS = ("d", "h", "m", "s", "ms")
# After these, and before those, a literal stands apart by itself.
_OPENING = frozenset(" \t\r\n([{,=<>+-*/%|:;!~")
_CLOSING = frozenset(" \t\r\n)]},=<>+-*/%|:;!")

Asked = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Values:
    """What people typed: `typed` as it is, `literal` spelled by the parameter's type."""

    typed: Callable[[str], str]
    literal: Callable[[str], str]
    kind: Callable[[str], str]


class Place(Protocol):
    """A part of a query that depends on parameters.

    `asked` names them with the type that this place demands (empty for any) and the default.
    """

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def asked(self) -> tuple[Asked, ...]: ...

    def filled(self, values: Values) -> str:
        """Give what stands here for these values.

        Raises:
            ValueError: a value does not fit.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bare:
    """A mark where a value stands; `unit` is the letter right behind it that makes it a length."""

    start: int
    end: int
    name: str
    kind: str
    before: str
    after: str
    unit: str = ""
    is_json: bool = False

    @property
    def asked(self) -> tuple[Asked, ...]:
        return ((self.name, "long" if self.unit else self.kind, None),)

    def filled(self, values: Values) -> str:
        if self.is_json:
            return _json(values.kind(self.name), values.typed(self.name))
        spelled = values.literal(self.name)
        if self.unit:
            if not spelled.isdigit():
                raise ValueError("This is not a whole number above 0.")
            return f"{spelled}{self.unit}"
        left = "" if not self.before or self.before in _OPENING else " "
        right = "" if not self.after or self.after in _CLOSING else " "
        return f"{left}{spelled}{right}"


@dataclass(frozen=True, slots=True)
class InText:
    """A string with marks in it, or a name in brackets; it is spelled anew as a whole."""

    start: int
    end: int
    text: str
    prefix: str = ""
    is_name: bool = False
    is_json: bool = False

    @property
    def asked(self) -> tuple[Asked, ...]:
        return _names_in(self.text)

    def filled(self, values: Values) -> str:
        text = _MARK.sub(lambda mark: values.typed(mark.group(1)), self.text)
        if self.is_json:
            return json.dumps(text)
        return f"[{quote(text)}]" if self.is_name else f"{self.prefix}{quote(text)}"


@dataclass(frozen=True, slots=True)
class InLiteral:
    """A literal such as `datetime({{Start}})`, spelled anew by its type."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def asked(self) -> tuple[Asked, ...]:
        if _MARK.fullmatch(self.text.strip()):
            return tuple((name, self.kind, None) for name, _, _ in _names_in(self.text))
        return _names_in(self.text)

    def filled(self, values: Values) -> str:
        text = _MARK.sub(lambda mark: values.typed(mark.group(1)), self.text)
        return literal(self.kind, text)


@dataclass(frozen=True, slots=True)
class Declared:
    """A `declare` statement, which becomes a `let` for each parameter."""

    declaration: Declaration

    @property
    def start(self) -> int:
        return self.declaration.start

    @property
    def end(self) -> int:
        return self.declaration.end

    @property
    def asked(self) -> tuple[Asked, ...]:
        return self.declaration.parameters

    def filled(self, values: Values) -> str:
        names = [name for name, _, _ in self.declaration.parameters]
        return "\n".join(f"let {name} = {values.literal(name)};" for name in names)


def places_in(text: str) -> Iterator[Place]:
    """Give the places of a query that depend on parameters, in order, none within another."""
    if "{{" not in text and "query_parameters" not in text:
        # Cutting a long text into tokens takes its time.
        return
    tokens = tokenize(text)
    dynamic_depth, before = 0, ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in (TokenKind.WHITESPACE, TokenKind.COMMENT):
            at += 1
            continue
        declaration = declaration_at(tokens, at) if before in ("", ";") else None
        if declaration is not None:
            yield Declared(declaration)
            at, before = declaration.token_count + at, ";"
            continue
        mark = _mark_at(text, token) if token.text == "{" else None
        if mark is not None:
            place, at = _bare(text, tokens, at, mark, is_json=dynamic_depth > 0)
            yield place
            before = "}"
            continue
        if "{{" in token.text and (found := _inside(token, is_json=dynamic_depth > 0)):
            yield found
        dynamic_depth = _depth_after(token, before, dynamic_depth)
        before = token.text
        at += 1


def _mark_at(text: str, token: Token) -> re.Match[str] | None:
    mark = _MARK.match(text, token.start)
    if mark is None or (mark.group(2) and type_named(mark.group(2)) is None):
        return None
    return mark


def _bare(
    text: str, tokens: list[Token], at: int, mark: re.Match[str], *, is_json: bool
) -> tuple[Bare, int]:
    while at < len(tokens) and tokens[at].start < mark.end():
        at += 1
    unit = ""
    if at < len(tokens) and tokens[at].start == mark.end() and tokens[at].text in _UNITS:
        unit, at = tokens[at].text, at + 1
    end = mark.end() + len(unit)
    place = Bare(
        start=mark.start(),
        end=end,
        name=mark.group(1),
        kind=type_named(mark.group(2) or "") or "",
        before=text[mark.start() - 1 : mark.start()],
        after=text[end : end + 1],
        unit="" if is_json else unit,
        is_json=is_json,
    )
    return place, at


def _inside(token: Token, *, is_json: bool) -> Place | None:
    """Give the place that a string, a name in brackets or a typed literal is, if it has a mark."""
    if not _MARK.search(token.text):
        return None
    if token.kind is TokenKind.STRING:
        prefix = token.text[0] if token.text[0] in "hH" else ""
        text = unquote(token.text)
        return InText(token.start, token.end, text, "" if is_json else prefix, is_json=is_json)
    if token.kind is TokenKind.NAME and token.text.startswith("["):
        text = unquote(token.text[1:-1].strip())
        return InText(token.start, token.end, text, is_name=True)
    typed = _TYPED.fullmatch(token.text)
    kind = type_named(typed.group(1)) if typed else None
    return InLiteral(token.start, token.end, kind, typed.group(2)) if typed and kind else None


def _depth_after(token: Token, before: str, depth: int) -> int:
    if token.text in ("(", "[", "{"):
        return depth + (depth > 0 or (before == "dynamic" and token.text == "("))
    return max(depth - 1, 0) if token.text in (")", "]", "}") else depth


def _names_in(text: str) -> tuple[Asked, ...]:
    return tuple((mark.group(1), "", None) for mark in _MARK.finditer(text))


def _json(kind: str, typed: str) -> str:
    if kind == "dynamic":
        return literal(kind, typed).removeprefix("dynamic(")[:-1]
    if kind in ("int", "long", "real", "bool"):
        literal(kind, typed)
        return json.dumps(json.loads(typed.strip().casefold()), allow_nan=False)
    return json.dumps(typed)
