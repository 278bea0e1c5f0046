"""The sandbox put together: Entra at the root, each API under a base path and its real host."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Host
from starlette.types import ASGIApp

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.base_path import BasePath
from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.clock import Clock, ShiftedClock, SystemClock
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.directory import build_tenants
from defender_tui.sandbox.entra.certificates import AppCertificates
from defender_tui.sandbox.entra.keys import LazyRsaKey
from defender_tui.sandbox.entra.outside_issuer import OutsideIssuer
from defender_tui.sandbox.entra.service import EntraService
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.entra.tokens import TokenMint
from defender_tui.sandbox.estate import Estate, Holding
from defender_tui.sandbox.faults.book import FaultBook
from defender_tui.sandbox.faults.control import Control
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Fault
from defender_tui.sandbox.faults.layer import FaultLayer
from defender_tui.sandbox.faults.skew import SandboxClock
from defender_tui.sandbox.faults.spec import FaultSpec
from defender_tui.sandbox.graph import envelope as graph_envelope
from defender_tui.sandbox.graph.app import graph_app
from defender_tui.sandbox.graph.site import GraphSite
from defender_tui.sandbox.hunting_gate import HuntingGate, QueryRunner
from defender_tui.sandbox.incident_store import IncidentStore
from defender_tui.sandbox.keyvault import answers as vault_answers
from defender_tui.sandbox.keyvault.app import VaultSite, keyvault_app
from defender_tui.sandbox.keyvault.vault import build_vaults
from defender_tui.sandbox.limits.guard import QuotaGuard
from defender_tui.sandbox.options import SandboxOptions
from defender_tui.sandbox.origin import BASE_PATHS, REAL_HOSTS
from defender_tui.sandbox.tenant import GRAPH, KEY_VAULT, MDE, XDR, Tenant
from defender_tui.sandbox.xdr import app as xdr_service
from defender_tui.sandbox.xdr.app import XdrSite, xdr_app
from defender_tui.sandbox.xdr.hunting_calls import endpoint_hunting_routes, hunting_routes
from defender_tui.sandbox.xdr.incident_calls import IncidentCalls as XdrIncidentCalls


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running set of services, not yet bound to an address."""

    app: ASGIApp
    tenants: tuple[Tenant, ...]
    keys: KeyRing
    entra: EntraSite
    estate: Estate


def build_sandbox(
    options: SandboxOptions,
    *,
    clock: Clock | None = None,
    keys: KeyRing | None = None,
    client_key: LazyRsaKey | None = None,
    url: str | None = None,
    runner: Callable[[], QueryRunner] | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> Sandbox:
    """Generate the data and put the services together.

    Without a clock, the one that the options ask for is used; without `keys` and `client_key` new
    ones are made; without `runner` queries run on the generated tables. Slow faults wait by
    `sleep`. `url` is where it will be served, if that is known.
    """
    is_on_another_day = clock is None and options.now is not None
    clock = SandboxClock(
        clock or (ShiftedClock.starting_at(options.now) if options.now else SystemClock())
    )
    data_now = options.now or clock.now()
    tenants = build_tenants(options.seed)
    activity, keys = Activity(), keys or KeyRing()
    quotas = QuotaGuard(clock.steady, activity, is_on=options.has_quota)

    def holding(tenant: Tenant) -> Holding:
        cast = build_cast(tenant.seed)
        incidents = build_incidents(cast, now=data_now, seed=tenant.seed, count=options.incidents)

        def hunting() -> QueryRunner:
            from defender_tui.sandbox.hunting import HuntingService

            return HuntingService(cast, incidents, data_now, seed=tenant.seed, scale=options.scale)

        gate = HuntingGate(runner or hunting, activity, tenant=tenant, quotas=quotas)
        return Holding(tenant, IncidentStore(incidents), gate)

    estate = Estate(holding)
    client_key = client_key or LazyRsaKey()
    entra = EntraSite(
        tenants=tenants,
        keys=keys,
        mint=TokenMint(tenants, keys, seed=options.seed),
        certificates=AppCertificates(client_key),
        outside=OutsideIssuer(client_key),
        clock=clock,
        assertion_clock=SystemClock() if is_on_another_day else clock,
        activity=activity,
        url=url,
    )
    services = _services(entra, estate, quotas, data_now)
    book = FaultBook(partial(_fault, keys), delay_s=options.fault_delay_s)
    for spec in options.faults:
        book.add(spec)
    control = Control(book, activity, clock, is_clock_own=options.now is not None)
    front = _front(services, control, EntraService(entra))
    layer = FaultLayer(front, book, Dialects(services, clock), clock=clock, sleep=sleep)
    return Sandbox(layer, tenants, keys, entra, estate)


def _services(
    entra: EntraSite, estate: Estate, quotas: QuotaGuard, data_now: datetime
) -> dict[str, ASGIApp]:
    mint, clock, activity = entra.mint, entra.clock, entra.activity
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
        endpoint_bearer=BearerCheck(MDE, mint, clock, xdr_service.unauthorized),
        clock=clock,
        activity=activity,
        quotas=quotas,
        data_now=data_now,
    )
    vault_site = VaultSite(
        bearer=BearerCheck(KEY_VAULT, mint, clock, vault_answers.unauthorized),
        make_vaults=lambda: build_vaults(entra.tenants, entra.certificates, now=data_now),
    )
    return {
        "graph": graph_app(graph_site),
        "xdr": xdr_app(
            [
                *XdrIncidentCalls(xdr_site).routes(),
                *hunting_routes(xdr_site),
                *endpoint_hunting_routes(xdr_site),
            ]
        ),
        "mde": xdr_app(endpoint_hunting_routes(xdr_site)),
        "keyvault": keyvault_app(vault_site),
    }


def _fault(keys: KeyRing, spec: FaultSpec) -> Fault:
    # Most runs have no fault, and start sooner without them.
    from defender_tui.sandbox.faults.catalogue import make_fault

    return make_fault(spec, keys)


def _front(services: dict[str, ASGIApp], control: Control, entra: EntraService) -> Starlette:
    by_host = [Host(host, services[name]) for name, hosts in REAL_HOSTS.items() for host in hosts]
    by_path = [BasePath(path, services[name]) for name, path in BASE_PATHS.items()]
    app = Starlette(
        routes=[*by_host, *by_path, *control.routes(), *entra.routes()],
        exception_handlers={HTTPException: entra.unroutable},
    )
    app.router.redirect_slashes = False
    return app
