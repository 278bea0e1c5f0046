"""Changing incidents so that no edit is lost or doubled, and nobody's work is overwritten."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..core.change_state import Difference, differences, what_is_left
from ..core.changes import IncidentChange
from ..core.errors import DefenderTuiError, OutcomeUnknown
from ..core.incidents import Incident

# A write that a gateway gave up on may still be carried out: so long it is given to show.
_SETTLE_S = 3.0
_TRIES = 3


class ChangeApi(Protocol):
    """What is needed of `client.incidents`."""

    async def get(self, incident_id: str) -> Incident:
        """Give one incident with its alerts."""
        ...

    async def update(self, incident_id: str, change: IncidentChange) -> Incident:
        """Change one incident and give it as it is then."""
        ...


@dataclass(frozen=True, slots=True)
class Changed:
    """The change was made; `was_unclear` says that it had to be looked for."""

    incident: Incident
    was_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing was sent: the incident is not any more as it was seen."""

    now: Incident
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class NotChanged:
    """The change was not made, or only as far as the error's message says first."""

    incident_id: str
    error: DefenderTuiError


@dataclass(frozen=True, slots=True)
class Unclear:
    """The change may have been made: nobody could tell. It was not sent again."""

    incident_id: str
    error: OutcomeUnknown


ChangeResult = Changed | Moved | NotChanged | Unclear


class IncidentChanges:
    """Makes changes over one client; `sleep` takes seconds."""

    def __init__(self, api: ChangeApi, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._api = api
        self._sleep = sleep

    async def make(
        self, seen: Incident, change: IncidentChange, *, even_if_moved: bool = False
    ) -> ChangeResult:
        """Read the incident again, and change it unless it moved since it was `seen`."""
        try:
            before = await self._api.get(seen.id)
            moved = differences(seen, before)
            if moved and not even_if_moved:
                return Moved(before, moved)
            return await self._send(before, change)
        except OutcomeUnknown as error:
            return Unclear(seen.id, error)
        except DefenderTuiError as error:
            return NotChanged(seen.id, error)

    async def make_all(
        self,
        changes: Mapping[str, IncidentChange],
        seen: Iterable[Incident],
        *,
        even_if_moved: bool = False,
    ) -> AsyncIterator[ChangeResult]:
        """Change several incidents one after the other; one that fails does not stop the rest."""
        for incident in seen:
            yield await self.make(incident, changes[incident.id], even_if_moved=even_if_moved)

    async def _send(self, before: Incident, change: IncidentChange) -> Changed:
        """Send a change, and after an unclear end only what is then seen to be missing.

        Raises:
            OutcomeUnknown: the incident could not be read again, or the ends stayed unclear.
            DefenderTuiError: it was refused.
        """
        left: IncidentChange = change
        unclear: OutcomeUnknown | None = None
        for attempt in range(1, _TRIES + 1):
            try:
                return Changed(await self._api.update(before.id, left), was_unclear=attempt > 1)
            except OutcomeUnknown as error:
                unclear = error
                now = await self._seen_again(before.id, error)
                missing = what_is_left(change, before, now)
                if missing is not None and missing.remark:
                    # A comment is the one thing that would be there twice.
                    await self._sleep(_SETTLE_S)
                    now = await self._seen_again(before.id, error)
                    missing = what_is_left(change, before, now)
                if missing is None:
                    return Changed(now, was_unclear=True)
                if attempt == _TRIES:
                    raise
                left = missing
            except DefenderTuiError as refused:
                made = await self._made_after_all(change, before, unclear)
                if made is not None:
                    return Changed(made, was_unclear=True)
                if unclear is not None:
                    # What was unclear before is not cleared by this.
                    raise unclear from refused
                raise
        raise AssertionError("the last attempt returns or raises")

    async def _made_after_all(
        self, change: IncidentChange, before: Incident, unclear: OutcomeUnknown | None
    ) -> Incident | None:
        """Look whether all is there though a call failed: reading it may be what failed.

        `None` when something is missing, or cannot be seen, or nothing could be doubled.
        """
        if not change.remark and unclear is None:
            return None
        try:
            now = await self._api.get(before.id)
        except DefenderTuiError:
            # The refusal is what gets told.
            return None
        return now if what_is_left(change, before, now) is None else None

    async def _seen_again(self, incident_id: str, unclear: OutcomeUnknown) -> Incident:
        try:
            return await self._api.get(incident_id)
        except DefenderTuiError as error:
            raise unclear from error
