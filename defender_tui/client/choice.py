"""Which of the two APIs answers, where the profile leaves it open."""

from __future__ import annotations

from ..core.errors import AuthError
from ..core.permissions import Capability, allows
from ..core.profiles import ApiChoice, Profile
from ..core.resources import Resource
from .tokens import Tokens


class ApiChooser:
    """Settles `auto` by the roles in the tokens: Graph first, then Defender XDR."""

    def __init__(self, profile: Profile, tokens: Tokens) -> None:
        self._profile = profile
        self._tokens = tokens
        self._settled: dict[Capability, Resource] = {}

    async def incidents(self) -> Resource:
        """Give the API for incidents.

        Raises:
            DefenderTuiError: with `auto`, no token could be had.
        """
        return await self._choose(self._profile.incidents_api, Capability.BROWSE_INCIDENTS)

    async def hunting(self) -> Resource:
        """Give the API for hunting.

        Raises:
            DefenderTuiError: with `auto`, no token could be had.
        """
        return await self._choose(self._profile.hunting_api, Capability.HUNT)

    def settled(self, choice: ApiChoice, capability: Capability) -> Resource:
        """Give the API as far as it is known without asking: Graph while `auto` is open."""
        if choice is not ApiChoice.AUTO:
            return Resource(choice.value)
        return self._settled.get(capability, Resource.GRAPH)

    async def _choose(self, choice: ApiChoice, capability: Capability) -> Resource:
        if choice is not ApiChoice.AUTO:
            return Resource(choice.value)
        if capability not in self._settled:
            found = await self._by_roles(capability)
            if found is None:
                # Graph's own refusal will say what is missing, and roles may be granted yet.
                return Resource.GRAPH
            self._settled[capability] = found
        return self._settled[capability]

    async def _by_roles(self, capability: Capability) -> Resource | None:
        graph = await self._tokens.get(Resource.GRAPH)
        if allows(capability, Resource.GRAPH, graph.roles):
            return Resource.GRAPH
        try:
            xdr = await self._tokens.get(Resource.XDR)
        except AuthError:
            return None  # a tenant without Defender XDR
        return Resource.XDR if allows(capability, Resource.XDR, xdr.roles) else None
