"""Who is signed in, where, and the one client that is open for it.

The session is there before the first frame, so what only its work needs is imported with the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..client.preload import load_client, preload
from ..client.timing import Timing
from ..core.credentials import SecretPlace
from ..core.errors import ConfigError, DefenderTuiError
from ..core.permissions import Capability
from ..core.profiles import ApiChoice, Profile
from ..core.resources import Resource
from ..results.answer_spool import AnswerSpool
from ..store.preferences import MemoryPreferences, PreferenceFile
from .profiles import ProfileBook, Profiles
from .secrets import ProfileSecrets, SecretPlaces
from .session_devices import SessionDevices
from .session_hunting import SessionHunting
from .session_incidents import SessionIncidents
from .session_library import SessionLibrary
from .session_local import SessionLocal
from .session_schema import SessionSchema
from .session_splitting import SessionSplitting
from .session_tokens import SessionTokens

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.secret import Secret, SecretPurpose
    from ..store.incident_cache import IncidentCache
    from ..store.schema_cache import SchemaCache
    from .credential_test import TestStep
    from .hunt_queue import HuntQueue
    from .incident_sync import IncidentSync
    from .key_pair import KeyPair
    from .profiles import Destination
    from .setup import Check, CheckNews, Wanted


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session is built from.

    `prepare` is awaited once before the first profile is looked up (the demo waits for its sandbox
    there). `start_with` names the profile to open, `None` for the book's default. `fallback` is
    opened when the book has none. `preferences` keeps what is chosen on the screens, and
    `schema_cache` what a tenant said of its tables (`None`: as long as the program runs).
    `incident_cache` keeps the queues of profiles that want it on disk (`None`: none at all).
    `data_folder` is where the history of runs is kept (`None`: likewise).
    """

    book: ProfileBook
    places: SecretPlaces
    cache_folder: Path | None = None
    start_with: str | None = None
    fallback: Profile | None = None
    prepare: Callable[[], Awaitable[None]] | None = None
    now: Callable[[], datetime] = _utc_now
    preferences: PreferenceFile | MemoryPreferences = field(default_factory=MemoryPreferences)
    schema_cache: SchemaCache | None = None
    incident_cache: IncidentCache | None = None
    data_folder: Path | None = None


