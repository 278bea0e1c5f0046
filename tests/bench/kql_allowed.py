"""What may stand at a position of a query, judged by the words before it alone.

This is a fixed table beside the product, so that one mistake is not right on both sides: it knows
neither the reader nor the scopes of `defender_tui.kql.completion`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from defender_tui.kql import HuntingSchema, Token, TokenKind, tokenize
from defender_tui.kql.completion import Completion, CompletionKind
from defender_tui.kql.vocabulary import spelled

_K = CompletionKind
_SOURCES = {_K.TABLE, _K.LET, _K.KEYWORD}
_VALUES = {_K.COLUMN, _K.LET, _K.FUNCTION, _K.KEYWORD, _K.TYPE, _K.TIMESPAN}
_AFTER_VALUE = {_K.COMPARISON, _K.KEYWORD}
AFTER_WORD: dict[str, set[CompletionKind]] = {
    "": _SOURCES,
    ";": _SOURCES,
    "{": _SOURCES | _VALUES,
    "|": {_K.OPERATOR},
    ".": {_K.MEMBER, _K.COLUMN, _K.KEYWORD},
    ":": {_K.TYPE},
    "union": _SOURCES,
    "join": _SOURCES,
    "lookup": _SOURCES,
    "render": {_K.KEYWORD},
    "evaluate": {_K.PLUGIN, _K.KEYWORD},
    "invoke": {_K.FUNCTION, _K.LET},
    "kind": _AFTER_VALUE,
    "matches": {_K.KEYWORD},
    "let": {_K.NEW_NAME},
    "as": {_K.NEW_NAME},
    "asc": {_K.KEYWORD},
    "desc": {_K.KEYWORD},
    "nulls": {_K.KEYWORD},
    "take": {_K.VALUE, _K.LET},
    "limit": {_K.VALUE, _K.LET},
    "top": {_K.VALUE, _K.LET},
    "sample": {_K.VALUE, _K.LET},
    "sample-distinct": {_K.VALUE, _K.LET},
    "typeof": {_K.TYPE},
    "to": {_K.KEYWORD} | _VALUES,
}
"""By the word before the cursor; for the rest see `allowed_kinds`."""
_ITEMS = frozenset(
    spelled("extend project summarize print by make-series mv-expand mvexpand mv-apply serialize")
)
_AGGREGATED = frozenset(("summarize", "make-series", "top-nested"))
_NARROWING = frozenset(spelled("project summarize distinct make-series count top-nested getschema"))
_WIDENING = frozenset(spelled("join lookup union invoke evaluate"))
_AUTOMATIC = re.compile(r"(?:[a-z]+_\w*|Column\d+|Count|\w+\d)\Z")
_LITERALS = (TokenKind.STRING, TokenKind.NUMBER, TokenKind.TIMESPAN, TokenKind.LITERAL)
_BLANK = (TokenKind.WHITESPACE, TokenKind.COMMENT)


@dataclass(frozen=True, slots=True)
class Place:
    """What the judge sees: the kinds that may stand there, and the columns, `None` for any."""

    kinds: set[CompletionKind]
    columns: frozenset[str] | None
    tables: frozenset[str]
    names: frozenset[str]

    def allows(self, offer: Completion) -> bool:
        """Whether an offer is in scope and of a kind that may stand here."""
        if offer.kind not in self.kinds:
            return False
        match offer.kind:
            case CompletionKind.COLUMN:
                is_made = _AUTOMATIC.match(offer.text) is not None
                return self.columns is None or offer.text in self.columns or is_made
            case CompletionKind.TABLE:
                return offer.text in self.tables
            case CompletionKind.LET | CompletionKind.NEW_NAME:
                return offer.text in self.names
            case _:
                return True


def place_after(text: str, schema: HuntingSchema) -> Place:
    """Judge the end of a text."""
    tokens = _last_query(tokenize(text))
    names = frozenset(token.text for token in tokenize(text))
    return Place(allowed_kinds(tokens), _columns(tokens, schema), schema.names, names)


def _last_query(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that mean something; an empty line outside of brackets ends what was before."""
    found: list[Token] = []
    depth = breaks = 0
    for token in tokens:
        if token.kind in _BLANK:
            is_blank = token.kind is TokenKind.WHITESPACE
            breaks = max(breaks, token.text.count("\n") if is_blank else 0)
            continue
        if breaks > 1 and depth == 0 and _may_end(found, token.text):
            found = []
        breaks = 0
        depth = max(depth + (token.text in ("(", "{")) - (token.text in (")", "}")), 0)
        if token.text.isprintable():
            found.append(token)
    return [] if breaks > 1 and depth == 0 and _may_end(found, "") else found


