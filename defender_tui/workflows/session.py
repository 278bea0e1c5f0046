"""Who is signed in, where, and the one client that is open for it.

The session is there before the first frame, so what only its work needs is imported with the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..client.preload import preload
from ..client.timing import Timing
from ..core.errors import ConfigError, DefenderTuiError
from ..core.permissions import Capability
from ..core.profiles import ApiChoice, Profile, SecretPlace
from ..core.resources import Resource
from ..results.answer_spool import AnswerSpool
from .secrets import GivenSecret, ProfileSecrets, SecretPlaces

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.changes import IncidentChange
    from ..core.filters import IncidentFilter
    from ..core.incidents import Incident
    from ..core.secret import Secret
    from ..core.tokens import AccessToken
    from .credential_test import TestStep
    from .hunt import HuntOutcome
    from .incident_queue import QueueProgress


class ProfileBook(Protocol):
    """Where profiles are kept; `store.profiles.ProfileFile` is the usual one."""

    def names(self) -> tuple[str, ...]:
        """Give the profiles' names."""
        ...

    def default_name(self) -> str | None:
        """Give the profile to open with."""
        ...

    def load(self, name: str) -> Profile:
        """Give one profile."""
        ...

    def save(self, profile: Profile) -> None:
        """Keep one profile and open with it from now on."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session is built from.

    `prepare` is awaited once before the first profile is looked up (the demo waits for its sandbox
    there). `start_with` names the profile to open, `None` for the book's default. `fallback` is
    opened when the book has none.
    """

    book: ProfileBook
    places: SecretPlaces
    cache_folder: Path | None = None
    start_with: str | None = None
    fallback: Profile | None = None
    prepare: Callable[[], Awaitable[None]] | None = None
    now: Callable[[], datetime] = _utc_now


