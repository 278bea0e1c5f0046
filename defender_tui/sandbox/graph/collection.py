"""Collections as Graph answers them: one page, and the link to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from starlette.requests import Request

from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.graph.site import METADATA
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.comparison import QueryRefused, TopTooLarge
from defender_tui.sandbox.odata.expansion import Expansion
from defender_tui.sandbox.odata.listing import Listed, Page, page_of
from defender_tui.sandbox.odata.options import (
    EntityOptions,
    Limits,
    ListOptions,
    read_entity_options,
    read_options,
)
from defender_tui.sandbox.odata.vocabulary import Vocabulary
from defender_tui.sandbox.origin import service_url
from defender_tui.sandbox.refusals import ServiceRefused

LIMITS = Limits(
    default_top=50,
    most_top=50,
    most_skip=500,
    options=frozenset(
        (
            *("$top", "$skip", "$skiptoken", "$filter", "$orderby"),
            *("$count", "$expand", "$select"),
        )
    ),
)


def collection_options(
    request: Request,
    vocabulary: Vocabulary,
    *,
    expandable: Mapping[str, Vocabulary] | None = None,
    limits: Limits = LIMITS,
) -> ListOptions:
    """Read a list call's options.

    Raises:
        ServiceRefused: one of them cannot be served; for a too large page with an empty code.
    """
    with _refusals():
        return read_options(
            request.query_params.multi_items(), vocabulary, limits, expandable=expandable
        )


def entity_options(
    request: Request, vocabulary: Vocabulary, *, expandable: Mapping[str, Vocabulary] | None = None
) -> EntityOptions:
    """Read the options of a call for one object.

    Raises:
        ServiceRefused: one of them cannot be served.
    """
    with _refusals():
        return read_entity_options(
            request.query_params.multi_items(), vocabulary, expandable=expandable
        )


def collection_page(
    items: Iterable[Listed], options: ListOptions, vocabulary: Vocabulary
) -> Page[Listed]:
    """Give the page of the objects that the options choose.

    Raises:
        ServiceRefused: the filter cannot be served.
    """
    with _refusals():
        return page_of(items, options, vocabulary, id_name="id")


def context_url(
    name: str,
    *,
    select: tuple[str, ...] = (),
    expand: tuple[Expansion, ...] = (),
    is_entity: bool = False,
) -> str:
    """Give the address in the metadata of what an answer holds.

    Source: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html
    (2026-11-23)
    """
    shown = [*select, *(f"{one.name}({','.join(one.select)})" for one in expand)]
    parentheses = f"({','.join(shown)})" if shown else ""
    return f"{METADATA}#{name}{parentheses}{'/$entity' if is_entity else ''}"


def collection_body(
    request: Request,
    context: str,
    page: Page[Listed],
    values: list[JsonObject],
    *,
    with_count: bool,
) -> JsonObject:
    """Give the answer's body."""
    body: JsonObject = {"@odata.context": context}
    if with_count:
        body["@odata.count"] = page.count
    body["value"] = list(values)
    if page.next_token is not None:
        body["@odata.nextLink"] = _next_link(request, page.next_token)
    return body


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except TopTooLarge as refusal:
        raise ServiceRefused(400, "", str(refusal)) from refusal
    except QueryRefused as refusal:
        raise bad_request(str(refusal)) from refusal


def _next_link(request: Request, token: str) -> str:
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("$skip", "$skiptoken")
    ]
    query = urlencode([*kept, ("$skiptoken", token)], safe="$,", quote_via=quote)
    path = request.url.path.removeprefix(str(request.scope.get("root_path", "")))
    return f"{service_url(request)}{path}?{query}"
