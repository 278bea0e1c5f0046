"""The options of a list call, and the page that they choose."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from defender_tui.sandbox.json_value import Json, JsonObject, ticks
from defender_tui.sandbox.odata.comparison import QueryRefused, TopTooLarge
from defender_tui.sandbox.odata.vocabulary import Vocabulary

SortKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an API allows: the default and the largest page, the largest skip, and its options."""

    default_top: int
    most_top: int
    most_skip: int | None
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListOptions:
    """The query options of a list call."""

    top: int
    skip: int
    filter: str | None
    sort_by: str
    is_ascending: bool
    with_count: bool
    expand: tuple[str, ...]
    select: tuple[str, ...]
    after: SortKey | None
    """Where the page before ended, taken from a skip token."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of objects; `next_token` is None on the last one, `count` spans all pages."""

    items: tuple[JsonObject, ...]
    count: int
    next_token: str | None


def read_options(
    query: Iterable[tuple[str, str]], vocabulary: Vocabulary, limits: Limits
) -> ListOptions:
    """Read the options of a query string.

    Raises:
        QueryRefused: an option is unknown, repeated, or has a value that is not allowed.
    """
    given: dict[str, str] = {}
    for name, value in query:
        if not name.startswith("$"):
            continue
        if name not in limits.options:
            raise QueryRefused(f"The query parameter '{name}' is not supported.")
        if name in given:
            raise QueryRefused(f"Query option '{name}' was specified more than once.")
        given[name] = value
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
    sort_by, is_ascending = _order(given.get("$orderby"), vocabulary)
    return ListOptions(
        top=top,
        skip=skip,
        filter=given.get("$filter"),
        sort_by=sort_by,
        is_ascending=is_ascending,
        with_count=_flag(given.get("$count")),
        expand=_names(given.get("$expand")),
        select=_selected(given.get("$select"), vocabulary),
        after=_read_token(given.get("$skiptoken")),
    )


def page_of(
    items: Iterable[JsonObject], options: ListOptions, vocabulary: Vocabulary, *, id_name: str
) -> Page:
    """Give the page that the options choose.

    The order is that of the sort property, equal ones by id: it is total, and a page begins
    behind the last object of the page before, so nothing is missed or shown twice while objects
    come and go in between.

    Raises:
        QueryRefused: the filter cannot be served.
    """
    found = list(items)
    if options.filter is not None:
        # The parser builds its tables as it is imported, which would hold up the start.
        from defender_tui.sandbox.odata.filter import compile_filter

        matches = compile_filter(options.filter, vocabulary)
        found = [item for item in found if matches(item)]
    count = len(found)
    keyed = sorted(
        ((_sort_key(item, options.sort_by, id_name), item) for item in found),
        key=lambda pair: pair[0],
        reverse=not options.is_ascending,
    )
    if options.after is not None:
        after = options.after
        keyed = [
            pair for pair in keyed if (pair[0] > after if options.is_ascending else pair[0] < after)
        ]
    rest = keyed[options.skip :]
    shown = rest[: options.top]
    has_more = len(rest) > len(shown) > 0
    return Page(
        items=tuple(item for _, item in shown),
        count=count,
        next_token=_write_token(shown[-1][0]) if has_more else None,
    )


def only(item: JsonObject, names: Sequence[str]) -> JsonObject:
    """Give the object with the selected properties, all of them when none was selected."""
    if not names:
        return item
    return {name: value for name, value in item.items() if name in names or name == "id"}


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


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",")) if text else ()


def _selected(text: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    names = _names(text)
    for name in names:
        if name not in vocabulary.known:
            raise QueryRefused(
                f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
            )
    return names


def _order(text: str | None, vocabulary: Vocabulary) -> tuple[str, bool]:
    if text is None:
        return vocabulary.sortable[0], False
    name, *direction = text.split()
    if name not in vocabulary.sortable:
        raise QueryRefused(
            "The query specified in the URI is not valid. "
            f"The property '{name}' cannot be used in the $orderby query option."
        )
    if direction not in ([], ["asc"], ["desc"]):
        raise QueryRefused(f"Syntax error at position {len(name)} in '{text}'.")
    return name, direction != ["desc"]


def _sort_key(item: JsonObject, sort_by: str, id_name: str) -> SortKey:
    value, identity = item[sort_by], item[id_name]
    moment = ticks(value) if isinstance(value, str) else 0
    return moment, f"{identity:020d}" if isinstance(identity, int) else str(identity).zfill(20)


def _write_token(key: SortKey) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).rstrip(b"=").decode()


def _read_token(text: str | None) -> SortKey | None:
    if text is None:
        return None
    try:
        value: Json = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError) as error:
        raise QueryRefused("Invalid skip token.") from error
    match value:
        case [int(moment), str(identity)]:
            return moment, identity
    raise QueryRefused("Invalid skip token.")
