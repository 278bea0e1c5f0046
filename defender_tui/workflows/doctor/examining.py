"""The checks in their order: what a later one rests on comes first."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...core.errors import ConfigError
from ...core.profiles import Profile
from ..profiles import ProfileBook
from ..secrets import ProfileSecrets, SecretPlaces
from .check import Check, State, broken, skipped
from .credential import CREDENTIAL, Held, check_credential, check_keyring, keeps_in_keyring
from .expiry import EXPIRY, check_expiry
from .network import (
    CA,
    CLOCK,
    PROXY,
    addresses,
    check_clock,
    check_host,
    check_proxy,
    check_trust,
    try_hosts,
)
from .settings import check_configuration, check_profile
from .sign_in import SIGN_IN, TENANT, check_tenant, check_tokens

_AFTER_REACHING = (CLOCK, TENANT, SIGN_IN, EXPIRY)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where to look.

    `file` is the configuration that `book` reads, `None` for one in memory. `profile_name` is the
    profile to examine, `None` for the one that data commands would take. `from_outside` reads the
    environment's profile, `keyring_name` names the machine's keyring; both may raise.
    """

    book: ProfileBook
    places: SecretPlaces
    file: Path | None
    profile_name: str | None
    from_outside: Callable[[], Profile | None]
    keyring_name: Callable[[], str | None]
    now: Callable[[], datetime] = _utc_now


async def examine(at: Surroundings) -> AsyncIterator[Check]:
    """Look at everything, one line after the other. Nothing is changed, and nothing is stored.

    A check that cannot be done because an earlier one failed is skipped, so that what failed is
    what is broken.
    """
    configuration = await check_configuration(at.book, at.file)
    yield configuration
    line, profile = await check_profile(
        at.book,
        at.profile_name,
        at.from_outside,
        is_readable=configuration.state is not State.FAIL,
    )
    yield line
    keyring = await check_keyring(at.keyring_name, profile.credential if profile else None)
    yield keyring
    if profile is None:
        for name in (CREDENTIAL, CA, PROXY, *_AFTER_REACHING):
            yield skipped(name, "there is no profile")
        return
    await asyncio.to_thread(at.places.look)
    secrets = ProfileSecrets(profile, at.places)
    line, held = await check_credential(profile, secrets, at.now())
    if held is None and keyring.state is State.FAIL and keeps_in_keyring(profile.credential):
        line = skipped(CREDENTIAL, "it is kept in the keyring")
    yield line
    line, context = await check_trust(profile)
    yield line
    if context is None:
        for name in (PROXY, *_AFTER_REACHING):
            yield skipped(name, "no certificates to trust")
        return
    async for line in _on_the_network(at, profile, context, held):
        yield line


async def _on_the_network(
    at: Surroundings, profile: Profile, context: ssl.SSLContext, held: Held | None
) -> AsyncIterator[Check]:
    from ...client.probe.reach import Stage

    urls = addresses(profile)
    try:
        reaches = await try_hosts(urls, context)
    except ConfigError as error:
        yield broken(PROXY, error)
        for name in _AFTER_REACHING:
            yield skipped(name, "no proxy settings to use")
        return
    yield check_proxy(reaches)
    for one in reaches:
        for line in check_host(one):
            yield line
    if reaches[0].stage is not Stage.THERE:
        for name in _AFTER_REACHING:
            yield skipped(name, "the identity provider is not reached")
        return
    metadata = f"{urls[0]}/{profile.tenant_id}/v2.0/.well-known/openid-configuration"
    yield await check_clock(metadata, context, at.now())
    async for line in _signing_in(at, profile, held):
        yield line


async def _signing_in(
    at: Surroundings, profile: Profile, held: Held | None
) -> AsyncIterator[Check]:
    from ...client import DefenderClient
    from ...client.timing import Timing

    secrets = ProfileSecrets(profile, at.places)
    async with DefenderClient(profile, secrets, timing=Timing(now=at.now)) as client:
        tenant = await check_tenant(client)
        yield tenant
        if tenant.state is State.FAIL or held is None:
            why = "no credential at hand" if held is None else "no tenant to sign in to"
            for name in (SIGN_IN, EXPIRY):
                yield skipped(name, why)
            return
        async for line in check_tokens(client):
            yield line
        yield await check_expiry(client, profile.credential, held, at.now())
