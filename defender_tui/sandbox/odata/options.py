"""The options of a list call, as they stand in a query string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from defender_tui.sandbox.odata.comparison import QueryRefused, TopTooLarge
from defender_tui.sandbox.odata.expansion import Expansion, read_expansions
from defender_tui.sandbox.odata.selection import selected
from defender_tui.sandbox.odata.skip_token import Place, read_token
from defender_tui.sandbox.odata.vocabulary import Vocabulary

_ONE_ENTITY = frozenset({"$select", "$expand"})
_FOR_LISTS = frozenset({"$filter", "$orderby", "$count", "$skip", "$top", "$skiptoken"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What an API allows: the default and the largest page, the largest skip, and its options."""

    default_top: int
    most_top: int
    most_skip: int | None
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Order:
    """One property that a list is sorted by."""

    name: str
    is_ascending: bool


@dataclass(frozen=True, slots=True)
class ListOptions:
    """The query options of a list call."""

    top: int
    skip: int
    filter: str | None
    orders: tuple[Order, ...]
    with_count: bool
    expand: tuple[Expansion, ...]
    select: tuple[str, ...]
    """Empty for all properties."""
    after: Place | None
    """Where the page before ended, taken from a skip token."""


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """The query options of a call for one object."""

    expand: tuple[Expansion, ...]
    select: tuple[str, ...]


def read_options(
    query: Iterable[tuple[str, str]],
    vocabulary: Vocabulary,
    limits: Limits,
    *,
    expandable: Mapping[str, Vocabulary] | None = None,
) -> ListOptions:
    """Read the options of a query string; names without `$` are the caller's own and left alone.

    Raises:
        QueryRefused: an option is unknown, repeated, or has a value that is not allowed.
    """
    given = _given(query, limits.options)
    top = _number(given, "$top", limits.default_top)
    if top > limits.most_top:
        raise TopTooLarge(
            f"The query specified in the URI is not valid. The limit of '{limits.most_top}' for "
            f"Top query has been exceeded. The value from the incoming request is '{top}'."
        )
    skip = _number(given, "$skip", 0)
    if limits.most_skip is not None and skip > limits.most_skip:
        raise QueryRefused(
            f"The query specified in the URI is not valid. The limit of '{limits.most_skip}' for "
            f"Skip query has been exceeded. The value from the incoming request is '{skip}'."
        )
    orders = _orders(given.get("$orderby"), vocabulary)
    token = given.get("$skiptoken")
    return ListOptions(
        top=top,
        skip=skip,
        filter=_written(given, "$filter"),
        orders=orders,
        with_count=_flag(given.get("$count")),
        expand=read_expansions(given.get("$expand"), vocabulary, expandable or {}),
        select=selected(given.get("$select"), vocabulary),
        after=None if token is None else read_token(token, order_count=len(orders)),
    )


def read_entity_options(
    query: Iterable[tuple[str, str]],
    vocabulary: Vocabulary,
    *,
    expandable: Mapping[str, Vocabulary] | None = None,
) -> EntityOptions:
    """Read the options of a call for one object.

    Raises:
        QueryRefused: an option is for lists only, unknown, repeated, or has a wrong value.
    """
    given = _given(query, _ONE_ENTITY)
    return EntityOptions(
        expand=read_expansions(given.get("$expand"), vocabulary, expandable or {}),
        select=selected(given.get("$select"), vocabulary),
    )


def _given(query: Iterable[tuple[str, str]], allowed: frozenset[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in query:
        if not name.startswith("$"):
            continue
        if name not in allowed:
            raise QueryRefused(_unsupported(name, is_list="$top" in allowed))
        if name in given:
            raise QueryRefused(f"Query option '{name}' was specified more than once.")
        given[name] = value
    return given


def _unsupported(name: str, *, is_list: bool) -> str:
    if name in _FOR_LISTS and not is_list:
        return (
            "The query specified in the URI is not valid. The requested resource is not a "
            "collection. Query options $filter, $orderby, $count, $skip, and $top can be applied "
            "only on collections."
        )
    return f"The query parameter '{name}' is not supported."


def _written(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not text.strip():
        raise QueryRefused(
            f"The value for OData query option '{name}' cannot be empty or consist only of "
            "whitespace."
        )
    return text


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise QueryRefused(f"Invalid value '{text}' for {name} query option found.")
    return int(text)


def _flag(text: str | None) -> bool:
    if text is None or text.lower() in ("true", "false"):
        return text is not None and text.lower() == "true"
    raise QueryRefused(f"Invalid value '{text}' for $count query option found.")


def _orders(text: str | None, vocabulary: Vocabulary) -> tuple[Order, ...]:
    if text is None:
        return (Order(vocabulary.sortable[0], is_ascending=False),)
    orders = tuple(_order(part, text, vocabulary) for part in text.split(","))
    names = [order.name for order in orders]
    for name in names:
        if names.count(name) > 1:
            raise QueryRefused(
                "The query specified in the URI is not valid. "
                f"Duplicate property named '{name}' is not supported in '$orderby'."
            )
    return orders


def _order(part: str, text: str, vocabulary: Vocabulary) -> Order:
    name, *direction = part.split() or [""]
    if direction not in ([], ["asc"], ["desc"]) or not name:
        raise QueryRefused(f"Syntax error at position {text.find(part) + len(name)} in '{text}'.")
    if name in vocabulary.sortable:
        return Order(name, is_ascending=direction != ["desc"])
    if name in vocabulary.known:
        raise QueryRefused(
            "The query specified in the URI is not valid. "
            f"The property '{name}' cannot be used in the $orderby query option."
        )
    raise QueryRefused(
        f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
    )
