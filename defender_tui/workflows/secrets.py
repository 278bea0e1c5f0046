"""Finding a profile's secrets: where the profile says, and what was typed in this run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..core.credentials import SecretPlace, needed_secrets
from ..core.profiles import Profile
from ..core.secret import Secret, SecretName, SecretPurpose, SecretSource, SecretStore


class SecretPlaces:
    """Every place a secret can be in.

    `find_keyring` gives the machine's keyring, or `None` where it has no real one. Looking for it
    is slow, so it is done once, by `look`, in a thread; until then there is no keyring.
    """

    def __init__(
        self,
        run: SecretStore,
        environment: SecretSource,
        find_keyring: Callable[[], SecretStore | None],
    ) -> None:
        self.run = run
        self.environment = environment
        self.keyring: SecretStore | None = None
        self._find_keyring = find_keyring

    def look(self) -> None:
        """Find the keyring. Blocks."""
        self.keyring = self._find_keyring()

    def available(self) -> tuple[SecretPlace, ...]:
        """Give the places that a secret can be kept in here, the best first."""
        first = () if self.keyring is None else (SecretPlace.KEYRING,)
        return (*first, SecretPlace.RUN, SecretPlace.ENVIRONMENT)

    async def keep(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        """Keep each secret where the profile says, and nowhere else.

        Raises:
            StoreError: the keyring refused.
        """
        needed = needed_secrets(profile.credential)
        for purpose, secret in typed.items():
            name = SecretName(profile.name, purpose)
            if needed.get(purpose) is SecretPlace.KEYRING and self.keyring is not None:
                await self.keyring.write(name, secret)
                await self.run.forget(name)
            else:
                await self.run.write(name, secret)

    async def read(self, profile: Profile, name: SecretName) -> Secret | None:
        """Read a secret of a profile; `None` when it is in none of the places.

        What was typed in this run comes before the keyring. It never stands in for the environment:
        there an earlier secret would hide that the variable is wrong or missing.

        Raises:
            StoreError: the keyring refused.
        """
        place = needed_secrets(profile.credential).get(name.purpose)
        if place is SecretPlace.ENVIRONMENT:
            return await self.environment.read(name)
        typed = await self.run.read(name)
        if typed is None and place is SecretPlace.KEYRING and self.keyring is not None:
            return await self.keyring.read(name)
        return typed

    async def forget(self, profile_name: str) -> None:
        """Drop every secret of a profile from this run and from the keyring.

        Raises:
            StoreError: the keyring refused.
        """
        for purpose in SecretPurpose:
            name = SecretName(profile_name, purpose)
            await self.run.forget(name)
            if self.keyring is not None:
                await self.keyring.forget(name)


class ProfileSecrets:
    """The source that a client asks for one profile.

    What was just typed, for trying it out, comes first.
    """

    def __init__(
        self,
        profile: Profile,
        places: SecretPlaces,
        typed: Mapping[SecretPurpose, Secret] | None = None,
    ) -> None:
        self._profile = profile
        self._places = places
        self._typed = typed or {}

    async def read(self, name: SecretName) -> Secret | None:
        """Read the secret; `None` when it is in none of the places.

        Raises:
            StoreError: the keyring refused.
        """
        given = self._typed.get(name.purpose)
        return given if given is not None else await self._places.read(self._profile, name)
