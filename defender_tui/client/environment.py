"""Secrets from environment variables, by the names that azure-identity uses where it has one.

Source: https://learn.microsoft.com/en-us/python/api/overview/azure/identity-readme
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from ..core.secret import Secret, SecretName, SecretPurpose

SECRET_VARIABLES: Mapping[SecretPurpose, str] = MappingProxyType(
    {
        SecretPurpose.CLIENT_SECRET: "AZURE_CLIENT_SECRET",
        SecretPurpose.CERTIFICATE_PASSPHRASE: "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        SecretPurpose.VAULT_CLIENT_SECRET: "DEFENDER_TUI_VAULT_CLIENT_SECRET",
        SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE: "DEFENDER_TUI_VAULT_CERTIFICATE_PASSWORD",
    }
)


class EnvironmentSecrets:
    """A source with one variable for each purpose, for whichever profile asks."""

    async def read(self, name: SecretName) -> Secret | None:
        """Give the purpose's own variable; `None` when it is unset or empty."""
        value = os.environ.get(SECRET_VARIABLES[name.purpose])
        return Secret(value) if value else None
