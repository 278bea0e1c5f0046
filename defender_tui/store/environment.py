"""A profile out of the environment variables that azure-identity uses."""

from __future__ import annotations

import os

from ..core.clouds import CHINA, CLOUDS, PUBLIC, Cloud, custom_cloud
from ..core.credentials import (
    Certificate,
    ClientSecret,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    StandingCredential,
)
from ..core.errors import ConfigError
from ..core.profiles import Profile, client_id_problem, tenant_problem
from ..core.typed_path import typed_path

PROFILE_NAME = "env"
_TENANT = "AZURE_TENANT_ID"
_CLIENT = "AZURE_CLIENT_ID"
_AUTHORITY = "AZURE_AUTHORITY_HOST"
# Other names of the same authorities, which the vendor's own libraries still use.
_ALIASES = {
    "https://login.windows.net": PUBLIC,
    "https://login.chinacloudapi.cn": CHINA,
}


def environment_profile() -> Profile | None:
    """Build the profile `env` from AZURE_TENANT_ID, AZURE_CLIENT_ID and the credential beside them.

    Of several credentials the first counts: AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH,
    AZURE_FEDERATED_TOKEN_FILE, then the managed identity of an App Service. With none of them it is
    a client secret that is still missing: asking every machine for a managed identity would hide
    that. `None` unless both ids are set; the system-assigned identity of an App Service needs no
    AZURE_CLIENT_ID.

    Raises:
        ConfigError: one of the variables holds something that cannot be right.

    Source: https://learn.microsoft.com/en-us/python/api/overview/azure/identity-readme#environment-variables
    """
    tenant_id, client_id = _variable(_TENANT), _variable(_CLIENT)
    if not tenant_id or not (client_id or _is_on_app_service()):
        return None
    _check(_TENANT, tenant_problem(tenant_id))
    if client_id:
        _check(_CLIENT, client_id_problem(client_id))
    return Profile(
        name=PROFILE_NAME,
        tenant_id=tenant_id,
        client_id=client_id,
        cloud=_cloud(_variable(_AUTHORITY)),
        credential=_credential(client_id),
    )


def _credential(client_id: str) -> StandingCredential:
    secret = ClientSecret(SecretPlace.ENVIRONMENT)
    if not client_id:
        return ManagedIdentity()
    # The secret itself is read by whoever signs in, and as it is: blanks may belong to it.
    if os.environ.get("AZURE_CLIENT_SECRET"):
        return secret
    if file := _variable("AZURE_CLIENT_CERTIFICATE_PATH"):
        has_passphrase = bool(os.environ.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"))
        return Certificate(
            typed_path(file),
            passphrase=SecretPlace.ENVIRONMENT if has_passphrase else None,
            sends_chain=_variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN").lower() in {"1", "true"},
        )
    if _variable("AZURE_FEDERATED_TOKEN_FILE"):
        # Without a file of its own, the credential follows the variable when that changes.
        return FederatedToken()
    return ManagedIdentity(client_id=client_id) if _is_on_app_service() else secret


def _is_on_app_service() -> bool:
    return bool(_variable("IDENTITY_ENDPOINT") and _variable("IDENTITY_HEADER"))


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()


def _check(variable: str, problem: str | None) -> None:
    if problem:
        raise ConfigError(problem, hint=f"Correct {variable}.", key=variable)


def _cloud(authority: str) -> Cloud:
    if not authority:
        return PUBLIC
    address = authority if "://" in authority else f"https://{authority}"
    # Clouds share authorities; the first one listed is the one without further restrictions.
    known = {cloud.authority: cloud for cloud in reversed(tuple(CLOUDS.values()))}
    plain = address.rstrip("/").lower()
    if cloud := known.get(plain) or _ALIASES.get(plain):
        return cloud
    try:
        return custom_cloud({"authority": address})
    except ConfigError as cause:
        raise ConfigError(
            f"{_AUTHORITY} is not an https address.",
            hint="Set it to the host to sign in at, such as login.microsoftonline.us.",
            key=_AUTHORITY,
        ) from cause
