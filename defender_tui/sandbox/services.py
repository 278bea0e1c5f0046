"""The APIs by name; each is imported and built when it is first called."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.estate import Estate
from defender_tui.sandbox.lazy_app import LazyApp
from defender_tui.sandbox.limits.guard import QuotaGuard
from defender_tui.sandbox.mde.fleets import Fleets
from defender_tui.sandbox.tenant import GRAPH, KEY_VAULT, MDE, XDR

if TYPE_CHECKING:
    from defender_tui.sandbox.xdr.app import XdrSite


def services(
    entra: EntraSite, estate: Estate, quotas: QuotaGuard, data_now: datetime
) -> dict[str, LazyApp]:
    """Give the APIs; `data_now` is when their data was generated."""
    parts = _Parts(entra, estate, quotas, data_now)
    return {
        "graph": LazyApp(parts.graph),
        "xdr": LazyApp(parts.xdr),
        "mde": LazyApp(parts.mde),
        "keyvault": LazyApp(parts.keyvault),
    }


class _Parts:
    """Builds the applications; what one needs alone is imported with it."""

    def __init__(
        self, entra: EntraSite, estate: Estate, quotas: QuotaGuard, data_now: datetime
    ) -> None:
        self._entra = entra
        self._estate = estate
        self._quotas = quotas
        self._data_now = data_now
        self._fleets = Fleets(data_now)

    def graph(self) -> Starlette:
        from defender_tui.sandbox.graph import envelope
        from defender_tui.sandbox.graph.app import graph_app
        from defender_tui.sandbox.graph.site import GraphSite

        site = GraphSite(
            estate=self._estate,
            bearer=BearerCheck(GRAPH, self._entra.mint, self._entra.clock, envelope.unauthorized),
            clock=self._entra.clock,
            activity=self._entra.activity,
            data_now=self._data_now,
        )
        return graph_app(site, self._entra)

    def xdr(self) -> Starlette:
        from defender_tui.sandbox.mde.routes import machine_routes
        from defender_tui.sandbox.xdr.app import xdr_app
        from defender_tui.sandbox.xdr.hunting_calls import endpoint_hunting_routes, hunting_routes
        from defender_tui.sandbox.xdr.incident_calls import IncidentCalls

        site = self._xdr_site()
        return xdr_app(
            [
                *IncidentCalls(site).routes(),
                *hunting_routes(site),
                *endpoint_hunting_routes(site),
                *machine_routes(site, self._fleets),
            ]
        )

    def mde(self) -> Starlette:
        from defender_tui.sandbox.mde.routes import machine_routes
        from defender_tui.sandbox.xdr.app import xdr_app
        from defender_tui.sandbox.xdr.hunting_calls import endpoint_hunting_routes

        site = self._xdr_site()
        return xdr_app([*endpoint_hunting_routes(site), *machine_routes(site, self._fleets)])

    def keyvault(self) -> Starlette:
        from defender_tui.sandbox.keyvault import answers
        from defender_tui.sandbox.keyvault.app import VaultSite, keyvault_app
        from defender_tui.sandbox.keyvault.vault import build_vaults

        entra = self._entra
        site = VaultSite(
            bearer=BearerCheck(KEY_VAULT, entra.mint, entra.clock, answers.unauthorized),
            make_vaults=lambda: build_vaults(entra.tenants, entra.certificates, now=self._data_now),
        )
        return keyvault_app(site)

    def _xdr_site(self) -> XdrSite:
        from defender_tui.sandbox.xdr.app import XdrSite, unauthorized

        mint, clock = self._entra.mint, self._entra.clock
        return XdrSite(
            estate=self._estate,
            bearer=BearerCheck(XDR, mint, clock, unauthorized),
            endpoint_bearer=BearerCheck(MDE, mint, clock, unauthorized),
            clock=clock,
            activity=self._entra.activity,
            quotas=self._quotas,
            data_now=self._data_now,
        )
