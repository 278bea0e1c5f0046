"""Query text cut into tokens, without loss and without failing.

Two ways to the same cut: `tokenize` for a whole text, and `tokenize_line` for an editor that
paints lines one by one and carries a `LineState` from each to the next.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/string
Source: https://learn.microsoft.com/en-us/kusto/query/schema-entities/entity-names
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from .abandoning import GoesOn, go_on
from .schema import load_schema
from .tokens import Token, TokenKind
from .vocabulary import load_vocabulary

__all__ = ["LineState", "Token", "TokenKind", "tokenize", "tokenize_line"]

_TYPED = "datetime|date|timespan|time|guid|uuid|uniqueid|bool|boolean|int|long|real|double|decimal"
_CALLED = re.compile(r"\s*\(")
_NOT_TEXT = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_VALUES = (TokenKind.NAME, TokenKind.TABLE, TokenKind.STRING, TokenKind.LITERAL)
_TOKENS_AT_A_STRETCH = 64


@dataclass(frozen=True, slots=True)
class LineState:
    """What a line inherits from those above it.

    `fence` is the mark that will close an open multi-line string, empty when none is open;
    `before` is the last token that was neither space nor comment, empty at a statement's start;
    `dynamic_depth` counts the brackets open inside a `dynamic(...)` literal.
    """

    fence: str = ""
    before: str = ""
    before_kind: TokenKind = TokenKind.PUNCTUATION
    dynamic_depth: int = 0


def tokenize(
    text: str, *, tables: Collection[str] | None = None, goes_on: GoesOn | None = None
) -> list[Token]:
    """Cut a text into tokens whose texts join to the text again; empty for an empty one.

    `tables` are the names to call tables; those of the schema that ships here when not given.

    Raises:
        Abandoned: `goes_on` said meanwhile that the tokens are not wanted any more.
    """
    names = load_schema().names if tables is None else tables
    tokens, state = _cut(text, LineState(), names, goes_on)
    if state.fence:
        tokens[-1] = replace(tokens[-1], kind=TokenKind.UNFINISHED)
    return tokens


def tokenize_line(
    line: str, state: LineState, *, tables: Collection[str] | None = None
) -> tuple[list[Token], LineState]:
    """Cut one line (without its line break) and give the state for the next line.

    The first line of a text takes `LineState()`. Offsets count from the line's beginning.
    """
    return _cut(line, state, load_schema().names if tables is None else tables)


def _cut(
    text: str, state: LineState, tables: Collection[str], goes_on: GoesOn | None = None
) -> tuple[list[Token], LineState]:
    tokens: list[Token] = []
    match_at = _pattern().match
    at = 0
    if state.fence and text:
        end = text.find(state.fence)
        at = len(text) if end < 0 else end + len(state.fence)
        tokens.append(Token(TokenKind.STRING, text[:at], 0))
        if end >= 0:
            state = replace(state, fence="", before="``", before_kind=TokenKind.STRING)
    while at < len(text):
        if not len(tokens) % _TOKENS_AT_A_STRETCH:
            go_on(goes_on)
        match = match_at(text, at)
        if match is None or match.lastgroup is None:
            raise AssertionError("the last alternative of the pattern takes any character")
        kind = _kind(match, match.lastgroup, text, state, tables)
        end = match.end()
        if kind is TokenKind.NAME and match.lastgroup == "bracketed" and _is_index(state):
            kind, end = TokenKind.PUNCTUATION, at + 1
        token = Token(kind, text[at:end], at)
        tokens.append(token)
        state = _after(state, token, is_open=match.lastgroup == "open_fence")
        at = end
    return tokens, state


def _after(state: LineState, token: Token, *, is_open: bool) -> LineState:
    """The state once `token` has been read."""
    if token.kind in _NOT_TEXT:
        return state
    depth = state.dynamic_depth
    if token.text in "([{":
        is_dynamic = depth > 0 or (state.before == "dynamic" and token.text == "(")
        depth += is_dynamic
    elif token.text in ")]}":
        depth = max(depth - 1, 0)
    fence = token.text.lstrip("hH")[:3] if is_open else ""
    before = "" if token.text == ";" else token.text
    return LineState(fence, before, token.kind, depth)


def _is_index(state: LineState) -> bool:
    """Whether `['x']` here reaches into a value rather than spelling a name."""
    return (
        state.dynamic_depth > 0 or state.before in (")", "]", "}") or state.before_kind in _VALUES
    )


def _kind(
    match: re.Match[str], group: str, text: str, state: LineState, tables: Collection[str]
) -> TokenKind:
    match group:
        case "space":
            return TokenKind.WHITESPACE
        case "comment":
            return TokenKind.COMMENT
        case "fenced" | "open_fence" | "quoted":
            return TokenKind.STRING
        case "unfinished":
            return TokenKind.UNFINISHED
        case "timespan" | "typed_timespan":
            return TokenKind.TIMESPAN
        case "number":
            return TokenKind.NUMBER
        case "typed":
            return TokenKind.LITERAL
        case "bracketed":
            return TokenKind.NAME
        case "symbol" | "spelled":
            return TokenKind.OPERATOR
        case "mark":
            return TokenKind.PUNCTUATION
        case "word":
            return _word_kind(match, text, state, tables)
    return TokenKind.UNKNOWN


def _word_kind(
    match: re.Match[str], text: str, state: LineState, tables: Collection[str]
) -> TokenKind:
    word, known = match.group(), load_vocabulary()
    if state.before == ".":
        return TokenKind.NAME
    is_call = word in known.functions and _CALLED.match(text, match.end()) is not None
    begins = ("", "|") if is_call else ("", "|", "(", "=", "{")
    if word in known.tabular_operators and state.before in begins:
        return TokenKind.KEYWORD
    if word in known.operators:
        return TokenKind.OPERATOR
    if is_call:
        return TokenKind.FUNCTION
    if word in known.types:
        return TokenKind.TYPE
    if word in tables:
        return TokenKind.TABLE
    return TokenKind.KEYWORD if word in known.keywords else TokenKind.NAME


@cache
def _pattern() -> re.Pattern[str]:
    """One alternative for each lexical form; the last takes any single character.

    No alternative looks further than its own end, the end of a line or (a fence) the end of the
    text, and after such a look the rest is taken as one token: the whole cut stays linear.
    """
    known = load_vocabulary()
    spelled = [w for w in known.operators if w.endswith("~") or re.match(r"![a-z]", w)]
    hyphenated = [w for w in known.tabular_operators | known.keywords if "-" in w]
    verbatim = r"""[hH]?@(?:'[^'\r\n]*'(?:'[^'\r\n]*')*|"[^"\r\n]*"(?:"[^"\r\n]*")*)"""
    escaped = r"""[hH]?(?:'(?:[^'\\\r\n]|\\[^\r\n])*'|"(?:[^"\\\r\n]|\\[^\r\n])*")"""
    typed_value = r"[ \t]*\([^()'\"\r\n]*\)"
    forms = {
        "space": r"\s+",
        "comment": r"//[^\r\n]*",
        "fenced": r"[hH]?(?:```(?s:.*?)```|~~~(?s:.*?)~~~)",
        "open_fence": r"[hH]?(?:```|~~~)(?s:.*)",
        "quoted": f"{verbatim}|{escaped}",
        "unfinished": r"""[hH]?@?['"][^\r\n]*""",
        "bracketed": rf"\[[ \t]*(?:{verbatim}|{escaped})[ \t]*\]",
        "timespan": rf"\d+(?:\.\d+)?(?:{_any_of(known.timespan_suffixes)})(?![\w$])",
        "number": r"(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w$])",
        "typed_timespan": rf"(?:timespan|time){typed_value}",
        "typed": rf"(?:{_TYPED}){typed_value}",
        "spelled": rf"(?:{_any_of(spelled)})(?![\w$])",
        "symbol": r"=~|!~|==|!=|<=|>=|<>|=>|-->|<--|\.\.|[-+*/%<>=]",
        "word": rf"(?:{_any_of(hyphenated)})(?![\w$-])|[\w$]+",
        "mark": r"[|;,.:()\[\]{}?@]",
        "other": r"(?s:.)",
    }
    return re.compile("|".join(f"(?P<{name}>{form})" for name, form in forms.items()))


def _any_of(texts: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, texts), key=len, reverse=True))
