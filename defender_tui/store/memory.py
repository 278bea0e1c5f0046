"""Profiles that live for this run only, for the demo: nothing of it reaches the disk."""

from __future__ import annotations

from ..core.errors import ConfigError
from ..core.profiles import Profile


class MemoryProfiles:
    """A book of profiles in memory, in the order they were saved."""

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._last: str | None = None

    def names(self) -> tuple[str, ...]:
        """Give the names; empty until one is saved."""
        return tuple(self._profiles)

    def default_name(self) -> str | None:
        """Give the one saved last; `None` until one is saved."""
        return self._last

    def load(self, name: str) -> Profile:
        """Give one profile.

        Raises:
            ConfigError: there is no such profile.
        """
        try:
            return self._profiles[name]
        except KeyError:
            raise ConfigError(
                f"There is no profile “{name}”.", hint="Make one in Credentials."
            ) from None

    def add(self, profile: Profile) -> None:
        """Keep one profile until the program ends, beside the one to open with."""
        self._profiles[profile.name] = profile

    def save(self, profile: Profile) -> None:
        """Keep one profile until the program ends, and open with it."""
        self.add(profile)
        self._last = profile.name

    def remove(self, name: str) -> None:
        """Drop one profile; absent is fine."""
        self._profiles.pop(name, None)
        if self._last == name:
            self._last = next(iter(self._profiles), None)
