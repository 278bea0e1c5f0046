"""Several texts in one editor, one of them current; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

MAX_NAME = 40
_PREFIX = "query "


@dataclass(frozen=True, slots=True)
class Buffer:
    """One text with its cursor, row and column from 0."""

    name: str
    text: str = ""
    cursor: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Buffers:
    """At least one buffer; names are unlike each other. `rest` is what another version kept."""

    all: tuple[Buffer, ...] = (Buffer(f"{_PREFIX}1"),)
    current: int = 0
    rest: Mapping[str, object] = field(default_factory=dict)

    @property
    def buffer(self) -> Buffer:
        """The current one."""
        return self.all[self.current]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the tabs."""
        return tuple(buffer.name for buffer in self.all)

    def written(self, text: str, cursor: tuple[int, int]) -> Buffers:
        """Give them with the current one as it is in the editor now."""
        return self._with(replace(self.buffer, text=text, cursor=cursor))

    def opened(self, buffer: Buffer | None = None) -> Buffers:
        """Give them with one more, empty unless given, at the end and current."""
        added = buffer or Buffer("")
        name = added.name
        if not name or name in self.names:
            name = self._free_name()
        return replace(self, all=(*self.all, replace(added, name=name)), current=len(self.all))

    def closed(self) -> Buffers:
        """Give them without the current one; in place of the last comes an empty one."""
        left = self.all[: self.current] + self.all[self.current + 1 :]
        if not left:
            return replace(self, all=(Buffer(f"{_PREFIX}1"),), current=0)
        return replace(self, all=left, current=min(self.current, len(left) - 1))

    def turned_to(self, index: int) -> Buffers:
        """Give them with another one current; behind the last comes the first."""
        return replace(self, current=index % len(self.all))

    def renamed(self, name: str) -> Buffers:
        """Give them with the current one under another name.

        Raises:
            ValueError: the name is empty, too long or another's; the message says which.
        """
        name = name.strip()
        if not name:
            raise ValueError("A name has at least one character.")
        if len(name) > MAX_NAME:
            raise ValueError(f"A name has at most {MAX_NAME} characters.")
        if name in self.names and name != self.buffer.name:
            raise ValueError("Another query has that name: type one that none has.")
        return self._with(replace(self.buffer, name=name))

    def _with(self, buffer: Buffer) -> Buffers:
        everyone = (*self.all[: self.current], buffer, *self.all[self.current + 1 :])
        return replace(self, all=everyone)

    def _free_name(self) -> str:
        number = 1
        while f"{_PREFIX}{number}" in self.names:
            number += 1
        return f"{_PREFIX}{number}"


def to_keep(buffers: Buffers) -> dict[str, object]:
    """Give buffers as the store keeps them."""
    kept = [{"name": one.name, "text": one.text, "cursor": list(one.cursor)} for one in buffers.all]
    return {**buffers.rest, "buffers": kept, "current": buffers.current}


def read_buffers(kept: Mapping[str, object]) -> Buffers | None:
    """Read what was kept; what makes no sense is left out, `None` when nothing is left."""
    entries = kept.get("buffers")
    found = [one for one in map(_read, entries) if one] if isinstance(entries, list) else []
    everyone = _unlike(found)
    if not everyone:
        return None
    current = kept.get("current")
    at = current if isinstance(current, int) and 0 <= current < len(everyone) else 0
    rest = {key: value for key, value in kept.items() if key not in ("buffers", "current")}
    return Buffers(everyone, at, rest)


def _unlike(buffers: Iterable[Buffer]) -> tuple[Buffer, ...]:
    """Give the later ones of the same name another."""
    named: dict[str, Buffer] = {}
    for buffer in buffers:
        name, number = buffer.name, 1
        while name in named:
            number += 1
            name = f"{buffer.name} ({number})"
        named[name] = replace(buffer, name=name)
    return tuple(named.values())


def _read(entry: object) -> Buffer | None:
    if not isinstance(entry, dict):
        return None
    name, text = entry.get("name"), entry.get("text")
    if not isinstance(name, str) or not name.strip() or not isinstance(text, str):
        return None
    return Buffer(name.strip()[:MAX_NAME], text, _cursor(entry.get("cursor")))


def _cursor(value: object) -> tuple[int, int]:
    match value:
        case [int(row), int(column)] if row >= 0 and column >= 0:
            return row, column
        case _:
            return 0, 0
