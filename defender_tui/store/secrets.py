"""Secrets in the operating system's keyring, in this run's memory, or in the environment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from ..core.errors import StoreError
from ..core.secret import Secret, SecretName

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "defender-tui"
# Backends that keep nothing, fail always, or write clear text to a file.
_UNFIT_MODULES = ("keyring.backends.fail", "keyring.backends.null")
# What backends let through of the services they ask, beside keyring's own errors.
_BACKEND_FAULTS = (OSError, RuntimeError, ValueError)
_UNFIT_NAMES = frozenset({"PlaintextKeyring", "Keyring_Plaintext"})
_Answer = TypeVar("_Answer")


def usable_keyring() -> KeyringBackend | None:
    """Give the keyring when it is a real one; `None` for failing, null and clear-text backends.

    Raises:
        StoreError: the backend that the user's settings name cannot be loaded.
    """
    from configparser import Error as CfgError

    try:
        import keyring
        from keyring.backends import chainer

        backend = keyring.get_keyring()
    except (ImportError, AttributeError, ValueError, RuntimeError, OSError, CfgError) as cause:
        raise StoreError(
            f"The keyring chosen on this machine cannot be loaded: {_first_line(cause)}.",
            hint="Correct PYTHON_KEYRING_BACKEND or keyringrc.cfg.",
        ) from cause
    if isinstance(backend, chainer.ChainerBackend):
        return next((one for one in backend.backends if _is_fit(one)), None)
    return backend if _is_fit(backend) else None


def _is_fit(backend: KeyringBackend) -> bool:
    kind = type(backend)
    return not (
        kind.__module__.startswith(_UNFIT_MODULES)
        or kind.__name__ in _UNFIT_NAMES
        or "plaintext" in kind.__module__.lower()
    )


class KeyringSecrets:
    """The operating system's keyring, asked in a thread since it may open a dialog."""

    @classmethod
    def found(cls) -> KeyringSecrets | None:
        """Give the keyring where the machine has a real one, else `None`. Blocks.

        One that cannot be loaded counts as there, so that using it says what is wrong with it.
        """
        try:
            return cls() if usable_keyring() is not None else None
        except StoreError:
            return cls()

    async def read(self, name: SecretName) -> Secret | None:
        """Read a secret; `None` when there is no real keyring or it holds none.

        Raises:
            StoreError: the keyring is locked or failed.
        """
        value = await asyncio.to_thread(self._read, name)
        return Secret(value) if value else None

    async def write(self, name: SecretName, value: Secret) -> None:
        """Keep a secret.

        Raises:
            StoreError: there is no real keyring, it is locked, or it failed.
        """
        await asyncio.to_thread(self._write, name, value)

    async def forget(self, name: SecretName) -> None:
        """Remove a secret; absent is fine.

        Raises:
            StoreError: the keyring is locked or failed.
        """
        await asyncio.to_thread(self._forget, name)

    def _read(self, name: SecretName) -> str | None:
        backend = usable_keyring()
        if backend is None:
            return None
        return _answer("read", lambda: backend.get_password(SERVICE, _address(name)))

    def _write(self, name: SecretName, value: Secret) -> None:
        backend = usable_keyring()
        if backend is None:
            raise StoreError(
                "This machine has no keyring to keep the secret in.",
                hint="Keep it for this run only, or set AZURE_CLIENT_SECRET.",
            )
        _answer("write to", lambda: backend.set_password(SERVICE, _address(name), value.reveal()))

    def _forget(self, name: SecretName) -> None:
        from keyring.errors import PasswordDeleteError

        backend = usable_keyring()
        if backend is None:
            return

        def delete() -> None:
            with suppress(PasswordDeleteError):
                backend.delete_password(SERVICE, _address(name))

        _answer("delete from", delete)


class RunSecrets:
    """This run's memory: gone when the program ends."""

    def __init__(self) -> None:
        self._held: dict[SecretName, Secret] = {}

    async def read(self, name: SecretName) -> Secret | None:
        """Give what was kept in this run; `None` otherwise."""
        return self._held.get(name)

    async def write(self, name: SecretName, value: Secret) -> None:
        """Keep a secret until the program ends."""
        self._held[name] = value

    async def forget(self, name: SecretName) -> None:
        """Drop a secret; absent is fine."""
        self._held.pop(name, None)


def _address(name: SecretName) -> str:
    return f"{name.profile}/{name.purpose}"


def _first_line(cause: Exception) -> str:
    return str(cause).partition("\n")[0].rstrip(".")


def _answer(verb: str, ask: Callable[[], _Answer]) -> _Answer:
    """Give what a backend answers.

    Raises:
        StoreError: it refused or failed.
    """
    from keyring.errors import KeyringError

    try:
        return ask()
    except UnicodeError:
        # It carries what could not be encoded along, so it is not even the error's context.
        reason = ""
    except (KeyringError, *_BACKEND_FAULTS) as cause:
        raise _refused(verb, _first_line(cause)) from cause
    raise _refused(verb, reason)


def _refused(verb: str, reason: str) -> StoreError:
    return StoreError(
        f"Could not {verb} the keyring: {reason or 'it refused'}.",
        hint="Unlock it, or keep the secret for this run only.",
    )
