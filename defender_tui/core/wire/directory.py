"""What is granted to an application in Entra, as Microsoft Graph tells it.

Source: https://learn.microsoft.com/en-us/graph/api/serviceprincipal-list-approleassignments
Source: https://learn.microsoft.com/en-us/graph/api/serviceprincipal-get
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..resources import Resource
from .reading import JsonObject, objects, text
from .request import ApiRequest, path_segment

_WHAT = "read what is granted to the application"


@dataclass(frozen=True, slots=True)
class ApiPrincipal:
    """An API as it stands in a tenant: its object id, and its app roles' names by their ids."""

    object_id: str
    role_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One app role that was granted on one API."""

    api_object_id: str
    role_id: str


def get_api_principal(app_id: str) -> ApiRequest:
    """Ask for an API by its application id."""
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        f"/v1.0/servicePrincipals(appId='{path_segment(app_id)}')",
        _WHAT,
        params={"$select": "id,appId,displayName,appRoles"},
    )


def list_assignments(object_id: str) -> ApiRequest:
    """Ask for the first page of what is granted to a service principal; more comes by link."""
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        f"/v1.0/servicePrincipals/{path_segment(object_id)}/appRoleAssignments",
        _WHAT,
    )


def read_api_principal(body: JsonObject) -> ApiPrincipal:
    """Read an API; without an id nothing is granted on it."""
    roles = ((text(role, "id"), text(role, "value")) for role in objects(body, "appRoles"))
    names = {id_.casefold(): name for id_, name in roles if id_ and name}
    return ApiPrincipal(text(body, "id") or "", names)


def read_assignments(body: JsonObject) -> tuple[Assignment, ...]:
    """Read one page of grants."""
    return tuple(
        Assignment(text(one, "resourceId") or "", (text(one, "appRoleId") or "").casefold())
        for one in objects(body, "value")
    )


def roles_granted(api: ApiPrincipal, assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """Give the names of the roles that are granted on an API, sorted.

    A role that the API lists no more goes by its id; the id of zeros, which means access without
    any role, is left out.
    """
    granted = {one.role_id for one in assignments if one.api_object_id == api.object_id}
    return tuple(sorted(api.role_names.get(id_, id_) for id_ in granted if id_.strip("0-")))
