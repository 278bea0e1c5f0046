"""Each tenant's fleet, made when it is first asked for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from defender_tui.sandbox.tenant import Tenant

if TYPE_CHECKING:
    from defender_tui.sandbox.mde.action import Action
    from defender_tui.sandbox.mde.fleet import Fleet


class Fleets:
    """Gives each tenant its own fleet as it stands at `data_now`, with what was done before."""

    def __init__(self, data_now: datetime) -> None:
        self._data_now = data_now
        self._fleets: dict[str, Fleet] = {}

    def of(self, tenant: Tenant) -> Fleet:
        """Give the fleet of a tenant."""
        fleet = self._fleets.get(tenant.tenant_id)
        if fleet is None:
            fleet = self._fleets[tenant.tenant_id] = self._made(tenant)
        return fleet

    def with_package(self, token: str) -> Action | None:
        """Give the action whose package a link's token opens, whichever tenant it is in."""
        found = (fleet.with_package(token) for fleet in self._fleets.values())
        return next((action for action in found if action is not None), None)

    def _made(self, tenant: Tenant) -> Fleet:
        # Not before somebody asks: the sandbox starts without its data.
        from defender_tui.sandbox.data.cast import build_cast
        from defender_tui.sandbox.mde.fleet import Fleet
        from defender_tui.sandbox.mde.machines import build_machines
        from defender_tui.sandbox.mde.past_actions import past_actions

        cast = build_cast(tenant.seed, tenant.domain)
        machines = build_machines(cast, self._data_now)
        return Fleet(machines, past_actions(cast, machines, self._data_now))
