"""What each tenant holds: its incidents and its hunting tables, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defender_tui.sandbox.tenant import Tenant

if TYPE_CHECKING:
    from defender_tui.sandbox.hunting_gate import HuntingGate
    from defender_tui.sandbox.incident_store import IncidentStore


@dataclass(frozen=True, slots=True)
class Holding:
    """The data of one tenant."""

    tenant: Tenant
    store: IncidentStore
    gate: HuntingGate


class Estate:
    """Gives each tenant its own data; `make` is called once for each that is asked for."""

    def __init__(self, make: Callable[[Tenant], Holding]) -> None:
        self._make = make
        self._holdings: dict[str, Holding] = {}

    def of(self, tenant: Tenant) -> Holding:
        """Give what a tenant holds."""
        holding = self._holdings.get(tenant.tenant_id)
        if holding is None:
            holding = self._holdings[tenant.tenant_id] = self._make(tenant)
        return holding

    def close(self) -> None:
        """Stop the queries of every tenant."""
        for holding in self._holdings.values():
            holding.gate.close()
