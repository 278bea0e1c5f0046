"""Collections as Graph answers them: one page, and the link to the next."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.requests import Request

from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.graph.site import METADATA
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.comparison import QueryRefused, TopTooLarge
from defender_tui.sandbox.odata.listing import Limits, ListOptions, Page, page_of, read_options
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
    request: Request, vocabulary: Vocabulary, *, expandable: tuple[str, ...] = ()
) -> ListOptions:
    """Read a list call's options.

    Raises:
        ServiceRefused: one of them cannot be served; for a too large page with an empty code.
    """
    try:
        options = read_options(request.query_params.multi_items(), vocabulary, LIMITS)
    except TopTooLarge as refusal:
        raise ServiceRefused(400, "", str(refusal)) from refusal
    except QueryRefused as refusal:
        raise bad_request(str(refusal)) from refusal
    for name in options.expand:
        if name not in expandable:
            raise bad_request(
                f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
            )
    return options


def collection_page(bodies: list[JsonObject], options: ListOptions, vocabulary: Vocabulary) -> Page:
    """Give the page of the bodies that the options choose.

    Raises:
        ServiceRefused: the filter cannot be served.
    """
    try:
        return page_of(bodies, options, vocabulary, id_name="id")
    except QueryRefused as refusal:
        raise bad_request(str(refusal)) from refusal


def collection_body(
    request: Request, name: str, page: Page, values: list[JsonObject], *, with_count: bool
) -> JsonObject:
    """Give the answer's body; `name` is the collection's in the metadata."""
    body: JsonObject = {"@odata.context": f"{METADATA}#{name}"}
    if with_count:
        body["@odata.count"] = page.count
    body["value"] = list(values)
    if page.next_token is not None:
        body["@odata.nextLink"] = _next_link(request, page.next_token)
    return body


def _next_link(request: Request, token: str) -> str:
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("$skip", "$skiptoken")
    ]
    query = urlencode([*kept, ("$skiptoken", token)], safe="$,", quote_via=quote)
    path = request.url.path.removeprefix(str(request.scope.get("root_path", "")))
    return f"{service_url(request)}{path}?{query}"
