"""Secrets from the environment variables that azure-identity uses."""

from __future__ import annotations

import os

from ..core.secret import Secret, SecretName

CLIENT_SECRET_VARIABLE = "AZURE_CLIENT_SECRET"


class EnvironmentSecrets:
    """A source that knows one secret: AZURE_CLIENT_SECRET, for whichever profile asks."""

    async def read(self, name: SecretName) -> Secret | None:
        """Give the variable's value; `None` when it is unset or empty."""
        value = os.environ.get(CLIENT_SECRET_VARIABLE)
        return Secret(value) if value else None
