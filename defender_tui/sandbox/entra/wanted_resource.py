"""Which resource a token is asked for: `resource` at the v1 endpoint, `scope` at the other."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.tenant import GRAPH, RESOURCES, App, Resource, Tenant

_DEFAULT = "/.default"
_SCOPES_OF_PEOPLE = frozenset({"openid", "profile", "email", "offline_access"})


def wanted_audience(form: TokenForm, *, is_v1: bool) -> str:
    """Give the name of the resource as the client wrote it, which becomes the audience.

    Raises:
        SignInRefused: it is missing, or the scope is not one resource with `/.default`.

    Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
    (2026-11-23)
    """
    if is_v1:
        return form.need("resource")
    if form.get("resource"):
        raise refused(901002)
    scope = form.need("scope")
    scopes = scope.split()
    if all(one.lower() in _SCOPES_OF_PEOPLE for one in scopes):
        raise refused(700023, scope=scope)
    if len({_without_permission(one) for one in scopes}) > 1:
        raise refused(700022, scope=scope)
    if len(scopes) > 1:
        raise refused(70011, scope=scope)
    if scope.lower() == _DEFAULT[1:]:
        return GRAPH.uris[0]
    if not scope.lower().endswith(_DEFAULT):
        raise refused(1002012, scope=scope)
    return scope[: -len(_DEFAULT)]


def named_resource(audience: str, *, own_urls: Mapping[str, str]) -> Resource | None:
    """Give the resource of that name, None when there is none; see `found_resource`."""
    own_name = own_urls.get(audience.rstrip("/"))
    for resource in RESOURCES:
        if resource.name == own_name or resource.is_named_by(audience):
            return resource
    return None


def found_resource(
    audience: str, app: App, tenant: Tenant, *, own_urls: Mapping[str, str]
) -> Resource:
    """Give the resource of that name.

    `own_urls` maps the sandbox's own API addresses to resource names: they can be asked for too.

    Raises:
        SignInRefused: the tenant does not have it, or gives no token to this application.
    """
    resource = named_resource(audience, own_urls=own_urls)
    if resource is None:
        raise refused(500011, resource=audience, tenant=tenant.name)
    if resource.name in tenant.unlicensed:
        raise refused(650052, resource=audience, tenant=tenant.name)
    if resource.must_be_assigned and not app.roles.get(resource.name):
        raise refused(501051, app=app.client_id, resource=audience)
    return resource


def _without_permission(scope: str) -> str:
    """Give the part of a scope that names its resource."""
    return scope.lower().rpartition("/")[0]