def _may_end(found: Sequence[Token], following: str) -> bool:
    goes_on = ("|", ",", ")", "and", "or", "by", "on")
    return bool(found) and following not in goes_on and found[-1].text not in (*goes_on[:2], "=")


def allowed_kinds(tokens: Sequence[Token]) -> set[CompletionKind]:
    """Look the kinds up by the last words."""
    last = tokens[-1].text if tokens else ""
    operator = _operator(tokens)
    if last in AFTER_WORD:
        return AFTER_WORD[last]
    if operator == "union" and last in ("(", ",", "="):
        return _SOURCES
    begun = tokens[-1].kind if tokens else TokenKind.WHITESPACE
    if operator in ("project-rename", "datatable", "externaldata", "let", "declare"):
        return _VALUES | {_K.NEW_NAME, _K.TABLE}
    if operator.startswith("parse") and last != operator:
        return _AFTER_VALUE | _VALUES | {_K.NEW_NAME}
    if last in (")", "]") or begun in _LITERALS or begun in (TokenKind.NAME, TokenKind.TABLE):
        return _AFTER_VALUE | {_K.OPERATOR} | (_SOURCES if operator in _WIDENING else set())
    kinds = set(_VALUES)
    if operator in _AGGREGATED:
        kinds.add(_K.AGGREGATE)
    if last in (*_ITEMS, "shuffle", ",", "(", "="):
        kinds |= {_K.NEW_NAME}
    if last in ("(", "=", ",", "in", "!in", "has_any", "on"):
        kinds |= {_K.TABLE}
    return kinds


def _operator(tokens: Sequence[Token]) -> str:
    """The tabular operator that the cursor is in, however deep in its brackets."""
    for token, before in zip(reversed(tokens), [*reversed(tokens[:-1]), None], strict=False):
        if before is None or before.text in ("|", ";", "{"):
            return token.text
    return ""


def _columns(tokens: Sequence[Token], schema: HuntingSchema) -> frozenset[str] | None:
    """Names that may be columns: those of tables named before, and words since the narrowing.

    `None` where a pipeline begins with something that the schema does not know.
    """
    stages = _stages(tokens)
    narrowed = _last_narrowing(stages)
    words = {token.text for stage in stages[narrowed or 0 :] for token in stage}
    if narrowed is not None:
        is_widened = any(stage[0].text in _WIDENING for stage in stages[narrowed:])
        if not is_widened and not any(token.text == "*" for token in stages[narrowed]):
            return frozenset(words)
    tables = [found for token in tokens if (found := schema.table(token.text))]
    if not tables or any(token.text == "search" for token in tokens):
        return None
    if any(token.text in _WIDENING - {"join", "union"} for token in tokens):
        return None
    everywhere = {token.text for token in tokens}
    return frozenset(everywhere | {c.name for table in tables for c in table.columns})


def _last_narrowing(stages: list[list[Token]]) -> int | None:
    """Which finished stage last left only the columns that it names."""
    for at in range(len(stages) - 2, 0, -1):
        if stages[at] and stages[at][0].text in _NARROWING:
            return at
    return None


def _stages(tokens: Sequence[Token]) -> list[list[Token]]:
    """The stages of the innermost pipeline, without finished brackets' own pipelines."""
    stages: list[list[Token]] = [[]]
    depth = 0
    for token in reversed(tokens):
        if token.text in (")", "]", "}"):
            depth += 1
        elif token.text in ("(", "[", "{"):
            depth -= 1
            if depth < 0 and _opens_pipeline(stages):
                break
            depth = max(depth, 0)
        elif token.text == ";" and depth == 0:
            break
        if token.text == "|" and depth == 0:
            stages.append([])
        else:
            stages[-1].insert(0, token)
    return [stage or [_NONE] for stage in reversed(stages)]


def _opens_pipeline(stages: list[list[Token]]) -> bool:
    return len(stages) > 1


_NONE = Token(TokenKind.WHITESPACE, "", 0)
