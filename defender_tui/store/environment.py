"""A profile out of the environment variables that azure-identity uses."""

from __future__ import annotations

import os

from ..core.clouds import CHINA, CLOUDS, PUBLIC, Cloud, custom_cloud
from ..core.errors import ConfigError
from ..core.profiles import ClientSecret, Profile, SecretPlace, client_id_problem, tenant_problem

PROFILE_NAME = "env"
_AUTHORITY = "AZURE_AUTHORITY_HOST"
# Other names of the same authorities, which the vendor's own libraries still use.
_ALIASES = {
    "https://login.windows.net": PUBLIC,
    "https://login.chinacloudapi.cn": CHINA,
}


def environment_profile() -> Profile | None:
    """Build the profile `env` from AZURE_TENANT_ID and AZURE_CLIENT_ID; `None` unless both are set.

    Raises:
        ConfigError: one of the variables holds something that cannot be right.
    """
    tenant_id = os.environ.get("AZURE_TENANT_ID", "").strip()
    client_id = os.environ.get("AZURE_CLIENT_ID", "").strip()
    if not tenant_id or not client_id:
        return None
    for variable, problem in (
        ("AZURE_TENANT_ID", tenant_problem(tenant_id)),
        ("AZURE_CLIENT_ID", client_id_problem(client_id)),
    ):
        if problem:
            raise ConfigError(problem, hint=f"Correct {variable}.", key=variable)
    return Profile(
        name=PROFILE_NAME,
        tenant_id=tenant_id,
        client_id=client_id,
        cloud=_cloud(os.environ.get(_AUTHORITY, "").strip()),
        credential=ClientSecret(SecretPlace.ENVIRONMENT),
    )


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
