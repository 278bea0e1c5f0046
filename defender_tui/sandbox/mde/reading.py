"""What the reading calls share: the roles they take, and the pages they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from starlette.requests import Request

from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.listing import page_of
from defender_tui.sandbox.odata.options import Limits, ListOptions, read_options
from defender_tui.sandbox.odata.vocabulary import Item, Vocabulary
from defender_tui.sandbox.refusals import ServiceRefused

METADATA = "https://api.securitycenter.microsoft.com/api/$metadata"
READ = ("Machine.Read.All", "Machine.ReadWrite.All")
_MOST = 10_000

_Listed = TypeVar("_Listed", bound=Item)


def list_limits(*further: str) -> Limits:
    """Give the limits of a list; `further` are options beside filter, top and skip.

    Source: https://learn.microsoft.com/defender-endpoint/api/get-machineactions-collection
    (2026-11-23)
    """
    return Limits(
        default_top=_MOST,
        most_top=_MOST,
        most_skip=None,
        options=frozenset({"$filter", "$top", "$skip", *further}),
    )


def read_page(
    request: Request, items: Sequence[_Listed], vocabulary: Vocabulary, limits: Limits
) -> tuple[ListOptions, tuple[_Listed, ...]]:
    """Give the options of a call and the items that they choose, newest first.

    Raises:
        ServiceRefused: 400, an option cannot be served.
    """
    try:
        options = read_options(request.query_params.multi_items(), vocabulary, limits)
        return options, page_of(items, options, vocabulary, id_name="id").items
    except QueryRefused as refusal:
        raise ServiceRefused(400, "ODataError", str(refusal)) from refusal
