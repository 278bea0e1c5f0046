"""What a session does with hunting queries."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from .session_history import SessionHistory

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.profiles import Profile
    from ..core.resources import Resource
    from .hunt import HuntOutcome
    from .hunt_queue import HuntQueue, Told


class SessionHunting(SessionHistory):
    """Running queries, those of a profile in a tenant through one queue.

    `_hunt_queues` has the name and the tenant as key, so that a switch there and back forgets no
    call.
    """

    _hunt_queues: dict[tuple[str, str], HuntQueue]
    _hunts_through: Resource | None = None

    @property
    @abstractmethod
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""

    @property
    @abstractmethod
    def hunting_api(self) -> Resource:
        """The API that answers queries."""

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    @property
    def hunts_last_minute(self) -> int:
        """How many hunting calls the current profile made in the last 60 seconds."""
        profile = self.profile
        queue = self._hunt_queues.get((profile.name, profile.tenant_id)) if profile else None
        return queue.calls_last_minute if queue else 0

    def hunt_through(self, api: Resource) -> None:
        """Ask this API from now on, whatever the profile says, until a switch."""
        self._hunts_through = api

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        """Run one query when it is its turn; cancelling the awaiting task drops the connection.

        `told` hears how long it waits. A run that nobody is told of sits out a short wait only.
        """
        client = await self.client()
        from ..core.provenance import Provenance
        from .hunt import HuntOutcome
        from .hunt_queue import HuntTurns

        turns = HuntTurns(self._hunt_queue(client.profile), told)
        target = self.hunting_api.value
        started = self.now()
        with self.recording(client.profile, query, target, timespan=timespan) as recording:
            try:
                run = await client.hunting.run(
                    query, timespan=timespan, api=self._hunts_through, gate=turns
                )
            finally:
                recording.waited_s = turns.waited_s
            is_whole = False if run.is_cut else None
            outcome = HuntOutcome(run.table, run.api, run.elapsed_s, run.adapted, is_whole)
            outcome = replace(
                outcome,
                provenance=Provenance(
                    query=query,
                    target=run.api.value,
                    started=started,
                    duration_s=run.elapsed_s,
                    tenant_id=client.profile.tenant_id,
                    application_id=client.profile.client_id or None,
                    timespan=timespan,
                    request_id=run.request_id,
                    is_truncated=outcome.reached_limit,
                    adapted=run.adapted,
                ),
            )
            recording.target, recording.outcome = run.api.value, outcome
        return outcome

    def _hunt_queue(self, profile: Profile) -> HuntQueue:
        from .hunt_queue import HuntQueue

        queue = self._hunt_queues.setdefault((profile.name, profile.tenant_id), HuntQueue())
        queue.per_minute = profile.hunts_per_minute
        return queue
