"""Who a command works as: a named profile, the environment, or a sandbox of its own."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ..client.environment import EnvironmentSecrets
from ..core.errors import ConfigError
from ..core.secret import SecretName
from ..store.environment import environment_profile
from ..store.memory import MemoryProfiles
from ..store.paths import cache_dir
from ..store.profiles import ProfileFile
from ..store.secrets import KeyringSecrets, RunSecrets
from ..workflows.secrets import SecretPlaces
from ..workflows.session import Session, SessionParts
from .embedded import EmbeddedSandbox
from .failure import UsageError


@asynccontextmanager
async def opened_session(arguments: Namespace) -> AsyncIterator[Session]:
    """Open the session that a data command's options ask for, with a profile in it.

    Raises:
        ConfigError: no profile is named and none can be found.
        DefenderTuiError: the profile cannot be read, or the sandbox did not start.
    """
    if arguments.demo and arguments.profile:
        raise UsageError("Use either --profile or --demo.")
    sandbox = await asyncio.to_thread(EmbeddedSandbox) if arguments.demo else None
    session = Session(demo_parts(sandbox) if sandbox else data_parts(arguments.profile))
    try:
        await session.start()
        if session.profile is None:
            raise ConfigError(
                "There is no profile to work with.",
                hint="Name one with --profile, use --demo, or set AZURE_TENANT_ID, "
                "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
            )
        yield session
    finally:
        await session.close()
        if sandbox is not None:
            await asyncio.to_thread(sandbox.stop)


def data_parts(profile_name: str | None) -> SessionParts:
    """Give the parts for a data command: the named profile, the environment, or the default.

    Raises:
        ConfigError: the environment's variables cannot be right.
    """
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), KeyringSecrets.found)
    from_environment = None if profile_name else environment_profile()
    return SessionParts(
        book=MemoryProfiles() if from_environment else ProfileFile(),
        places=places,
        cache_folder=cache_dir(),
        start_with=profile_name,
        fallback=from_environment,
    )


def screen_parts(profile_name: str | None) -> SessionParts:
    """Give the parts for the screens: the named or default profile, else the environment.

    Raises:
        ConfigError: the environment's variables cannot be right.
    """
    return SessionParts(
        book=ProfileFile(),
        places=SecretPlaces(RunSecrets(), EnvironmentSecrets(), KeyringSecrets.found),
        cache_folder=cache_dir(),
        start_with=profile_name,
        fallback=environment_profile(),
    )


def demo_parts(sandbox: EmbeddedSandbox) -> SessionParts:
    """Give the parts that work on the sandbox and keep nothing: no file, no keyring."""
    book = MemoryProfiles()
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    return SessionParts(
        book=book,
        places=places,
        cache_folder=cache_dir(),
        prepare=_introduction(sandbox, book, places),
    )


def _introduction(
    sandbox: EmbeddedSandbox, book: MemoryProfiles, places: SecretPlaces
) -> Callable[[], Awaitable[None]]:
    async def introduce() -> None:
        identity = await asyncio.to_thread(sandbox.identity)
        await places.run.write(SecretName(identity.profile.name), identity.secret)
        book.save(identity.profile)

    return introduce
