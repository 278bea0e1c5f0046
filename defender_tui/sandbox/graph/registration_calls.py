"""Graph's calls by which an application is registered and given what it needs.

Source: https://learn.microsoft.com/graph/api/application-post-applications,
https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals and
https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto (2026-11-23)
"""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.graph.app_roles import roles_of
from defender_tui.sandbox.graph.collection import context_url
from defender_tui.sandbox.graph.directory_calls import denied, object_at
from defender_tui.sandbox.graph.directory_objects import Directory
from defender_tui.sandbox.graph.envelope import answer, answer_headers
from defender_tui.sandbox.graph.new_registration import invalid, new_app, new_secret
from defender_tui.sandbox.graph.registrations import added_secret_body, registration_body
from defender_tui.sandbox.graph.site import GraphSite, request_body
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import RESOURCES, Standing, Tenant

_REGISTERING = ("Application.ReadWrite.All",)
_GRANTING = ("AppRoleAssignment.ReadWrite.All",)


class RegistrationCalls:
    """Changes a tenant's directory; what is done shows in new tokens at once."""

    def __init__(self, site: GraphSite, entra: EntraSite) -> None:
        self._site = site
        self._entra = entra

    def routes(self) -> list[BaseRoute]:
        """Give the routes; reading the same addresses is another's."""
        principals, applications = "/v1.0/servicePrincipals", "/v1.0/applications"
        routes = [
            Route(applications, self._register, methods=["POST"]),
            Route(principals, self._enrol, methods=["POST"]),
        ]
        for key in ("(appId='{app_id}')", "/{id}"):
            routes += [
                Route(f"{applications}{key}/addPassword", self._add_secret, methods=["POST"]),
                *(
                    Route(f"{principals}{key}/{name}", self._grant, methods=["POST"])
                    for name in ("appRoleAssignedTo", "appRoleAssignments")
                ),
            ]
        return list(routes)

    async def _register(self, request: Request) -> Response:
        body, tenant = await self._order(request, _REGISTERING)
        app = new_app(body)
        self._entra.register.enter(tenant, app)
        now = self._site.clock.now()
        registered = registration_body(app, tenant, None, now=now, since=now)
        return _created(request, "applications", registered)

    async def _enrol(self, request: Request) -> Response:
        body, tenant = await self._order(request, _REGISTERING)
        app_id = str(body.get("appId", ""))
        app = tenant.app(app_id)
        if app is not None and app.standing is Standing.WITHOUT_PRINCIPAL:
            app = replace(app, standing=Standing.USABLE)
            self._entra.register.enter(tenant, app)
            directory = Directory(replace(tenant, apps=(app,)), self._site.clock.now())
            return _created(request, "servicePrincipals", next(directory.principals()))
        if app is not None or app_id in {one.app_id for one in RESOURCES}:
            message = (
                "The service principal cannot be created, updated, or restored because the "
                f"service principal name {app_id} is already in use."
            )
            raise ServiceRefused(409, "Request_MultipleObjectsWithSameKeyValue", message)
        raise invalid(
            f"The appId '{app_id}' of the service principal does not reference a valid "
            "application object."
        )

    async def _add_secret(self, request: Request) -> Response:
        body, tenant = await self._order(request, _REGISTERING)
        now = self._site.clock.now()
        bodies = [registration_body(app, tenant, None, now=now, since=now) for app in tenant.apps]
        app = tenant.app(str(object_at(request, bodies)["appId"]))
        assert app is not None
        # Counted by the clock that holds for signing in, which may be another.
        secret = new_secret(body, self._entra.assertion_clock.now())
        added = replace(app, added_secrets=(*app.added_secrets, secret))
        self._entra.register.enter(tenant, added)
        context = context_url("microsoft.graph.passwordCredential")
        named: JsonObject = {"@odata.context": context}
        return answer(request, named | added_secret_body(secret, with_text=True))

    async def _grant(self, request: Request) -> Response:
        body, tenant = await self._order(request, _GRANTING)
        directory = Directory(tenant, self._site.clock.now())
        object_at(request, directory.principals())
        app = next(
            (one for one in tenant.apps if one.principal_id == body.get("principalId")), None
        )
        resource = directory.resource_at(str(body.get("resourceId")))
        if app is None or app.standing is Standing.WITHOUT_PRINCIPAL or resource is None:
            raise ServiceRefused(
                404,
                "Request_ResourceNotFound",
                "Resource does not exist or one of its queried reference-property objects are not "
                "present.",
            )
        names = {role_id: name for name, role_id in roles_of(resource).items()}
        role = names.get(str(body.get("appRoleId")))
        if role is None:
            raise invalid("Permission being assigned was not found on application.")
        held = app.roles.get(resource.name, ())
        if role in held:
            raise invalid("Permission being assigned already exists on the object")
        granted = replace(app, roles={**app.roles, resource.name: (*held, role)})
        self._entra.register.enter(tenant, granted)
        assignment = directory.assignment(granted, resource, role)
        return _created(request, "appRoleAssignments", assignment)

    async def _order(self, request: Request, roles: tuple[str, ...]) -> tuple[JsonObject, Tenant]:
        """Give what was sent, and the caller's tenant as it is once all of it came.

        Raises:
            ServiceRefused: the token is not good, or holds none of the roles; or no JSON came.
        """
        caller = await self._site.bearer.require(request)
        if not set(roles) & set(caller.roles):
            raise denied()
        self._site.activity.directory_calls += 1
        body = await request_body(request)
        tenant = self._entra.register.tenant(caller.tenant.tenant_id)
        assert tenant is not None
        return body, tenant


def _created(request: Request, name: str, entity: JsonObject) -> Response:
    body: JsonObject = {"@odata.context": context_url(name, is_entity=True)}
    return JSONResponse(body | entity, status_code=201, headers=answer_headers(request))
