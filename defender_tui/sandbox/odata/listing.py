"""The page of a list that the options of a call choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from defender_tui.sandbox.odata.moments import field_ticks
from defender_tui.sandbox.odata.options import ListOptions
from defender_tui.sandbox.odata.skip_token import Place, write_token
from defender_tui.sandbox.odata.vocabulary import Item, Vocabulary

Listed = TypeVar("Listed", bound=Item)


@dataclass(frozen=True, slots=True)
class Page(Generic[Listed]):
    """One page of objects; `next_token` is None on the last one, `count` spans all pages."""

    items: tuple[Listed, ...]
    count: int
    next_token: str | None


def page_of(
    items: Iterable[Listed], options: ListOptions, vocabulary: Vocabulary, *, id_name: str
) -> Page[Listed]:
    """Give the page that the options choose.

    Objects that are equal in all sorted properties stand in the order of their ids. So the order
    is total, and as a page begins behind the last object of the page before, nothing is missed or
    shown twice while objects come and go in between.

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
    placed = sorted(
        ((_place(item, options, id_name), item) for item in found), key=lambda pair: pair[0]
    )
    if options.after is not None:
        after = options.after
        placed = [pair for pair in placed if pair[0] > after]
    rest = placed[options.skip :]
    shown = rest[: options.top]
    has_more = len(rest) > len(shown) > 0
    return Page(
        items=tuple(item for _, item in shown),
        count=count,
        next_token=write_token(shown[-1][0]) if has_more else None,
    )


def _place(item: Item, options: ListOptions, id_name: str) -> Place:
    numbers = (
        (1 if order.is_ascending else -1) * (field_ticks(item[order.name]) or 0)
        for order in options.orders
    )
    return tuple(numbers), str(item[id_name]).zfill(20)
