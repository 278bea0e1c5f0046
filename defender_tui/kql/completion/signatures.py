"""What functions, aggregates and plugins take and give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from ..package_data import read_document


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `type` may name several, with `|` between them."""

    name: str
    type: str
    is_optional: bool = False
    repeats: bool = False

    def __str__(self) -> str:
        text = f"{self.name}: {self.type}" if self.type else self.name
        text += " ..." if self.repeats else ""
        return f"[{text}]" if self.is_optional else text


@dataclass(frozen=True, slots=True)
class Signature:
    """A function: `gives` is a type, or the number of the parameter whose type it takes over.

    `prefix` begins the name that `summarize` gives to its column. `instead` is the name to use
    when this one is obsolete. A function that is `refused` exists, but not in Defender.
    """

    name: str
    parameters: tuple[Parameter, ...]
    gives: str = ""
    prefix: str = ""
    instead: str = ""
    is_refused: bool = False
    output: Mapping[str, str] = field(default_factory=dict)
    is_invoked: bool = False

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.parameters))})"

    def parameter(self, argument: int) -> Parameter | None:
        """Give the parameter that an argument (from 0) belongs to."""
        if argument < len(self.parameters):
            return self.parameters[argument]
        last = self.parameters[-1] if self.parameters else None
        repeated = [parameter for parameter in self.parameters if parameter.repeats]
        if not repeated:
            return None
        if len(repeated) > 1:
            return repeated[argument % len(repeated)]
        return repeated[0] if last is None or last.repeats else last


@dataclass(frozen=True, slots=True)
class Signatures:
    """All signatures by name, and the words that some options take."""

    scalar: Mapping[str, Signature]
    aggregate: Mapping[str, Signature]
    plugin: Mapping[str, Signature]
    hunting: Mapping[str, Signature]
    options: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, tuple[str, ...]]
    render_properties: Mapping[str, tuple[str, ...]]

    def function(self, name: str) -> Signature | None:
        """Give the scalar function or else the aggregate of a name."""
        return self.scalar.get(name) or self.aggregate.get(name)

    def any(self, name: str) -> Signature | None:
        """Give whatever can be called by a name."""
        return self.function(name) or self.hunting.get(name) or self.plugin.get(name)


@cache
def load_signatures() -> Signatures:
    """Read the signatures that ship here, once.

    Source: https://learn.microsoft.com/en-us/kusto/query/
    """
    document = read_document("kql-signatures.json")
    listed = ("visualizations", "join_kinds", "set_options")
    return Signatures(
        **{
            group: {name: _signature(name, entry) for name, entry in _members(document[group])}
            for group in ("scalar", "aggregate", "plugin", "hunting")
        },
        options={name: _texts(document[name]) for name in listed},
        hints={name: _texts(words) for name, words in _members(document["hints"])},
        render_properties={
            name: _texts(words) for name, words in _members(document["render_properties"])
        },
    )


def _signature(name: str, entry: object) -> Signature:
    known = dict(_members(entry))
    takes = str(known.get("takes") or "")
    return Signature(
        name,
        tuple(_parameter(text) for text in takes.split(", ")) if takes else (),
        gives=str(known.get("gives") or ""),
        prefix=str(known.get("prefix") or ""),
        instead=str(known.get("obsolete") or ""),
        is_refused=bool(known.get("refused")),
        output={column: str(kind) for column, kind in _members(known.get("output") or {})},
        is_invoked=bool(known.get("invoked")),
    )


def _parameter(text: str) -> Parameter:
    name, _, kind = text.partition(": ")
    bare = name.removesuffix("?")
    return Parameter(bare.removesuffix("..."), kind, name != bare, bare.endswith("..."))


def _members(value: object) -> list[tuple[str, object]]:
    return [(str(key), inner) for key, inner in value.items()] if isinstance(value, dict) else []


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
