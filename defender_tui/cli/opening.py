"""Who a command works as: a named profile, the environment, or a sandbox of its own."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ..client.environment import EnvironmentSecrets
from ..core.errors import ConfigError
from ..core.profiles import Profile
from ..core.secret import SecretName
from ..store.environment import PROFILE_NAME, environment_profile
from ..store.incident_cache import IncidentCache
from ..store.memory import MemoryProfiles
from ..store.paths import cache_dir, data_dir
from ..store.preferences import PreferenceFile
from ..store.profiles import ProfileFile
from ..store.schema_cache import SchemaCache
from ..store.secrets import KeyringSecrets, RunSecrets
from ..workflows.secrets import SecretPlaces
from ..workflows.session import Session, SessionParts
from .embedded import EmbeddedSandbox
from .failure import UsageError


@asynccontextmanager
async def opened_session(
    arguments: Namespace, sandbox: EmbeddedSandbox | None = None
) -> AsyncIterator[Session]:
    """Open the session that a data command's options ask for, with a profile in it.

    With `--demo` it works on the `sandbox`, else on one of its own; either ends with it.

    Raises:
        ConfigError: no profile is named and none can be found.
        DefenderTuiError: the profile cannot be read, or the sandbox did not start.
    """
    if arguments.demo and arguments.profile:
        raise UsageError("Use either --profile or --demo.")
    if arguments.demo and sandbox is None:
        sandbox = await asyncio.to_thread(EmbeddedSandbox)
    session = Session(demo_parts(sandbox) if sandbox else data_parts(arguments.profile))
    try:
        await session.start()
        if session.profile is None:
            raise ConfigError(
                "There is no profile to work with.",
                hint="Make one in the screens (“defender-tui”) or with “defender-tui setup”, name "
                "one with --profile, use --demo, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and "
                "AZURE_CLIENT_SECRET.",
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
    from_environment = environment_profile() if profile_name in (None, PROFILE_NAME) else None
    return SessionParts(
        book=MemoryProfiles() if from_environment and not profile_name else ProfileFile(),
        places=places,
        cache_folder=cache_dir(),
        start_with=profile_name,
        fallback=from_environment,
        incident_cache=IncidentCache(),
        data_folder=data_dir(),
    )


def screen_parts(profile_name: str | None) -> SessionParts:
    """Give the parts for the screens: the named or default profile, else the environment.

    Raises:
        ConfigError: the environment's variables cannot be right, and no other profile is there to
            open.
    """
    return SessionParts(
        book=ProfileFile(),
        places=SecretPlaces(RunSecrets(), EnvironmentSecrets(), KeyringSecrets.found),
        cache_folder=cache_dir(),
        start_with=profile_name,
        fallback=_beside_stored(profile_name),
        preferences=PreferenceFile(),
        incident_cache=IncidentCache(),
        data_folder=data_dir(),
        schema_cache=SchemaCache(),
    )


def _beside_stored(profile_name: str | None) -> Profile | None:
    """Give the environment's profile; what other programs set there locks nobody out of theirs."""
    try:
        return environment_profile()
    except ConfigError:
        if profile_name == PROFILE_NAME or not (profile_name or ProfileFile().names()):
            raise
        return None


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
        for one in identity.others:
            book.add(one.profile)
            if one.secret is not None:
                await places.run.write(SecretName(one.profile.name), one.secret)

    return introduce
