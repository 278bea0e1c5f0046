"""The configuration file, and the profile in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from ...core.errors import ConfigError, DefenderTuiError
from ...core.profiles import Profile
from ...store.environment import PROFILE_NAME
from ..profiles import ProfileBook
from .check import Check, broken, passed, skipped

CONFIGURATION, PROFILE = "configuration", "profile"


async def check_configuration(book: ProfileBook, file: Path | None) -> Check:
    """Look whether the profiles can be read; `file` is `None` where they are only in memory."""
    if file is None:
        return skipped(CONFIGURATION, "the demo has none")
    try:
        names = await asyncio.to_thread(book.names)
    except DefenderTuiError as error:
        return broken(CONFIGURATION, error)
    if not names:
        return passed(CONFIGURATION, f"no profile in {file}")
    return passed(CONFIGURATION, f"{len(names)} in {file}: {', '.join(names)}")


async def check_profile(
    book: ProfileBook,
    name: str | None,
    from_outside: Callable[[], Profile | None],
    *,
    is_readable: bool,
) -> tuple[Check, Profile | None]:
    """Find the profile as data commands do: the named one, the environment's, the default one.

    `is_readable` tells whether the configuration could be read.
    """
    try:
        is_meant = name is None or (
            name == PROFILE_NAME and is_readable and not await asyncio.to_thread(_holds, book, name)
        )
        profile = await asyncio.to_thread(from_outside) if is_meant else None
        if profile is None and not is_readable:
            return skipped(PROFILE, "the configuration cannot be read"), None
        if profile is None:
            profile = await asyncio.to_thread(_stored, book, name)
    except DefenderTuiError as error:
        return broken(PROFILE, error), None
    found = (
        f"“{profile.name}”: application {profile.client_id or 'of this machine'}, tenant "
        f"{profile.tenant_title}, cloud {profile.cloud.title}"
    )
    return passed(PROFILE, found), profile


def _holds(book: ProfileBook, name: str) -> bool:
    return name in book.names()


def _stored(book: ProfileBook, name: str | None) -> Profile:
    chosen = name or book.default_name()
    if chosen is None:
        raise ConfigError(
            "There is no profile to work with.",
            hint="Fill in Credentials and save, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and "
            "AZURE_CLIENT_SECRET.",
        )
    return book.load(chosen)
