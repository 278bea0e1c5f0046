"""One offer of a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CompletionKind(Enum):
    """What an offered word is."""

    TABLE = "table"
    COLUMN = "column"
    NEW_NAME = "new name"
    LET = "let name"
    OPERATOR = "operator"
    COMPARISON = "comparison"
    FUNCTION = "function"
    AGGREGATE = "aggregate"
    PLUGIN = "plugin"
    KEYWORD = "keyword"
    TYPE = "type"
    MEMBER = "member"
    VALUE = "value"
    TIMESPAN = "timespan"


@dataclass(frozen=True, slots=True)
class Completion:
    """A word that may stand at the cursor, in place of what is begun there.

    `detail` is short: a column's type, a table's status, a function's parameters; often empty.
    """

    text: str
    kind: CompletionKind
    detail: str = ""
