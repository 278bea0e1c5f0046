"""Where in a query the cursor is, in terms of what may stand there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .scope import Environment, Scope


class Place(Enum):
    """What kind of word is due at the cursor."""

    STATEMENT = "statement"
    SOURCE = "source"
    AFTER_SOURCE = "after a source"
    OPERATOR = "operator"
    OPERAND = "operand"
    AFTER_OPERAND = "after an operand"
    MEMBER = "member"
    CHOICE = "choice"
    TYPE = "type"
    NEW_NAME = "new name"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Slot:
    """What an expression stands in, from its operator down to the argument of a call.

    `clause` is the keyword or option that opened this part of the operator, empty for the first.
    `follow` are the keywords that may come after the whole expression. `expected` is a type, empty
    when any will do. `compared` is the column on the other side of an operator, `assigned` the name
    that the expression will have.
    """

    scope: Scope
    operator: str = ""
    clause: str = ""
    follow: tuple[str, ...] = ()
    expected: str = ""
    compared: str = ""
    comparison: str = ""
    assigned: str = ""
    function: str = ""
    argument: int = 0
    has_aggregates: bool = False
    has_tables: bool = False
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """The place of the cursor with all that completion needs to know about it.

    `words` are the only words, or further ones, that may stand there. `left` and `left_type` are
    the operand before the cursor, `previous` is the piece before it. `pipe` holds the tabular
    operators of the same pipeline so far, `listed` the columns named already in the same clause.
    `members` are names and types that may stand behind a dot.
    """

    place: Place
    slot: Slot
    environment: Environment
    words: tuple[str, ...] = ()
    left: str = ""
    left_type: str = ""
    previous: str = ""
    pipe: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
