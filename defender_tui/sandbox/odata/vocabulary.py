"""The properties of a kind of object, as far as filters and orders may name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from defender_tui.sandbox.json_value import Json

Field: TypeAlias = "Json | datetime"
"""The value of a property; a moment is a `datetime`, or text as answers show it."""
Item: TypeAlias = "Mapping[str, Field]"
"""An object that can be filtered and sorted; only the properties it is asked for are made."""


class Kind(Enum):
    """What a property holds, by the name that OData gives to the type."""

    TEXT = "Edm.String"
    MOMENT = "Edm.DateTimeOffset"
    ENUM = "Edm.Enum"
    TEXTS = "Collection(Edm.String)"


@dataclass(frozen=True, slots=True)
class Property:
    """A filterable property.

    `members` are the words of an enumeration; `enum_name` is what a filter may write before one of
    them, as in `microsoft.graph.security.alertSeverity'high'`.
    """

    kind: Kind
    members: tuple[str, ...] = ()
    enum_name: str = ""

    @property
    def type_name(self) -> str:
        """Give the type as refusals name it."""
        return self.enum_name or self.kind.value


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The properties of one type; those in `known` alone exist but cannot be filtered on."""

    type_name: str
    filterable: Mapping[str, Property]
    sortable: tuple[str, ...]
    known: frozenset[str]
