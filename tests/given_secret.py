"""A source that holds one secret, whatever it is asked for."""

from __future__ import annotations

from defender_tui.core.secret import Secret, SecretName


class GivenSecret:
    """Stands for a keyring with one secret in it."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    async def read(self, name: SecretName) -> Secret | None:
        """Give the secret, whatever its address."""
        return self._secret
