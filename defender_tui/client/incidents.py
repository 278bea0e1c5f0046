"""Incidents through either API, in one model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from ..core.changes import IncidentChange
from ..core.errors import DefenderTuiError, ProtocolError
from ..core.filters import Dialect, IncidentFilter
from ..core.incidents import Comment, Incident, IncidentPage
from ..core.resources import Resource
from ..core.wire import graph, xdr
from ..core.wire.reading import JsonObject, json_object, objects
from ..core.wire.request import ApiRequest
from .choice import ApiChooser
from .incident_walk import PageFound, PageWanted, walk
from .pacing import Paces
from .sender import Answer, Sender
from .waits import Waits

# What is sent a second apart may arrive closer together. Each of these calls has its own count.
# Source: https://learn.microsoft.com/en-us/defender-xdr/api-list-incidents
# Source: https://learn.microsoft.com/en-us/defender-xdr/api-get-incident
# Source: https://learn.microsoft.com/en-us/defender-xdr/api-update-incidents
_XDR_LIST_LIMITS = ((50, 61.0), (1500, 3601.0))
_XDR_GET_LIMITS = ((100, 61.0), (1500, 3601.0))
_XDR_UPDATE_LIMITS = ((50, 61.0), (1500, 3601.0))
_DONE = "The change was made."
_FIELDS_DONE = "The fields were changed."
_LOOK_AGAIN = "Do not repeat it: refresh, or open the incident anew."


class Incidents:
    """The incident queue of the tenant. Which API answers is the profile's choice."""

    def __init__(self, sender: Sender, chooser: ApiChooser, waits: Waits) -> None:
        self._sender = sender
        self._chooser = chooser
        self._xdr_list_pace = Paces(waits, _XDR_LIST_LIMITS)
        self._xdr_get_pace = Paces(waits, _XDR_GET_LIMITS)
        self._xdr_update_pace = Paces(waits, _XDR_UPDATE_LIMITS)

    async def dialect(self) -> Dialect:
        """Give the API that answers here; with `auto` this may get tokens to see their roles."""
        api = await self._chooser.incidents()
        return Dialect.XDR if api is Resource.XDR else Dialect.GRAPH

    async def pages(
        self, wanted: IncidentFilter | None = None, *, page_size: int | None = None
    ) -> AsyncIterator[IncidentPage]:
        """Page through what the API finds for `wanted`, newest first, alerts included.

        An incident is given once, even when the queue moves between two pages. The parts of the
        filter that the API cannot answer are not applied here: see `core.filters.server_filter`.

        Raises:
            DefenderTuiError: a page could not be had; pages given before stay good.
        """
        filter_ = wanted or IncidentFilter()
        if await self.dialect() is Dialect.XDR:
            pages = self._xdr_pages(filter_, page_size or xdr.MAX_PAGE)
        else:
            pages = self._graph_pages(filter_, page_size or graph.MAX_PAGE)
        seen: set[str] = set()
        async for page in pages:
            fresh = tuple(one for one in page.incidents if one.id not in seen)
            seen.update(one.id for one in fresh)
            yield IncidentPage(fresh, page.has_more, page.total)

    async def walk(self, wanted: IncidentFilter) -> AsyncIterator[IncidentPage]:
        """Give the whole of what the API finds for `wanted`, whatever changes in the meantime.

        Unlike `pages` it does not count the queue off, but goes back in time: an incident that
        leaves or enters the list between two pages makes none of the others be missed. One that is
        created or changed after the beginning may be missing: ask again for what was updated since.

        Raises:
            DefenderTuiError: a page could not be had; pages given before stay good.
        """
        if await self.dialect() is Dialect.XDR:
            pages = walk(self._xdr_found, wanted, xdr.MAX_PAGE)
        else:
            pages = walk(self._graph_found, wanted, graph.MAX_PAGE)
        async for page in pages:
            yield page

    async def _graph_found(self, page: PageWanted) -> PageFound:
        request = graph.list_incidents(page.wanted, skip=page.skip, page_size=page.size)
        answer = await self._sender.send(request)
        found, link = await asyncio.to_thread(_graph_page, answer.body, request)
        is_last = link is None and len(found.incidents) < page.size
        return PageFound(found.incidents, is_last, found.total)

    async def _xdr_found(self, page: PageWanted) -> PageFound:
        request = xdr.list_incidents(page.wanted, skip=page.skip, page_size=page.size)
        await self._xdr_list_pace.turn(request.what)
        answer = await self._sender.send(request)
        rows = await asyncio.to_thread(_xdr_rows, answer.body, request)
        return PageFound(rows, len(rows) < page.size)

    async def get(self, incident_id: str) -> Incident:
        """Give one incident with alerts, evidence and comments.

        Raises:
            NotFound: the tenant has no such incident.
            DefenderTuiError: it could not be had.
        """
        if await self.dialect() is Dialect.XDR:
            request = xdr.get_incident(incident_id)
            await self._xdr_get_pace.turn(request.what)
            return await self._get(request)
        return await self._get(graph.get_incident(incident_id))

    async def update(self, incident_id: str, change: IncidentChange) -> Incident:
        """Change one incident and give it as it is then, with its alerts.

        Graph takes a comment in a call of its own, made after the fields were changed.

        Raises:
            ConfigError: the change cannot be made through this API; nothing was sent.
            NotPermitted: the role to change incidents is missing.
            OutcomeUnknown: it may have been carried out; it was not sent again.
            DefenderTuiError: it was not carried out, or only as far as the message says first.
        """
        change.check()
        if await self.dialect() is Dialect.XDR:
            put = xdr.update_incident(incident_id, change)
            await self._xdr_update_pace.turn(put.what)
            answer = await self._sender.send(put)
            with _said_first(_DONE, hint=_LOOK_AGAIN):
                return await _read_incident(answer, put)
        request = graph.update_incident(incident_id, change)
        if request is not None:
            await self._sender.send(request)
        if change.remark:
            with _said_first(_FIELDS_DONE if request else ""):
                await self._sender.send(graph.add_comment(incident_id, change.remark))
        with _said_first(_DONE, hint=_LOOK_AGAIN):
            return await self.get(incident_id)

    async def comment(self, incident_id: str, comment: str) -> tuple[Comment, ...]:
        """Add a comment and give all comments, oldest first.

        Raises:
            ConfigError: the comment is empty; nothing was sent.
            OutcomeUnknown: it may have been added; it was not sent again.
            DefenderTuiError: it was not added, unless the message says so first.
        """
        change = IncidentChange(comment=comment)
        change.check()
        if await self.dialect() is Dialect.XDR:
            return (await self.update(incident_id, change)).comments
        request = graph.add_comment(incident_id, change.remark)
        answer = await self._sender.send(request)
        with _said_first(_DONE, hint=_LOOK_AGAIN):
            return graph.read_comments(json_object(answer.body, what=request.what), "value")

    async def _get(self, request: ApiRequest) -> Incident:
        return await _read_incident(await self._sender.send(request), request)

    async def _graph_pages(
        self, wanted: IncidentFilter, page_size: int
    ) -> AsyncIterator[IncidentPage]:
        request = graph.list_incidents(wanted, page_size=page_size)
        link: str | None = None
        followed: set[str] = set()
        while True:
            answer = await self._sender.send(request, link=link)
            page, link = await asyncio.to_thread(_graph_page, answer.body, request)
            yield page
            if link is None:
                return
            if link in followed:
                raise _circle(request)
            followed.add(link)

    async def _xdr_pages(
        self, wanted: IncidentFilter, page_size: int
    ) -> AsyncIterator[IncidentPage]:
        skip = 0
        before: list[str] = []
        while True:
            request = xdr.list_incidents(wanted, skip=skip, page_size=page_size)
            answer = await self._sender.send(request)
            rows = await asyncio.to_thread(_xdr_rows, answer.body, request)
            ids = [one.id for one in rows]
            if ids and ids == before:
                raise _circle(request)
            before = ids
            has_more = len(rows) >= min(page_size, xdr.MAX_PAGE)
            yield IncidentPage(rows, has_more)
            if not has_more:
                return
            skip += len(rows)


