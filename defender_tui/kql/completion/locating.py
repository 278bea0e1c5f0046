"""Where in the last statement the cursor is.

What a key leaves as it was is not read again: finished statements, and in the last one the parts
that a pipe ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .identity import KNOWN_SCHEMAS, Same, SchemaKey
from .pieces import Piece
from .position import Place, Position, Slot
from .reader import Reached
from .scope import Environment, Scope
from .splitting import Part, Parts, Split, listed
from .statements import StatementReader

_SOURCE = Slot(Scope(), has_tables=True)


@dataclass(frozen=True, slots=True)
class _Read:
    """What parts left behind: the columns, the names bound, and the operators so far.

    `length` counts the pieces up to the pipe behind them, and `is_whole` tells whether reading
    ended there.
    """

    scope: Scope
    environment: Environment
    pipe: tuple[str, ...]
    length: int
    is_whole: bool = True


class CursorReader(StatementReader):
    """Reads up to the cursor, and takes over what was read of finished parts."""

    def __init__(self, split: Split, environment: Environment) -> None:
        super().__init__(split.open_statement, environment, has_cursor=True)
        self._parts = split.parts

    def read_before(self) -> Scope | None:
        """Step over the parts of the statement that end before the cursor."""
        parts, self._parts = self._parts, None
        read = _read_parts(parts, self.environment, self.index) if parts else None
        if read is None:
            return None
        self.index += read.length
        self.environment = read.environment
        self.pipe += read.pipe
        return read.scope

    def position(self) -> Position:
        """Read on to the cursor; brackets closed once too often do not end the statement."""
        try:
            self.statement()
            while not self.is_at_end:
                self.take()
                self.pipeline(Scope(is_open=True))
                self.recover(Slot(Scope(is_open=True)))
            self.stop(Place.AFTER_SOURCE, Slot(Scope()))
        except Reached as reached:
            return reached.position
        return Position(Place.NOTHING, Slot(Scope()), self.environment)


# It is the same with each letter of a word.
@lru_cache(maxsize=16)
def position_after(split: Split, key: SchemaKey) -> Position:
    """Find what is due after the last piece."""
    split = split.last
    environment = _first_environment(key)
    for statement in split.statements:
        environment = _after_statement(environment, statement)
    return CursorReader(split, environment).position()


@lru_cache(maxsize=KNOWN_SCHEMAS)
def _first_environment(key: SchemaKey) -> Environment:
    return Environment(key.one)


@lru_cache(maxsize=512)
def _after_statement(environment: Environment, statement: Sequence[Piece]) -> Environment:
    reader = StatementReader(statement, environment, has_cursor=False)
    reader.statement()
    return reader.environment


def _read_parts(parts: Parts, environment: Environment, begin: int) -> _Read | None:
    """Read the source that begins there and the operators after it; `None` where that fails."""
    above, part = parts
    if above is None:
        read = _read_part(_AT_START, environment, part[begin:])
        return read if read.is_whole else None
    read_above = _read_settled(Same(above), environment, begin)
    return _with_part(read_above, part) if read_above else None


# These are the same objects as long as nothing changes above the cursor's line.
@lru_cache(maxsize=16)
def _read_settled(parts: Same[Parts], environment: Environment, begin: int) -> _Read | None:
    first, *others = listed(parts.one)
    read = _read_part(_AT_START, environment, first[begin:])
    if not read.is_whole:
        return None
    for part in others:
        read = _with_part(read, part)
    return read


def _with_part(before: _Read, part: Part) -> _Read:
    """Add what a part does; nothing behind one that cannot be read on its own."""
    if not before.is_whole:
        return before
    read = _read_part(Same(before.scope), before.environment, part)
    if not read.is_whole:
        return replace(before, is_whole=False)
    pipe = (*before.pipe, part[0].text, *read.pipe)
    return _Read(read.scope, read.environment, pipe, before.length + 1 + read.length)


_AT_START = Same(Scope())


@lru_cache(maxsize=2048)
def _read_part(before: Same[Scope], environment: Environment, part: Part) -> _Read:
    reader = StatementReader(part, environment, has_cursor=False)
    scope = reader.source(_SOURCE) if before is _AT_START else reader.operator(before.one)
    length = len(part) - 1
    return _Read(scope, reader.environment, tuple(reader.pipe), length, reader.index == length)
