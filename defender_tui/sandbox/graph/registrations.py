"""An application's registration as Graph shows it, its secrets and keys without their values.

Source: https://learn.microsoft.com/graph/api/resources/application (2026-11-23)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.entra.certificates import VALID_FROM, AppCertificate
from defender_tui.sandbox.graph.app_roles import roles_of
from defender_tui.sandbox.graph.directory_objects import audience_of, thumbprint_text
from defender_tui.sandbox.json_value import Json, JsonObject, moment_text
from defender_tui.sandbox.tenant import RESOURCES, AddedSecret, App, Tenant

_SECRET_SINCE = timedelta(days=35)
_KEPT_FOR = timedelta(days=120)


def registration_body(
    app: App,
    tenant: Tenant,
    certificate: AppCertificate | None,
    *,
    now: datetime,
    since: datetime,
) -> JsonObject:
    """Give the registration; `now` is when the data was made, `since` when the directory was."""
    return {
        "id": stable_uuid(tenant.seed, "registration", app.client_id),
        "deletedDateTime": None,
        "appId": app.client_id,
        "createdDateTime": moment_text(since),
        "displayName": app.name,
        "identifierUris": [],
        "isFallbackPublicClient": app.is_public_client,
        "keyCredentials": [] if certificate is None else [_key(app, certificate)],
        "passwordCredentials": _passwords(app, now),
        "publisherDomain": tenant.domain,
        "requiredResourceAccess": _required(app),
        "signInAudience": audience_of(app),
        "tags": [],
        "web": {"homePageUrl": None, "logoutUrl": None, "redirectUris": list(app.redirect_uris)},
    }


def federated_bodies(app: App, issuer: str) -> list[JsonObject]:
    """Give whom an application trusts; `issuer` is the sandbox's own."""
    return [
        {
            "id": stable_uuid(0, "federated", app.client_id, credential.subject),
            "audiences": [credential.audience],
            "description": None,
            "issuer": credential.issuer or issuer,
            "name": f"workload-{number}",
            "subject": credential.subject,
        }
        for number, credential in enumerate(app.federated_credentials, start=1)
    ]


def added_secret_body(secret: AddedSecret, *, with_text: bool) -> JsonObject:
    """Give a secret that was added; its text is told once, when it is added."""
    return {
        "customKeyIdentifier": None,
        "displayName": secret.name,
        "endDateTime": moment_text(secret.ends),
        "hint": secret.text[:3],
        "keyId": secret.key_id,
        "secretText": secret.text if with_text else None,
        "startDateTime": moment_text(secret.begins),
    }


def _passwords(app: App, now: datetime) -> list[Json]:
    first = [_password(app, now)] if app.client_secret else []
    return [*first, *(added_secret_body(one, with_text=False) for one in app.added_secrets)]


def _password(app: App, now: datetime) -> JsonObject:
    end = now - timedelta(days=1) if app.secret_is_expired else now + _KEPT_FOR
    return {
        "customKeyIdentifier": None,
        "displayName": "sandbox",
        "endDateTime": moment_text(end),
        "hint": app.client_secret[:3],
        "keyId": stable_uuid(0, "password", app.client_id),
        "secretText": None,
        "startDateTime": moment_text(now - _SECRET_SINCE),
    }


def _key(app: App, certificate: AppCertificate) -> JsonObject:
    return {
        "customKeyIdentifier": thumbprint_text(certificate.thumbprints[0]),
        "displayName": f"CN={app.name}",
        "endDateTime": moment_text(certificate.valid_to),
        "key": None,
        "keyId": stable_uuid(0, "key", app.client_id),
        "startDateTime": moment_text(VALID_FROM),
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }


def _required(app: App) -> list[Json]:
    return [
        {
            "resourceAppId": resource.app_id,
            "resourceAccess": [
                {"id": roles_of(resource)[role], "type": "Role"}
                for role in app.asked_for[resource.name]
            ],
        }
        for resource in RESOURCES
        if app.asked_for.get(resource.name)
    ]
