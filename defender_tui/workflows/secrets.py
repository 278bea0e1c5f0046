"""Finding a profile's secret: what was typed in this run first, then where the profile says."""

from __future__ import annotations

from collections.abc import Callable

from ..core.profiles import Profile, SecretPlace
from ..core.secret import Secret, SecretName, SecretSource, SecretStore


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

    async def keep(self, profile: Profile, secret: Secret) -> None:
        """Keep a secret where the profile says, and nowhere else.

        Raises:
            StoreError: the keyring refused.
        """
        name = SecretName(profile.name)
        if profile.credential.place is SecretPlace.KEYRING and self.keyring is not None:
            await self.keyring.write(name, secret)
            await self.run.forget(name)
        else:
            await self.run.write(name, secret)


class ProfileSecrets:
    """The source that a client asks for one profile."""

    def __init__(self, profile: Profile, places: SecretPlaces) -> None:
        self._place = profile.credential.place
        self._places = places

    async def read(self, name: SecretName) -> Secret | None:
        """Read the secret; `None` when it is in none of the places.

        Raises:
            StoreError: the keyring refused.
        """
        typed = await self._places.run.read(name)
        if typed is not None:
            return typed
        if self._place is SecretPlace.KEYRING and self._places.keyring is not None:
            return await self._places.keyring.read(name)
        if self._place is SecretPlace.ENVIRONMENT:
            return await self._places.environment.read(name)
        return None


class GivenSecret:
    """A source that holds one secret, for trying out what was just typed."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    async def read(self, name: SecretName) -> Secret | None:
        """Give the secret, whatever its address."""
        return self._secret
