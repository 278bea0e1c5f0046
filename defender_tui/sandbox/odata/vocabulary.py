"""The properties of a kind of object, as far as filters and orders may name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a property holds, by the name that OData gives to the type."""

    TEXT = "Edm.String"
    MOMENT = "Edm.DateTimeOffset"
    ENUM = "Edm.Enum"
    TEXTS = "Collection(Edm.String)"


@dataclass(frozen=True, slots=True)
class Property:
    """A filterable property; `members` are the words of an enumeration."""

    kind: Kind
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The properties of one type; those in `known` alone exist but cannot be filtered on."""

    type_name: str
    filterable: Mapping[str, Property]
    sortable: tuple[str, ...]
    known: frozenset[str]
