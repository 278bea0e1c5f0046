"""The stored profiles and their secrets: where one can go, and what is kept, copied or dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ..core.credentials import needed_secrets
from ..core.errors import ConfigError, StoreError
from ..core.profiles import CustomerTenant, Profile, profile_name_problem
from ..core.secret import Secret, SecretName, SecretPurpose
from .secrets import SecretPlaces


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

    def remove(self, name: str) -> None:
        """Drop one profile; absent is fine."""
        ...


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to switch to: a profile, and for a partner's one of its tenants.

    `problem` is set in place of `profile` when its settings cannot be read.
    """

    name: str
    profile: Profile | None
    tenant: CustomerTenant | None = None
    problem: ConfigError | None = None


class Profiles:
    """The book of profiles together with the places their secrets are in."""

    def __init__(
        self, book: ProfileBook, places: SecretPlaces, fallback: Profile | None = None
    ) -> None:
        self._book = book
        self._places = places
        self._fallback = fallback

    def at_start(self, name: str | None) -> Profile | None:
        """Give the named profile, else the default one, else the fallback. Blocks.

        Raises:
            ConfigError, StoreError: it cannot be read.
        """
        chosen = name or self._book.default_name()
        return self._named(chosen) if chosen else self._fallback

    def _named(self, name: str) -> Profile:
        """Give a profile by its name; a stored one comes before the one from outside. Blocks."""
        outside = self._fallback
        if outside is not None and name == outside.name and name not in self._book.names():
            return outside
        return self._book.load(name)

    def names(self) -> tuple[str, ...]:
        """Give the stored names in their order. Blocks.

        Raises:
            ConfigError, StoreError: they cannot be read.
        """
        return self._book.names()

    async def load(self, name: str) -> Profile:
        """Give one stored profile, or the one from outside by its name.

        Raises:
            ConfigError, StoreError: there is none of that name, or it cannot be read.
        """
        return await asyncio.to_thread(self._named, name)

    async def destinations(self) -> tuple[Destination, ...]:
        """Give everything to switch to: stored profiles in their order, then the fallback.

        Raises:
            ConfigError, StoreError: the book as a whole cannot be read.
        """
        return await asyncio.to_thread(self._destinations)

    def _destinations(self) -> tuple[Destination, ...]:
        found: list[Destination] = []
        names = self._book.names()
        for name in names:
            try:
                found += destinations_of(self._book.load(name))
            except ConfigError as error:
                found.append(Destination(name, None, problem=error))
        if self._fallback is not None and self._fallback.name not in names:
            found += destinations_of(self._fallback)
        return tuple(found)

    async def save(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        """Keep what was typed where the profile says, then the profile.

        Raises:
            StoreError: the keyring or the disk refused.
            ConfigError: the configuration file is not valid; it was not changed.
        """
        await self._places.keep(profile, typed)
        await asyncio.to_thread(self._book.save, profile)

    async def duplicate(self, name: str, new_name: str) -> Profile:
        """Keep a copy under a new name, its secrets too, and give it.

        Raises:
            ConfigError: the new name is taken or cannot be one, or the profile cannot be read.
            StoreError: the keyring or the disk refused.
        """
        if problem := profile_name_problem(new_name):
            raise ConfigError(problem, hint="Choose another name.", key="name")
        outside = self._fallback.name if self._fallback else None
        if new_name == outside or new_name in await asyncio.to_thread(self._book.names):
            raise ConfigError(
                f"There is a profile “{new_name}” already.", hint="Choose another name.", key="name"
            )
        profile = await self.load(name)
        copy = replace(profile, name=new_name)
        held: dict[SecretPurpose, Secret] = {}
        for purpose in needed_secrets(profile.credential):
            secret = await self._places.read(profile, SecretName(name, purpose))
            if secret is not None:
                held[purpose] = secret
        await self.save(copy, held)
        return copy

    async def delete(self, name: str) -> None:
        """Drop a profile, then its secrets from the keyring and this run.

        Raises:
            ConfigError: the configuration file is not valid; it was not changed.
            StoreError: the disk or the keyring refused; the hint says what is left.
        """
        await asyncio.to_thread(self._book.remove, name)
        try:
            await self._places.forget(name)
        except StoreError as error:
            raise StoreError(
                f"The profile “{name}” is gone, but its secrets were not dropped: {error.message}",
                hint=f"Remove “{name}/…” in the keyring by hand. {error.hint}".strip(),
            ) from error


def destinations_of(profile: Profile) -> list[Destination]:
    """Give where one profile leads: itself, or each of a partner's tenants."""
    if not profile.is_partner:
        return [Destination(profile.name, profile)]
    return [
        Destination(profile.name, profile.in_tenant(tenant), tenant) for tenant in profile.tenants
    ]
