"""The rows of the Token screen: what the session holds, and what came of asking."""

from __future__ import annotations

from ...core.errors import DefenderTuiError
from ...core.resources import Resource
from ..ports import TokenWork
from .state import TokenSlot, slot_for


class TokenShelf:
    """One slot for each API, and one for a pasted token once there is one."""

    def __init__(self, work: TokenWork) -> None:
        self._work = work
        self._errors: dict[Resource, DefenderTuiError] = {}
        self._asking: set[Resource] = set()
        self._pasted: TokenSlot | None = None

    def slots(self) -> tuple[TokenSlot, ...]:
        """Give the slots as they stand now, in the order of the list."""
        apis = tuple(
            slot_for(
                resource,
                self._work.known_token(resource),
                error=self._errors.get(resource),
                is_asking=resource in self._asking,
            )
            for resource in Resource
        )
        return apis if self._pasted is None else (*apis, self._pasted)

    def is_asking(self, resource: Resource) -> bool:
        """Whether a token for this API is on its way."""
        return resource in self._asking

    def begin(self, resource: Resource) -> None:
        """Note that a token is being asked for."""
        self._asking.add(resource)

    def stop(self, resource: Resource) -> None:
        """Note that asking was given up; what was known before stands."""
        self._asking.discard(resource)

    def succeed(self, resource: Resource) -> None:
        """Note that a token came; the session holds it."""
        self._asking.discard(resource)
        self._errors.pop(resource, None)

    def fail(self, resource: Resource, error: DefenderTuiError) -> None:
        """Note why no token came."""
        self._asking.discard(resource)
        self._errors[resource] = error

    def put_pasted(self, slot: TokenSlot) -> None:
        """Keep a pasted token, in place of an earlier one."""
        self._pasted = slot

    def forget(self) -> None:
        """Drop what belongs to the profile; a pasted token stays."""
        self._errors.clear()
        self._asking.clear()
