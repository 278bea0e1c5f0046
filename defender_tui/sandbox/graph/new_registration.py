"""The bodies with which applications are registered and secrets added.

Source: https://learn.microsoft.com/graph/api/application-post-applications and
https://learn.microsoft.com/graph/api/application-addpassword (2026-11-23)
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from defender_tui.sandbox.graph.app_roles import roles_of
from defender_tui.sandbox.json_value import Json, JsonObject, ticks
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import RESOURCES, AddedSecret, App, Standing

_AUDIENCES = (
    *("AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"),
    "PersonalMicrosoftAccount",
)
_DEFAULT_LIFE = timedelta(days=730)
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)
_TICKS_PER_S = 10_000_000


def new_app(body: JsonObject) -> App:
    """Give the application that a body describes; it has no principal and no secret yet.

    Raises:
        ServiceRefused: a property is missing or wrong.
    """
    name = body.get("displayName")
    if not isinstance(name, str) or not name.strip():
        raise invalid("One or more required properties are missing: displayName.")
    audience = body.get("signInAudience", "AzureADandPersonalMicrosoftAccount")
    if audience not in _AUDIENCES:
        raise invalid("Invalid value specified for property 'signInAudience'.")
    if body.get("passwordCredentials"):
        raise invalid("New password credentials must be generated with service actions.")
    web = body.get("web")
    addresses = web.get("redirectUris") if isinstance(web, dict) else None
    return App(
        name=name,
        client_id=str(uuid.uuid4()),
        client_secret="",
        principal_id=str(uuid.uuid4()),
        roles={},
        standing=Standing.WITHOUT_PRINCIPAL,
        is_multi_tenant=audience != "AzureADMyOrg",
        requested=_requested(body.get("requiredResourceAccess")),
        redirect_uris=tuple(str(one) for one in _list(addresses)),
    )


def new_secret(body: JsonObject, now: datetime) -> AddedSecret:
    """Give a secret, which lives for two years unless the body says otherwise.

    Raises:
        ServiceRefused: a moment is none, or the end is not after the beginning.
    """
    given = body.get("passwordCredential")
    wanted = given if isinstance(given, dict) else {}
    begins = _moment(wanted.get("startDateTime")) or now
    ends = (
        _moment(wanted.get("endDateTime")) or min(begins, _LATEST - _DEFAULT_LIFE) + _DEFAULT_LIFE
    )
    if ends <= begins:
        raise invalid("Key credential end date is invalid.")
    return AddedSecret(
        key_id=str(uuid.uuid4()),
        name=str(wanted.get("displayName") or ""),
        text=f"{secrets.token_hex(2)[:3]}8Q~{secrets.token_urlsafe(26)[:34]}",
        begins=begins,
        ends=ends,
    )


def invalid(message: str) -> ServiceRefused:
    """Word a 400 of the directory."""
    return ServiceRefused(400, "Request_BadRequest", message)


def _requested(value: Json) -> dict[str, tuple[str, ...]]:
    """Read what is asked for; delegated permissions are no roles."""
    requested: dict[str, tuple[str, ...]] = {}
    for one in _list(value):
        entry = one if isinstance(one, dict) else {}
        resource = next((r for r in RESOURCES if r.app_id == entry.get("resourceAppId")), None)
        if resource is None:
            raise invalid("Invalid value specified for property 'requiredResourceAccess'.")
        names = {role_id: name for name, role_id in roles_of(resource).items()}
        ids = [
            str(access.get("id"))
            for access in _list(entry.get("resourceAccess"))
            if isinstance(access, dict) and access.get("type") == "Role"
        ]
        if not set(ids) <= set(names):
            raise invalid("Invalid value specified for property 'resourceAccess'.")
        requested[resource.name] = tuple(names[role_id] for role_id in ids)
    return requested


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _moment(value: Json) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(ticks(str(value)) / _TICKS_PER_S, UTC)
    except (ValueError, OverflowError) as error:
        raise invalid("Invalid value specified for a property of type DateTimeOffset.") from error