class Session(
    SessionTokens,
    SessionIncidents,
    SessionDevices,
    SessionHunting,
    SessionSchema,
    SessionLibrary,
    SessionLocal,
    SessionSplitting,
):
    """The current profile with its client, and what people do with it.

    Fulfils the protocols of the screens. One client is open at a time; it is opened on first use
    and closed on a switch. Every method raises `DefenderTuiError` and nothing else.
    """

    def __init__(self, parts: SessionParts) -> None:
        self._parts = parts
        self._profiles = Profiles(parts.book, parts.places, parts.fallback)
        self._profile: Profile | None = None
        self._client: DefenderClient | None = None
        self._spool = AnswerSpool(parts.cache_folder)
        self._opening = asyncio.Lock()
        self._generation = 0
        self._names: tuple[str, ...] = ()
        self._queue: IncidentSync | None = None
        self._hunt_queues: dict[tuple[str, str], HuntQueue] = {}
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

    @property
    def incident_cache(self) -> IncidentCache | None:
        """Where the queues of profiles are kept that want it on disk."""
        return self._parts.incident_cache

    @property
    def schema_cache(self) -> SchemaCache | None:
        """Where what tenants say of their tables is kept."""
        return self._parts.schema_cache

    @property
    def data_folder(self) -> Path | None:
        """Where the history of runs is kept."""
        return self._parts.data_folder

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
        # First the names: they are there to choose from also when the profile itself is wrong.
        self._names = self._profiles.names()
        return self._profiles.at_start(self._parts.start_with)

    async def switch_to(self, profile: Profile | None) -> None:
        """Make a profile the current one; answers still on the way become stale."""
        # Under the lock, so that a client just being opened is not left for the wrong profile.
        async with self._opening:
            self._profile = profile
            self._generation += 1
            self._queue = None
            self._hunts_through = None
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
        await self.close_history()
        await self.close_local()
        await asyncio.to_thread(self._spool.close)

    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use.

        Raises:
            ConfigError: there is no profile yet, or its CA file cannot be read.
        """
        async with self._opening:
            if self._client is None:
                if self._profile is None:
                    raise ConfigError("No profile is set up.", hint="Fill in Credentials and save.")
                self._client = await self._open(self._profile)
            return self._client

    async def _open(
        self, profile: Profile, typed: Mapping[SecretPurpose, Secret] | None = None
    ) -> DefenderClient:
        # The client pulls in httpx, which is worth doing off the loop and after first paint.
        client_class = await asyncio.to_thread(load_client)
        source = ProfileSecrets(profile, self._parts.places, typed)
        timing = Timing(now=self._parts.now)
        return await client_class(profile, source, spool=self._spool, timing=timing).__aenter__()

    @property
    def incidents_api(self) -> Resource:
        """The API that answers for incidents; Graph while `auto` is not settled."""
        choice = self._profile.incidents_api if self._profile else ApiChoice.GRAPH
        return self._settled(choice, Capability.BROWSE_INCIDENTS)

    @property
    def hunting_api(self) -> Resource:
        """The API that answers queries; Graph while `auto` is not settled."""
        if self._hunts_through is not None:
            return self._hunts_through
        choice = self._profile.hunting_api if self._profile else ApiChoice.GRAPH
        return self._settled(choice, Capability.HUNT)

    def _settled(self, choice: ApiChoice, capability: Capability) -> Resource:
        if self._client is not None:
            return self._client.choice.settled(choice, capability)
        return Resource.XDR if choice is ApiChoice.XDR else Resource.GRAPH

    async def preferences(self, screen: str) -> Mapping[str, object]:
        """Give what was chosen on a screen and kept; empty when nothing was."""
        return await asyncio.to_thread(self._parts.preferences.load, screen)

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None:
        """Keep what was chosen on a screen, in place of what was."""
        await asyncio.to_thread(self._parts.preferences.save, screen, choices)

    def profile_names(self) -> tuple[str, ...]:
        """Give the stored profiles' names, as they were at the start or the last save."""
        return self._names

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """Give where a secret can be kept on this machine, the best first."""
        return self._parts.places.available()

    async def test_credentials(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret]
    ) -> AsyncIterator[TestStep]:
        """Try a draft out step by step with a client of its own."""
        client = await self._open(draft, typed)
        from .credential_test import try_out

        try:
            async for step in try_out(client):
                yield step
        finally:
            await client.aclose()

    async def check_registration(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret], wanted: Wanted, *, last: Check
    ) -> AsyncIterator[CheckNews]:
        """Check a registration up to one of the checks, with a client of its own."""
        client = await self._open(draft, typed)
        from .setup import check_registration

        try:
            async for news in check_registration(client, wanted, last=last):
                yield news
        finally:
            await client.aclose()

    async def make_key_pair(self, name: str) -> KeyPair:
        """Make a key pair in the folder for keys; nothing is ever written over."""
        from .key_pair import key_folder, make_key_pair

        return await make_key_pair(key_folder(), name, now=self.now())

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        """Keep what was typed, then the profile, then switch to it.

        Raises:
            StoreError: the keyring or the disk refused; the profile was not switched, unless the
                message says first that it was saved.
            ConfigError: the configuration file is not valid; it was not changed.
        """
        await self._profiles.save(profile, typed)
        await self._look_at_names()
        await self.switch_to(profile)
        await self.settle_kept_incidents(profile)

    async def load_profile(self, name: str) -> Profile:
        """Give a stored profile without switching to it."""
        return await self._profiles.load(name)

    async def duplicate_profile(self, name: str, new_name: str) -> Profile:
        """Keep a copy under a new name, secrets too, and give it without switching to it."""
        copy = await self._profiles.duplicate(name, new_name)
        await self._look_at_names()
        return copy

    async def delete_profile(self, name: str) -> None:
        """Drop a profile and its secrets; deleting the current one goes to the next there is."""
        try:
            await self._profiles.delete(name)
        finally:
            await self._look_at_names()
            is_gone = name not in self._names
            if is_gone and self._profile is not None and self._profile.name == name:
                await self.switch_to(await asyncio.to_thread(self._profiles.at_start, None))
            if is_gone:
                await self.forget_kept_incidents(name)

    async def destinations(self) -> tuple[Destination, ...]:
        """Give everything to switch to, in the order of the configuration."""
        return await self._profiles.destinations()

    async def _look_at_names(self) -> None:
        self._names = await asyncio.to_thread(self._profiles.names)
