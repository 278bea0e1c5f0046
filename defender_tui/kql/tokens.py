"""What a piece of query text can be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TokenKind(Enum):
    """The kinds of token; UNFINISHED is a string whose end is missing."""

    KEYWORD = "keyword"
    OPERATOR = "operator"
    FUNCTION = "function"
    TYPE = "type"
    TABLE = "table"
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    TIMESPAN = "timespan"
    LITERAL = "literal"
    COMMENT = "comment"
    PUNCTUATION = "punctuation"
    WHITESPACE = "whitespace"
    UNFINISHED = "unfinished"
    UNKNOWN = "unknown"

    # That of an enumeration is worked out anew each time, and tokens are keys at every key press.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; `start` is its offset in characters from the beginning."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)
