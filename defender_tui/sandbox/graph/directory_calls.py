"""Graph's calls on the directory: who is registered, and what was granted.

Source: https://learn.microsoft.com/graph/api/serviceprincipal-get and
https://learn.microsoft.com/graph/api/application-get (2026-11-23)
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.entra.outside_issuer import ISSUER_PATH
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.graph.collection import (
    collection_body,
    collection_options,
    collection_page,
    context_url,
    entity_options,
)
from defender_tui.sandbox.graph.directory_objects import Directory
from defender_tui.sandbox.graph.directory_vocabulary import (
    APPLICATIONS,
    ASSIGNMENTS,
    LIMITS,
    ORGANIZATIONS,
    PRINCIPALS,
    Collection,
)
from defender_tui.sandbox.graph.envelope import answer
from defender_tui.sandbox.graph.registrations import federated_bodies, registration_body
from defender_tui.sandbox.graph.site import GraphSite
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.selection import only
from defender_tui.sandbox.origin import host_origin
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import App, Tenant

_APPLICATION_ROLES = ("Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All")
_ORGANIZATION_ROLES = ("Organization.Read.All", "Directory.Read.All")
_OLD = timedelta(days=400)


class DirectoryCalls:
    """Reads a tenant's directory, as it is now."""

    def __init__(self, site: GraphSite, entra: EntraSite) -> None:
        self._site = site
        self._entra = entra
        self._since = site.data_now - _OLD

    def routes(self) -> list[BaseRoute]:
        """Give the routes; a key is an object's id, or its application's in parentheses."""
        principals, applications = "/v1.0/servicePrincipals", "/v1.0/applications"
        routes = [
            Route("/v1.0/organization", self._organizations),
            Route(principals, self._principals),
            Route(applications, self._applications),
        ]
        for key in ("(appId='{app_id}')", "/{id}"):
            routes += [
                Route(principals + key, self._principal),
                Route(f"{principals}{key}/appRoleAssignments", self._assignments),
                Route(f"{principals}{key}/appRoleAssignedTo", self._assigned),
                Route(applications + key, self._application),
                Route(f"{applications}{key}/federatedIdentityCredentials", self._federated),
            ]
        return list(routes)

    async def _organizations(self, request: Request) -> Response:
        directory = await self._directory(request, _ORGANIZATION_ROLES)
        return _list(request, ORGANIZATIONS, [directory.organization()])

    async def _principals(self, request: Request) -> Response:
        directory = await self._directory(request)
        return _list(request, PRINCIPALS, directory.principals())

    async def _principal(self, request: Request) -> Response:
        directory = await self._directory(request)
        return _entity(request, PRINCIPALS, object_at(request, directory.principals()))

    async def _assignments(self, request: Request) -> Response:
        directory = await self._directory(request)
        principal = object_at(request, directory.principals())
        return _list(request, ASSIGNMENTS, directory.assignments(str(principal["id"])))

    async def _assigned(self, request: Request) -> Response:
        directory = await self._directory(request)
        principal = object_at(request, directory.principals())
        return _list(request, ASSIGNMENTS, directory.assigned(str(principal["id"])))

    async def _applications(self, request: Request) -> Response:
        directory = await self._directory(request)
        bodies = await asyncio.to_thread(self._registrations, directory.tenant)
        return _list(request, APPLICATIONS, bodies)

    async def _application(self, request: Request) -> Response:
        directory = await self._directory(request)
        bodies = await asyncio.to_thread(self._registrations, directory.tenant)
        return _entity(request, APPLICATIONS, object_at(request, bodies))

    async def _federated(self, request: Request) -> Response:
        directory = await self._directory(request)
        bodies = await asyncio.to_thread(self._registrations, directory.tenant)
        found = object_at(request, bodies)
        app = next(one for one in directory.tenant.apps if one.client_id == found["appId"])
        issuer = (self._entra.url or host_origin(request)) + ISSUER_PATH
        name = f"applications('{found['id']}')/federatedIdentityCredentials"
        body: JsonObject = {"@odata.context": context_url(name)}
        body["value"] = [*federated_bodies(app, issuer)]
        return answer(request, body)

    async def _directory(
        self, request: Request, roles: tuple[str, ...] = _APPLICATION_ROLES
    ) -> Directory:
        """Give the directory of the caller's tenant.

        Raises:
            ServiceRefused: as `BearerCheck.require` says, in the directory's own words.
        """
        caller = await self._site.bearer.require(request)
        if not set(roles) & set(caller.roles):
            raise denied()
        self._site.activity.directory_calls += 1
        return Directory(caller.tenant, self._since)

    def _registrations(self, tenant: Tenant) -> list[JsonObject]:
        """Give the registrations; blocks while the key of the certificates is being made."""
        return [
            registration_body(
                app,
                tenant,
                self._entra.certificates.of(app),
                now=self._site.data_now,
                since=self._since,
            )
            for app in self._registered(tenant)
        ]

    def _registered(self, tenant: Tenant) -> list[App]:
        """Give the applications that were registered here, without the guests."""
        register = self._entra.register
        found = ((app, register.registration(app.client_id)) for app in tenant.apps)
        return [app for app, at in found if at and at.home.tenant_id == tenant.tenant_id]


def _list(request: Request, of: Collection, bodies: Iterable[JsonObject]) -> Response:
    options = collection_options(request, of.vocabulary, limits=LIMITS)
    page = collection_page(bodies, options, of.vocabulary)
    values = [only(dict(body), options.select) for body in page.items]
    context = context_url(of.name, select=options.select)
    body = collection_body(request, context, page, values, with_count=options.with_count)
    return answer(request, body)


def _entity(request: Request, of: Collection, entity: JsonObject) -> Response:
    options = entity_options(request, of.vocabulary)
    context = context_url(of.name, select=options.select, is_entity=True)
    body: JsonObject = {"@odata.context": context}
    return answer(request, body | only(entity, options.select))


def denied() -> ServiceRefused:
    """Word a 403 as the directory does, which names no roles."""
    message = "Insufficient privileges to complete the operation."
    return ServiceRefused(403, "Authorization_RequestDenied", message)


def object_at(request: Request, bodies: Iterable[JsonObject]) -> JsonObject:
    """Give the object that the path names.

    Raises:
        ServiceRefused: there is none.
    """
    asked: Mapping[str, str] = request.path_params
    property_name = "appId" if "app_id" in asked else "id"
    key = asked.get("app_id") or asked.get("id", "")
    for body in bodies:
        if body[property_name] == key.lower():
            return body
    message = (
        f"Resource '{key}' does not exist or one of its queried reference-property objects are "
        "not present."
    )
    raise ServiceRefused(404, "Request_ResourceNotFound", message)
