"""`defender-tui doctor`: look at everything between this machine and a working token."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ...client.environment import EnvironmentSecrets
from ...store.environment import environment_profile
from ...store.profiles import ProfileFile
from ...store.secrets import KeyringSecrets, RunSecrets, usable_keyring
from ...workflows.doctor import Check, State, Surroundings, examine
from ...workflows.secrets import SecretPlaces
from ..doctor_report import print_check, print_checks_as_json, summary
from ..embedded import EmbeddedSandbox
from ..failure import EXIT_FAILED, UsageError
from ..opening import demo_parts
from ..streams import note


def run(arguments: Namespace) -> int:
    """Print each line as it is found; gives 1 when something failed, else 0."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Namespace) -> int:
    if arguments.demo and arguments.profile:
        raise UsageError("Use either --profile or --demo.")
    checks: list[Check] = []
    async with _surroundings(arguments) as surroundings:
        async for check in examine(surroundings):
            checks.append(check)
            if not arguments.json:
                print_check(check)
    if arguments.json:
        print_checks_as_json(checks)
    else:
        note(summary(checks))
    return EXIT_FAILED if any(check.state is State.FAIL for check in checks) else 0


@asynccontextmanager
async def _surroundings(arguments: Namespace) -> AsyncIterator[Surroundings]:
    if not arguments.demo:
        book = ProfileFile()
        yield Surroundings(
            book=book,
            places=SecretPlaces(RunSecrets(), EnvironmentSecrets(), KeyringSecrets.found),
            file=book.file,
            profile_name=arguments.profile,
            from_outside=environment_profile,
            keyring_name=_keyring_name,
        )
        return
    sandbox = await asyncio.to_thread(EmbeddedSandbox)
    try:
        parts = demo_parts(sandbox)
        if parts.prepare is not None:
            await parts.prepare()
        yield Surroundings(
            book=parts.book,
            places=parts.places,
            file=None,
            profile_name=None,
            from_outside=lambda: None,
            keyring_name=_keyring_name,
        )
    finally:
        await asyncio.to_thread(sandbox.stop)


def _keyring_name() -> str | None:
    backend = usable_keyring()
    return None if backend is None else str(backend.name)
