"""One comparison of a filter: a property, an operator, a value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from defender_tui.sandbox.json_value import ticks
from defender_tui.sandbox.odata.moments import field_ticks
from defender_tui.sandbox.odata.vocabulary import Field, Kind, Property

Test = Callable[[Field], bool]


class QueryRefused(Exception):
    """A query option cannot be served; the message is what the service says."""


class TopTooLarge(QueryRefused):
    """`$top` asks for more than a page may hold."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in a filter, with the name of its type; null has no text."""

    text: str | None
    type_name: str


_ORDERS: Mapping[str, Callable[[int, int], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}
_KIND_NAMES = {
    "eq": "Equal",
    "ne": "NotEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
}


def comparison(prop: Property, name: str, literal: Literal) -> Test:
    """Give the test of a property's value against a literal.

    Null equals null alone, differs from everything else, and every other comparison with it fails.

    Raises:
        QueryRefused: the literal is of another type, or not a member of the enumeration.
    """
    wanted = literal.text
    if wanted is None:
        return lambda value: name == ("eq" if value is None else "ne")
    if prop.kind is Kind.MOMENT:
        return _moment_test(prop, name, literal, wanted)
    if prop.kind is Kind.ENUM:
        return _member_test(prop, name, literal, wanted)
    if literal.type_name != "Edm.String":
        raise _incompatible(prop, name, literal)
    return _text_test(name, wanted)


def _moment_test(prop: Property, name: str, literal: Literal, wanted: str) -> Test:
    if literal.type_name not in ("Edm.DateTimeOffset", "Edm.Date"):
        raise _incompatible(prop, name, literal)
    try:
        limit = ticks(wanted)
    except ValueError as error:
        raise QueryRefused(
            f"Invalid filter clause: '{wanted}' is not a valid date and time."
        ) from error
    compare = _ORDERS[name]

    def test(value: Field) -> bool:
        moment = field_ticks(value)
        return name == "ne" if moment is None else compare(moment, limit)

    return test


def _member_test(prop: Property, name: str, literal: Literal, wanted: str) -> Test:
    if literal.type_name not in ("Edm.String", prop.enum_name):
        raise _incompatible(prop, name, literal)
    member = wanted.lower()
    if member not in (known.lower() for known in prop.members):
        raise QueryRefused(
            f"Invalid filter clause: The string '{wanted}' is not a valid enumeration type "
            "constant."
        )
    if name not in ("eq", "ne"):
        raise _incompatible(prop, name, literal)
    return lambda value: (isinstance(value, str) and value.lower() == member) == (name == "eq")


def _text_test(name: str, wanted: str) -> Test:
    compare = _ORDERS[name]
    return lambda value: (
        compare((value > wanted) - (value < wanted), 0) if isinstance(value, str) else name == "ne"
    )


def _incompatible(prop: Property, name: str, literal: Literal) -> QueryRefused:
    return QueryRefused(
        "Invalid filter clause: A binary operator with incompatible types was detected. Found "
        f"operand types '{prop.type_name}' and '{literal.type_name}' for operator kind "
        f"'{_KIND_NAMES[name]}'."
    )
