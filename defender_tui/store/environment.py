"""A profile out of the environment variables that azure-identity uses."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from ..core.clouds import CLOUDS, PUBLIC, Cloud, custom_cloud
from ..core.errors import ConfigError
from ..core.profiles import ClientSecret, Profile, SecretPlace, client_id_problem, tenant_problem

PROFILE_NAME = "env"


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
        cloud=_cloud(os.environ.get("AZURE_AUTHORITY_HOST", "").strip()),
        credential=ClientSecret(SecretPlace.ENVIRONMENT),
    )


def _cloud(authority: str) -> Cloud:
    if not authority:
        return PUBLIC
    host = urlsplit(authority if "//" in authority else f"https://{authority}").netloc
    # Clouds share authorities; the first one listed is the one without further restrictions.
    for cloud in CLOUDS.values():
        if urlsplit(cloud.authority).netloc == host:
            return cloud
    return custom_cloud({"authority": f"https://{host}"})
