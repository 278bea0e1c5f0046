"""The one line by which the sandbox says where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from defender_tui.sandbox.app import Sandbox
from defender_tui.sandbox.credential_files import CredentialFiles
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.keyvault.names import pem_name, pfx_name, secret_name
from defender_tui.sandbox.managed_identity.answers import APP_SERVICE_PATH
from defender_tui.sandbox.origin import BASE_PATHS
from defender_tui.sandbox.tenant import App, Tenant


def announcement(
    sandbox: Sandbox, files: CredentialFiles, *, url: str, identity_url: str, ca_file: Path
) -> JsonObject:
    """Give what a client needs to know: addresses, certificate, tenants, applications.

    `apps` are those of the first tenant; another tenant's own are named with it.
    """
    tenants = sandbox.tenants
    home = tenants[0]
    where: JsonObject = {"url": url, "authority": url}
    addresses: JsonObject = {name: url + path for name, path in BASE_PATHS.items()}
    return (
        where
        | addresses
        | {
            "ca_file": str(ca_file),
            "tenant_id": home.tenant_id,
            "tenants": [_tenant(tenant, files, is_home=tenant is home) for tenant in tenants],
            "apps": [_app(app, tenants, files) for app in home.apps],
            "managed_identity": _managed_identity(home, identity_url, sandbox.identity_header),
            "keyvault_secrets": {
                "client_secret": secret_name(home.apps[0]),
                "certificate_pem": pem_name(home.apps[0]),
                "certificate_pfx": pfx_name(home.apps[0]),
            },
        }
    )


def _managed_identity(home: Tenant, url: str, header: str) -> JsonObject:
    own, assigned = home.identities
    return {
        "imds": url,
        "identity_endpoint": url + APP_SERVICE_PATH,
        "identity_header": header,
        "system_client_id": own.client_id,
        "user_assigned": {
            "client_id": assigned.client_id,
            "object_id": assigned.principal_id,
            "resource_id": assigned.resource_id,
        },
    }


def _tenant(tenant: Tenant, files: CredentialFiles, *, is_home: bool) -> JsonObject:
    told: JsonObject = {
        "name": tenant.name,
        "tenant_id": tenant.tenant_id,
        "domain": tenant.domain,
    }
    if not is_home:
        told["apps"] = [
            _app(app, [tenant], files) for app in tenant.apps if not app.is_multi_tenant
        ]
    return told


def _app(app: App, tenants: Sequence[Tenant], files: CredentialFiles) -> JsonObject:
    """Tell of an application; `tenants` of it are those that know it, by id."""
    known_in: list[Json] = [
        tenant.tenant_id for tenant in tenants if tenant.app(app.client_id) is not None
    ]
    return {
        "name": app.name,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "certificate_file": _text(files.certificate_file(app)),
        "pfx_file": _text(files.pfx_file(app)),
        "pfx_passphrase": app.pfx_passphrase or None,
        "federated_token_file": _text(files.federated_token_file(app)),
        "roles": {name: list(roles) for name, roles in app.roles.items()},
        "redirect_uris": list(app.redirect_uris),
        "tenants": known_in,
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
