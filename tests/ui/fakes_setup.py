"""A stand-in for the session on the Setup screen: checks that pass or fail, keys made of air."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

from defender_tui.core.credentials import SecretPlace
from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.workflows.credential_test import StepState
from defender_tui.workflows.key_pair import KeyPair
from defender_tui.workflows.setup import Check, CheckNews, Wanted

from .fakes_credentials import NOW, PROFILE, TENANT_ID, FakeIdentity

Asked = tuple[Profile, Mapping[SecretPurpose, Secret], Wanted, Check]


class FakeSetup(FakeIdentity):
    """`SetupWork` that tells a fixed course of checks and remembers what it was given.

    With `holds` set, the checks wait before their second until the event is set.
    """

    def __init__(
        self,
        profile: Profile | None = None,
        *,
        names: tuple[str, ...] = (),
        failing: Check | None = None,
        error: DefenderTuiError | None = None,
        holds: asyncio.Event | None = None,
    ) -> None:
        super().__init__(profile)
        self.names = names
        self.failing = failing
        self.error = error
        self.holds = holds
        self.broken: DefenderTuiError | None = None
        self.save_error: DefenderTuiError | None = None
        self.key_error: DefenderTuiError | None = None
        self.asked: list[Asked] = []
        self.saved: list[tuple[Profile, Mapping[SecretPurpose, Secret]]] = []
        self.keys: list[str] = []
        self.was_cancelled = False

    def profile_names(self) -> tuple[str, ...]:
        return self.names

    def secret_places(self) -> tuple[SecretPlace, ...]:
        return (SecretPlace.KEYRING, SecretPlace.RUN)

    async def check_registration(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret], wanted: Wanted, *, last: Check
    ) -> AsyncIterator[CheckNews]:
        self.asked.append((draft, typed, wanted, last))
        if self.broken is not None:
            raise self.broken
        for check in list(Check)[: list(Check).index(last) + 1]:
            yield CheckNews(check, StepState.RUNNING)
            if self.holds is not None and check is Check.APP:
                await self._hold(self.holds)
            if check is self.failing:
                yield CheckNews(check, StepState.FAILED, "failed", self.error)
                return
            yield CheckNews(check, StepState.PASSED, f"found {TENANT_ID}")

    async def _hold(self, holds: asyncio.Event) -> None:
        try:
            await holds.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise

    async def make_key_pair(self, name: str) -> KeyPair:
        self.keys.append(name)
        if self.key_error is not None:
            raise self.key_error
        folder = Path("keys")
        return KeyPair(folder / f"{name}.pem", folder / f"{name}.cer", "AB12", "CD34", NOW)

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        if self.save_error is not None:
            raise self.save_error
        self.saved.append((profile, typed))
        self.profile = replace(profile)
        self.generation += 1


__all__ = ["PROFILE", "FakeSetup"]
