"""A stand-in for the whole session: a queue in memory, doors that can be held shut or broken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from defender_tui.core.call_wait import CallWait
from defender_tui.core.changes import IncidentChange
from defender_tui.core.credentials import SecretPlace
from defender_tui.core.errors import ConfigError, DefenderTuiError
from defender_tui.core.evidence import Evidence
from defender_tui.core.filters import Dialect, IncidentFilter, server_filter
from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.core.tokens import AccessToken
from defender_tui.workflows.credential_test import TestStep
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_queue import Told
from defender_tui.workflows.incident_changes import ChangeResult, IncidentChanges
from defender_tui.workflows.incident_sync import QueueProgress
from defender_tui.workflows.key_pair import KeyPair
from defender_tui.workflows.profiles import Destination, destinations_of
from defender_tui.workflows.setup import Check, CheckNews, Wanted

from .fakes_changes import StagedChanges
from .fakes_credentials import NOW, PROFILE, FakeTokenFacts, access_token
from .fakes_devices import FakeDeviceWork
from .fakes_local import FakeLocal
from .fakes_past import FakePast
from .fakes_schema import FakeSchema
from .fakes_split import FakeSplits

__all__ = ["NOW", "PROFILE", "FakeWorkbench", "alert", "incident", "queue_of"]
WRITING_ROLES = ("SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All")


def alert(number: int, **fields: object) -> Alert:
    """Give an alert with a device and a person as evidence, whose fields cannot be changed."""
    named = MappingProxyType({"deviceDnsName": f"fin-ws-{number:02}"})
    account = MappingProxyType({"userPrincipalName": "m.keller@contoso.example"})
    device = Evidence("device", "suspicious", fields=named)
    user = Evidence("user", fields=MappingProxyType({"userAccount": account}))
    made = Alert(
        id=f"da-{number}",
        title=f"Suspicious PowerShell download {number}",
        severity="high",
        status="new",
        category="Execution",
        service="microsoftDefenderForEndpoint",
        last_activity=NOW - timedelta(minutes=12 + number),
        techniques=("T1059.001",),
        evidence=(device, user),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def incident(number: int, **fields: object) -> Incident:
    """Give an active incident with two alerts, the older the higher its number."""
    severities = ("high", "medium", "low", "informational")
    made = Incident(
        id=str(10_500 - number),
        title=f"Multi-stage incident number {number} on one endpoint",
        status="active" if number % 3 else "inProgress",
        severity=severities[number % 4],
        assigned_to="mia.k@contoso.example" if number % 3 == 0 else None,
        summary="Mail with link, Office macro, encoded PowerShell, credential dump.",
        created=NOW - timedelta(hours=number + 2),
        last_updated=NOW - timedelta(hours=number),
        web_url=f"https://security.microsoft.com/incident2/{10_500 - number}/overview",
        alerts=(alert(number * 60), alert(number * 60 + 1)),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def queue_of(count: int) -> tuple[Incident, ...]:
    """Give a queue of so many incidents, newest first."""
    return tuple(incident(number) for number in range(count))


class FakeWorkbench(FakeTokenFacts, FakeDeviceWork, FakeSchema, FakePast, FakeLocal, FakeSplits):
    """`Workbench` on a queue in memory.

    While `door` is clear, pages after the first and details wait. The errors, where set, are raised
    by the call they are named for. `changes` remembers what was written, `moved` holds what an
    incident is by the time that a change reads it again.
    """

    incident_folder: Path | None = None

    def __init__(
        self,
        incidents: Sequence[Incident] = (),
        *,
        profile: Profile | None = PROFILE,
        page_size: int = 50,
        roles: tuple[str, ...] = WRITING_ROLES,
    ) -> None:
        FakeTokenFacts.__init__(self)
        FakeDeviceWork.__init__(self)
        FakeLocal.__init__(self)
        FakeSplits.__init__(self)
        self.incidents = tuple(incidents)
        self.profile: Profile | None = None
        self.generation = 0
        self.hunts_last_minute = 0
        self.page_size = page_size
        self.door = asyncio.Event()
        self.door.set()
        self.start_error: DefenderTuiError | None = None
        self.list_error: DefenderTuiError | None = None
        self.load_error: DefenderTuiError | None = None
        self.change_error: DefenderTuiError | None = None
        self.fault: Exception | None = None
        self.change_errors: dict[str, DefenderTuiError] = {}
        self.moved: dict[str, Incident] = {}
        self.preferences_error: DefenderTuiError | None = None
        self.kept: dict[str, Mapping[str, object]] = {}
        self.files: dict[str, str] = {}
        self.news: frozenset[str] = frozenset()
        self.total: int | None = None
        self.asked_anew: list[bool] = []
        self.kept_queue: Sequence[Incident] | None = None
        self.remark = ""
        self.keep_error: DefenderTuiError | None = None
        self.keep_count = 0
        self.changes: list[tuple[str, IncidentChange]] = []
        self.asked: list[IncidentFilter] = []
        self.is_closed = False
        self.waits: tuple[CallWait, ...] = ()
        self.incidents_api = Resource.GRAPH
        self.hunting_api = Resource.GRAPH
        self.time: datetime = NOW
        self._to_open = profile
        self.stored = [profile] if profile else []
        self._roles = roles

    def hunt_through(self, api: Resource) -> None:
        self.hunting_api = api

    def now(self) -> datetime:
        return self.time

    def known_token(self, resource: Resource) -> AccessToken | None:
        return access_token(resource, self._roles) if self.asked else None

    def call_waits(self) -> tuple[CallWait, ...]:
        return self.waits

    async def start(self) -> None:
        if self.start_error is not None:
            raise self.start_error
        if self._to_open is not None:
            self.switch(self._to_open)

    def switch(self, profile: Profile) -> None:
        """Work with another profile from now on."""
        self.profile = profile
        self.generation += 1

    async def close(self) -> None:
        self.is_closed = True

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        return access_token(resource, self._roles)

    async def load_queue(
        self, wanted: IncidentFilter, *, anew: bool = False, listed: bool = False
    ) -> AsyncIterator[QueueProgress]:
        self.asked.append(wanted)
        self.asked_anew.append(anew)
        if self.fault is not None:
            raise self.fault
        local = server_filter(wanted, Dialect(self.incidents_api.value)).local
        matching = [one for one in self.incidents if wanted.matches(one)]
        if self.kept_queue is not None:
            kept = tuple(self.kept_queue)
            yield QueueProgress(kept, len(kept), False, local, kept_at=NOW - timedelta(hours=9))
            await self.door.wait()
        ends = range(self.page_size, len(matching) + self.page_size, self.page_size)
        for number, end in enumerate(ends or [0]):
            if number:
                await self.door.wait()
            if self.list_error is not None:
                raise self.list_error
            is_complete = end >= len(matching)
            news = self.news if is_complete else frozenset()
            found = tuple(matching[:end])
            yield QueueProgress(
                found, len(found), is_complete, local, news, self.total, remark=self.remark
            )

    async def keep_queue(self) -> None:
        self.keep_count += 1
        if self.keep_error is not None:
            raise self.keep_error

    async def forget_kept_incidents(self, profile_name: str) -> int:
        return 2

    async def incident_of_alert(self, alert_id: str) -> str:
        await self.door.wait()
        for one in self.incidents:
            if any(alert.id == alert_id for alert in one.alerts or ()):
                return one.id
        return ""

    async def load_incident(self, incident_id: str) -> Incident:
        await self.door.wait()
        if self.load_error is not None:
            raise self.load_error
        found = next(one for one in self.incidents if one.id == incident_id)
        comment = Comment("Called the owner.", "mia.k@contoso.example", NOW)
        return replace(found, comments=(*found.comments, comment))

    async def change(
        self, seen: Incident, change: IncidentChange, *, even_if_moved: bool = False
    ) -> ChangeResult:
        api = StagedChanges(self, seen)
        return await IncidentChanges(api, api.sleep).make(seen, change, even_if_moved=even_if_moved)

    async def change_all(
        self, changes: Iterable[tuple[Incident, IncidentChange]]
    ) -> AsyncIterator[ChangeResult]:
        for seen, change in changes:
            yield await self.change(seen, change)

    async def write_file(self, file: Path, text: str, *, overwrite: bool = False) -> None:
        if str(file) in self.files and not overwrite:
            raise ConfigError(f"There is a file {file} already.")
        self.files[str(file)] = text

    async def preferences(self, screen: str) -> Mapping[str, object]:
        if self.preferences_error is not None:
            raise self.preferences_error
        return self.kept.get(screen, {})

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None:
        if self.preferences_error is not None:
            raise self.preferences_error
        self.kept[screen] = choices

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        raise ConfigError("This workbench does not hunt.")

    def profile_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.stored)

    def secret_places(self) -> tuple[SecretPlace, ...]:
        return (SecretPlace.RUN,)

    async def test_credentials(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret]
    ) -> AsyncIterator[TestStep]:
        for step in list[TestStep]():
            yield step

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        self.stored = [*(one for one in self.stored if one.name != profile.name), profile]
        self.switch(profile)

    async def check_registration(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret], wanted: Wanted, *, last: Check
    ) -> AsyncIterator[CheckNews]:
        for news in list[CheckNews]():
            yield news

    async def make_key_pair(self, name: str) -> KeyPair:
        raise ConfigError("This workbench makes no keys.")

    async def load_profile(self, name: str) -> Profile:
        return next(one for one in self.stored if one.name == name)

    async def duplicate_profile(self, name: str, new_name: str) -> Profile:
        copy = replace(await self.load_profile(name), name=new_name)
        self.stored.append(copy)
        return copy

    async def delete_profile(self, name: str) -> None:
        self.stored = [one for one in self.stored if one.name != name]

    async def destinations(self) -> tuple[Destination, ...]:
        return tuple(found for one in self.stored for found in destinations_of(one))

    async def switch_to(self, profile: Profile | None) -> None:
        if profile is not None:
            self.switch(profile)
