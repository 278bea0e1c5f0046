"""How a query asks for its rows to be drawn: the `render` at its end.

Source: https://learn.microsoft.com/en-us/kusto/query/render-operator
Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-query-results
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from .lexer import tokenize
from .literals import unquote
from .tokens import Token, TokenKind

_IGNORED = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_LISTS = ("xcolumn", "ycolumns", "series", "anomalycolumns")
_GATHERING = frozenset({"summarize", "make-series", "count", "top-nested", "evaluate"})


class ChartKind(StrEnum):
    """The views that there are, spelt as `render` does."""

    TIME = "timechart"
    LINE = "linechart"
    AREA = "areachart"
    STACKED_AREA = "stackedareachart"
    COLUMN = "columnchart"
    BAR = "barchart"
    PIE = "piechart"
    SCATTER = "scatterchart"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Rendering:
    """A `render`: its word as written, in lower case, and its properties by lower-case name.

    `kind` is `None` for a word that is no view here. `columns` holds the properties that name
    columns (`xcolumn`, `ycolumns`, `series`), without quotes and in order; `properties` all others,
    as text without quotes.
    """

    word: str
    kind: ChartKind | None
    columns: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, str]

    @property
    def is_stacked(self) -> bool:
        """Whether its series stand upon one another."""
        stacking = self.properties.get("kind", "").lower()
        return self.kind is ChartKind.STACKED_AREA or stacking in ("stacked", "stacked100")


def rendering_of(query: str) -> Rendering | None:
    """Read the `render` that a query ends in; `None` without one."""
    tokens = _steps(query)[-1]
    if len(tokens) < 2 or tokens[0].text != "render":
        return None
    word = tokens[1].text.lower()
    kind = next((one for one in ChartKind if one == word), None)
    columns: dict[str, tuple[str, ...]] = {}
    properties: dict[str, str] = {}
    for name, value in _properties(tokens[2:]):
        if name in _LISTS:
            columns[name] = tuple(_text(token) for token in value if token.text != ",")
        else:
            properties[name] = "".join(_text(token) for token in value if token.text != ",")
    return Rendering(word, kind, MappingProxyType(columns), MappingProxyType(properties))


def is_gathered(query: str) -> bool:
    """Tell whether a query's rows come from a `summarize` or the like, and are no single events."""
    return any(step and step[0].text in _GATHERING for step in _steps(query))


def _steps(query: str) -> list[list[Token]]:
    """The steps of the last statement, without what stands between them; the first is its source.

    There is always one; it is empty for an empty query.
    """
    statements: list[list[list[Token]]] = [[[]]]
    depth = 0
    for token in tokenize(query, tables=()):
        if token.kind in _IGNORED:
            continue
        is_mark = token.kind is TokenKind.PUNCTUATION
        if is_mark and token.text in "([{":
            depth += 1
        elif is_mark and token.text in ")]}":
            depth = max(depth - 1, 0)
        if depth == 0 and token.text == ";":
            statements.append([[]])
        elif depth == 0 and token.text == "|":
            statements[-1].append([])
        else:
            statements[-1][-1].append(token)
    return next((steps for steps in reversed(statements) if steps != [[]]), [[]])


def _properties(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Walk over `name = value` by lower-case name, with or without the `with (...)` around all."""
    begins = [at - 1 for at, token in enumerate(tokens) if token.text == "=" and at]
    for begin, end in pairwise([*begins, len(tokens)]):
        value = [token for token in tokens[begin + 2 : end] if token.text not in ("(", ")")]
        yield tokens[begin].text.lower(), value


def _text(token: Token) -> str:
    text = token.text
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    elif token.kind is not TokenKind.STRING:
        return text
    try:
        return unquote(text)
    except ValueError:
        return text