class Session:
    """The current profile with its client, and what people do with it.

    Fulfils the protocols of the screens. One client is open at a time; it is opened on first use
    and closed on a switch. Every method raises `DefenderTuiError` and nothing else.
    """

    def __init__(self, parts: SessionParts) -> None:
        self._parts = parts
        self._profile: Profile | None = None
        self._client: DefenderClient | None = None
        self._spool = AnswerSpool(parts.cache_folder)
        self._opening = asyncio.Lock()
        self._generation = 0
        self._names: tuple[str, ...] = ()
        self._ahead: asyncio.Task[None] | None = None

    @property
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""
        return self._profile

    @property
    def generation(self) -> int:
        """Counts up at every switch."""
        return self._generation

    def now(self) -> datetime:
        """Give the time, UTC and aware."""
        return self._parts.now()

    async def start(self) -> None:
        """Choose the profile to open with; having none is no error.

        Raises:
            ConfigError: the configuration is wrong, or the named profile does not exist.
            StoreError: the configuration cannot be read.
        """
        self._ahead = loading = asyncio.create_task(asyncio.to_thread(preload))
        if self._parts.prepare is not None:
            await self._parts.prepare()
        profile = await asyncio.to_thread(self._look_around)
        if profile is not None:
            await self.switch_to(profile)
            self._ahead = asyncio.create_task(self._open_ahead(loading))

    async def _open_ahead(self, loading: Awaitable[None]) -> None:
        """Open the client while the first screen is still being put together.

        A failure is told to whoever asks for the client, who tries again.
        """
        await loading
        with suppress(DefenderTuiError):
            await self.client()

    def _look_around(self) -> Profile | None:
        self._parts.places.look()
        book = self._parts.book
        # First the names: they are there to choose from also when the profile itself is wrong.
        self._names = book.names()
        name = self._parts.start_with or book.default_name()
        return book.load(name) if name else self._parts.fallback

    async def switch_to(self, profile: Profile) -> None:
        """Make a profile the current one; answers still on the way become stale."""
        # Under the lock, so that a client just being opened is not left for the wrong profile.
        async with self._opening:
            self._profile = profile
            self._generation += 1
            client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def close(self) -> None:
        """Close the connections and remove the spool; the profile stays."""
        if self._ahead is not None:
            self._ahead.cancel()
            await asyncio.wait([self._ahead])
        async with self._opening:
            client, self._client = self._client, None
        if client is not None:
            await client.aclose()
        await asyncio.to_thread(self._spool.close)

    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use.

        Raises:
            ConfigError: there is no profile yet, or its CA file cannot be read.
        """
        async with self._opening:
            if self._client is None:
                if self._profile is None:
                    raise ConfigError(
                        "No profile is set up.", hint="Fill in Credentials (F2) and save."
                    )
                self._client = await self._open(self._profile)
            return self._client

    async def _open(self, profile: Profile, secret: Secret | None = None) -> DefenderClient:
        # The client pulls in httpx, which is worth doing off the loop and after first paint.
        client_class = await asyncio.to_thread(_client_class)
        source = GivenSecret(secret) if secret else ProfileSecrets(profile, self._parts.places)
        timing = Timing(now=self._parts.now)
        return await client_class(profile, source, spool=self._spool, timing=timing).__aenter__()

    def known_token(self, resource: Resource) -> AccessToken | None:
        """Give the token in hand for an API without asking for one."""
        return self._client.tokens.known(resource) if self._client else None

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        """Give a token; `fresh` drops the one in hand first."""
        client = await self.client()
        if fresh:
            return await client.tokens.acquire(resource)
        return await client.tokens.get(resource)

    @property
    def incidents_api(self) -> Resource:
        """The API that answers for incidents; Graph while `auto` is not settled."""
        choice = self._profile.incidents_api if self._profile else ApiChoice.GRAPH
        return self._settled(choice, Capability.BROWSE_INCIDENTS)

    @property
    def hunting_api(self) -> Resource:
        """The API that answers queries; Graph while `auto` is not settled."""
        choice = self._profile.hunting_api if self._profile else ApiChoice.GRAPH
        return self._settled(choice, Capability.HUNT)

    def _settled(self, choice: ApiChoice, capability: Capability) -> Resource:
        if self._client is not None:
            return self._client.choice.settled(choice, capability)
        return Resource.XDR if choice is ApiChoice.XDR else Resource.GRAPH

    async def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        """Page through the wanted incidents, newest first; each step holds all so far."""
        client = await self.client()
        # Not sooner: while the client is being imported, this would wait for it on the loop.
        from .incident_queue import load_queue

        async for progress in load_queue(client.incidents, wanted):
            yield progress

    async def load_incident(self, incident_id: str) -> Incident:
        """Give one incident with alerts, evidence and comments."""
        return await (await self.client()).incidents.get(incident_id)

    async def change_incident(self, incident_id: str, change: IncidentChange) -> Incident:
        """Change one incident and give it as it is then, with its alerts."""
        return await (await self.client()).incidents.update(incident_id, change)

    async def hunt(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        """Run one query; cancelling the awaiting task drops the connection."""
        client = await self.client()
        from .hunt import HuntOutcome

        run = await client.hunting.run(query, timespan=timespan)
        return HuntOutcome(run.table, run.api, run.elapsed_s, run.adapted)

    def profile_names(self) -> tuple[str, ...]:
        """Give the stored profiles' names, as they were at the start or the last save."""
        return self._names

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """Give where a secret can be kept on this machine, the best first."""
        return self._parts.places.available()

    async def test_credentials(
        self, draft: Profile, secret: Secret | None
    ) -> AsyncIterator[TestStep]:
        """Try a draft out step by step with a client of its own."""
        client = await self._open(draft, secret)
        from .credential_test import try_out

        try:
            async for step in try_out(client):
                yield step
        finally:
            await client.aclose()

    async def save_profile(self, profile: Profile, secret: Secret | None) -> None:
        """Keep the secret, then the profile, then switch to it.

        Raises:
            StoreError: the keyring or the disk refused; the profile was not switched.
            ConfigError: the configuration file is not valid; it was not changed.
        """
        if secret is not None:
            await self._parts.places.keep(profile, secret)
        self._names = await asyncio.to_thread(self._save, profile)
        await self.switch_to(profile)

    def _save(self, profile: Profile) -> tuple[str, ...]:
        self._parts.book.save(profile)
        return self._parts.book.names()


def _client_class() -> type[DefenderClient]:
    from ..client import DefenderClient

    return DefenderClient
