"""What calls on the directory can ask for: its types, their properties, the size of a page."""

from __future__ import annotations

from dataclasses import dataclass

from defender_tui.sandbox.odata.options import Limits
from defender_tui.sandbox.odata.vocabulary import Kind, Property, Vocabulary

LIMITS = Limits(
    default_top=100,
    most_top=999,
    most_skip=None,
    options=frozenset(
        (*("$top", "$skiptoken", "$filter", "$orderby"), *("$count", "$expand", "$select"))
    ),
)


@dataclass(frozen=True, slots=True)
class Collection:
    """What can be asked of one type of object; `name` is its place in the metadata."""

    name: str
    vocabulary: Vocabulary


def _collection(name: str, type_name: str, *known: str) -> Collection:
    filterable = {one: Property(Kind.TEXT) for one in ("appId", "displayName", "id")}
    vocabulary = Vocabulary(
        type_name=f"microsoft.graph.{type_name}",
        filterable={one: kind for one, kind in filterable.items() if one in known},
        sortable=("createdDateTime",),
        known=frozenset({"id", "createdDateTime", "deletedDateTime", *known}),
    )
    return Collection(name, vocabulary)


PRINCIPALS = _collection(
    "servicePrincipals",
    "servicePrincipal",
    *("accountEnabled", "alternativeNames", "appDisplayName", "appId", "appOwnerOrganizationId"),
    *("appRoleAssignmentRequired", "appRoles", "disabledByMicrosoftStatus", "displayName", "id"),
    *("keyCredentials", "oauth2PermissionScopes", "passwordCredentials", "replyUrls"),
    *("servicePrincipalNames", "servicePrincipalType", "signInAudience", "tags"),
)
APPLICATIONS = _collection(
    "applications",
    "application",
    *("appId", "displayName", "id", "identifierUris", "isFallbackPublicClient", "keyCredentials"),
    *("passwordCredentials", "publisherDomain", "requiredResourceAccess", "signInAudience"),
    *("tags", "web"),
)
ASSIGNMENTS = _collection(
    "appRoleAssignments",
    "appRoleAssignment",
    *("appRoleId", "principalDisplayName", "principalId", "principalType"),
    *("resourceDisplayName", "resourceId"),
)
ORGANIZATIONS = _collection(
    "organization", "organization", "displayName", "tenantType", "verifiedDomains"
)
