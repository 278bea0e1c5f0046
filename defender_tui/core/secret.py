"""Secrets that do not print themselves, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MASK = "****"


class Secret:
    """A secret value whose `repr`, `str` and format are a mask; only `reveal()` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the clear text. Every call is a place to review."""
        return self._value

    def encoded(self) -> bytes | None:
        """Give the clear text in UTF-8; `None` when it holds a character that cannot be written so.

        The fault that Python raises for such a character carries the whole text along, so it ends
        here.
        """
        try:
            return self._value.encode()
        except UnicodeEncodeError:
            return None

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac

        return hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a Secret is not pickled")


def _bytes(value: str) -> bytes:
    # The environment hands bytes that are no UTF-8 over as lone surrogates.
    return value.encode("utf-8", "surrogatepass")


class SecretPurpose(StrEnum):
    """What a stored secret is for; with the profile's name it is the secret's address."""

    CLIENT_SECRET = "client_secret"
    CERTIFICATE_PASSPHRASE = "certificate_passphrase"
    VAULT_CLIENT_SECRET = "vault_client_secret"
    VAULT_CERTIFICATE_PASSPHRASE = "vault_certificate_passphrase"

    @property
    def for_vault(self) -> SecretPurpose:
        """The same, needed by the credential that opens a vault."""
        return SecretPurpose(f"vault_{self.value.removeprefix('vault_')}")


@dataclass(frozen=True, slots=True)
class SecretName:
    """The address of one secret: whose it is and what it is for."""

    profile: str
    purpose: SecretPurpose = SecretPurpose.CLIENT_SECRET


class SecretSource(Protocol):
    """Somewhere a secret can be read from: a keyring, the environment, this run's memory."""

    async def read(self, name: SecretName) -> Secret | None:
        """Read one secret; `None` when this source does not hold it.

        Raises:
            StoreError: the source is there but refused or failed.
        """
        ...


class SecretStore(SecretSource, Protocol):
    """A source that can also keep and forget."""

    async def write(self, name: SecretName, value: Secret) -> None:
        """Keep one secret, in place of any earlier one.

        Raises:
            StoreError: it could not be kept.
        """
        ...

    async def forget(self, name: SecretName) -> None:
        """Remove one secret; absent is fine.

        Raises:
            StoreError: it is there and could not be removed.
        """
        ...
