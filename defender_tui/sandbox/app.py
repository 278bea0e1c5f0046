"""The sandbox put together: Entra at the root, each API under a base path and its real host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Host, Mount, Route
from starlette.types import ASGIApp

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.clock import Clock, ShiftedClock, SystemClock
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.entra.service import EntraService
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.tokens import TokenMint
from defender_tui.sandbox.estate import Estate, Holding
from defender_tui.sandbox.graph import envelope as graph_envelope
from defender_tui.sandbox.graph.app import graph_app
from defender_tui.sandbox.graph.site import GraphSite
from defender_tui.sandbox.hunting_gate import HuntingGate, QueryRunner
from defender_tui.sandbox.incident_store import IncidentStore
from defender_tui.sandbox.keyvault import keyvault_app
from defender_tui.sandbox.options import SandboxOptions
from defender_tui.sandbox.origin import BASE_PATHS
from defender_tui.sandbox.tenant import GRAPH, XDR, Tenant, build_tenant
from defender_tui.sandbox.xdr import app as xdr_service
from defender_tui.sandbox.xdr.app import XdrSite, xdr_app
from defender_tui.sandbox.xdr.calls import XdrCalls

REAL_HOSTS = {
    "graph": ("graph.microsoft.com",),
    "xdr": (
        "api.security.microsoft.com",
        "api-eu.security.microsoft.com",
        "api-uk.security.microsoft.com",
        "api-us.security.microsoft.com",
    ),
    "mde": ("api.securitycenter.microsoft.com",),
    "keyvault": ("{vault}.vault.azure.net",),
}
"""Hosts that are answered without a base path; every other one is Entra."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running set of services, not yet bound to an address."""

    app: Starlette
    tenants: tuple[Tenant, ...]
    keys: KeyRing
    estate: Estate


def build_sandbox(
    options: SandboxOptions,
    *,
    clock: Clock | None = None,
    keys: KeyRing | None = None,
    runner: Callable[[], QueryRunner] | None = None,
) -> Sandbox:
    """Generate the data and put the services together.

    Without a clock, the one that the options ask for is used; without `keys` new ones are made;
    without `runner` queries run on the generated tables.
    """
    clock = clock or (ShiftedClock.starting_at(options.now) if options.now else SystemClock())
    data_now = options.now or clock.now()
    tenants = (build_tenant(options.seed),)
    activity, keys = Activity(), keys or KeyRing()
    mint = TokenMint(tenants, keys, seed=options.seed)

    def holding(tenant: Tenant) -> Holding:
        cast = build_cast(tenant.seed)
        incidents = build_incidents(cast, now=data_now, seed=tenant.seed, count=options.incidents)

        def hunting() -> QueryRunner:
            from defender_tui.sandbox.hunting import HuntingService

            return HuntingService(cast, incidents, data_now, seed=tenant.seed, scale=options.scale)

        return Holding(tenant, IncidentStore(incidents), HuntingGate(runner or hunting, activity))

    estate = Estate(holding)
    # The first tenant is the one that is asked for at once.
    estate.of(tenants[0])
    entra = EntraService(tenants, keys, mint, clock=clock, activity=activity)
    graph_site = GraphSite(
        estate=estate,
        bearer=BearerCheck(GRAPH, mint, clock, graph_envelope.unauthorized),
        clock=clock,
        activity=activity,
        data_now=data_now,
    )
    xdr_site = XdrSite(
        estate=estate,
        bearer=BearerCheck(XDR, mint, clock, xdr_service.unauthorized),
        clock=clock,
        activity=activity,
        data_now=data_now,
    )
    services: dict[str, ASGIApp] = {
        "graph": graph_app(graph_site),
        "xdr": xdr_app(XdrCalls(xdr_site).routes()),
        "mde": xdr_app([]),
        "keyvault": keyvault_app(),
    }
    return Sandbox(_front(services, entra, activity), tenants, keys, estate)


def _front(services: dict[str, ASGIApp], entra: EntraService, activity: Activity) -> Starlette:
    async def state(_request: Request) -> Response:
        return JSONResponse(activity.as_json())

    by_host = [Host(host, services[name]) for name, hosts in REAL_HOSTS.items() for host in hosts]
    by_path = [Mount(path, services[name]) for name, path in BASE_PATHS.items()]
    app = Starlette(routes=[*by_host, *by_path, Route("/sandbox/state", state), *entra.routes()])
    app.router.redirect_slashes = False
    return app