async def _read_incident(answer: Answer, request: ApiRequest) -> Incident:
    read = graph.read_incident if request.resource is Resource.GRAPH else xdr.read_incident

    def parse() -> Incident:
        return read(json_object(answer.body, what=request.what))

    incident = await asyncio.to_thread(parse)
    if not incident.id:
        raise ProtocolError(
            f"Could not {request.what}: the answer is not an incident.",
            hint="Check the API's address in Credentials.",
        )
    return incident


@contextmanager
def _said_first(done: str, *, hint: str | None = None) -> Iterator[None]:
    """Have a failure say first what was carried out before it."""
    try:
        yield
    except DefenderTuiError as error:
        if done:
            error.say_first(done, hint=hint)
        raise


def _circle(request: ApiRequest) -> ProtocolError:
    return ProtocolError(
        f"Could not {request.what} to the end: the pages lead in a circle.",
        hint="The list is incomplete. Narrow the filter, then refresh.",
    )


def _graph_page(body: bytes, request: ApiRequest) -> tuple[IncidentPage, str | None]:
    source = json_object(body, what=request.what)
    rows = tuple(graph.read_incident(item) for item in _value(source, request))
    link = source.get("@odata.nextLink")
    total = source.get("@odata.count")
    next_link = link if isinstance(link, str) and link else None
    known_total = total if isinstance(total, int) else None
    return IncidentPage(rows, next_link is not None, known_total), next_link


def _xdr_rows(body: bytes, request: ApiRequest) -> tuple[Incident, ...]:
    source = json_object(body, what=request.what)
    return tuple(xdr.read_incident(item) for item in _value(source, request))


def _value(source: JsonObject, request: ApiRequest) -> tuple[JsonObject, ...]:
    if not isinstance(source.get("value"), list):
        raise ProtocolError(
            f"Could not {request.what}: the answer holds no list.",
            hint="Check the API's address in Credentials.",
        )
    return objects(source, "value")
