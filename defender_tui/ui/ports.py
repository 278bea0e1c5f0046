"""What the screens need from the rest of the program, as typed protocols.

`workflows.session.Session` fulfils all of them; a test hands a screen a fake of the one it uses.
Every method raises `DefenderTuiError` and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from ..core.changes import IncidentChange
from ..core.filters import IncidentFilter
from ..core.incidents import Incident
from ..core.profiles import Profile, SecretPlace
from ..core.resources import Resource
from ..core.secret import Secret
from ..core.tokens import AccessToken
from ..workflows.credential_test import TestStep
from ..workflows.hunt import HuntOutcome
from ..workflows.incident_queue import QueueProgress


class HasProfile(Protocol):
    """Who is signed in, where, and how fresh an answer is."""

    @property
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""
        ...

    @property
    def generation(self) -> int:
        """Counts up at every switch; an answer asked for under an older number is stale."""
        ...

    def now(self) -> datetime:
        """The time, UTC and aware."""
        ...

    def known_token(self, resource: Resource) -> AccessToken | None:
        """The token in hand for an API, without asking for one."""
        ...


class StartWork(HasProfile, Protocol):
    """Opening and closing, for the app itself."""

    async def start(self) -> None:
        """Load the profile (for the demo: wait for the sandbox); without one, just return."""
        ...

    async def close(self) -> None:
        """Close connections and files."""
        ...


class TokenWork(HasProfile, Protocol):
    """Getting tokens, for the Token screen."""

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        """Get a token; `fresh` drops every cached one first."""
        ...


class IncidentWork(HasProfile, Protocol):
    """The queue, for the Incidents screen."""

    @property
    def incidents_api(self) -> Resource:
        """The API that answers: GRAPH or XDR."""
        ...

    def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        """Page through the wanted incidents, newest first; each step holds all so far."""
        ...

    async def load_incident(self, incident_id: str) -> Incident:
        """Get one incident with alerts, evidence and comments."""
        ...

    async def change_incident(self, incident_id: str, change: IncidentChange) -> Incident:
        """Change one incident and give it as it is then, with its alerts."""
        ...


class HuntWork(HasProfile, Protocol):
    """Queries, for the Hunting screen. Cancelling the awaiting task drops the connection."""

    @property
    def hunting_api(self) -> Resource:
        """The API that answers: GRAPH or XDR."""
        ...

    async def hunt(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        """Run one query and give its result table."""
        ...


class CredentialWork(HasProfile, Protocol):
    """Setting up a profile, for the Credentials screen."""

    def profile_names(self) -> tuple[str, ...]:
        """The stored profiles in file order."""
        ...

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """Where a secret can be kept on this machine; KEYRING only when a real one is there."""
        ...

    def test_credentials(self, draft: Profile, secret: Secret | None) -> AsyncIterator[TestStep]:
        """Try a draft out step by step; a failed step carries its error and ends the test.

        Without `secret` the kept one of that profile name is tried.
        """
        ...

    async def save_profile(self, profile: Profile, secret: Secret | None) -> None:
        """Store the profile and its secret (`None` keeps the stored one), then switch to it."""
        ...


class Workbench(StartWork, TokenWork, IncidentWork, HuntWork, CredentialWork, Protocol):
    """All of it: what the app is built with."""
