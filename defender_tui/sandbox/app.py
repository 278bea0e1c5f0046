"""The sandbox put together: Entra at the root, each API under a base path and its real host."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Host
from starlette.types import ASGIApp

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.base_path import BasePath
from defender_tui.sandbox.clock import Clock, ShiftedClock, SystemClock
from defender_tui.sandbox.data.stable_ids import stable_uuid
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
from defender_tui.sandbox.lazy_app import LazyApp
from defender_tui.sandbox.limits.guard import QuotaGuard
from defender_tui.sandbox.options import SandboxOptions
from defender_tui.sandbox.origin import BASE_PATHS, REAL_HOSTS
from defender_tui.sandbox.register import Register
from defender_tui.sandbox.services import services
from defender_tui.sandbox.tenant import Tenant

if TYPE_CHECKING:
    from defender_tui.sandbox.hunting_gate import QueryRunner


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running set of services, not yet bound to an address."""

    app: ASGIApp
    tenants: tuple[Tenant, ...]
    keys: KeyRing
    entra: EntraSite
    estate: Estate
    identity_header: str
    """The word that the App Service form of managed identity expects."""
    make_identity_app: Callable[[], ASGIApp]
    """Gives what answers for managed identities; it is served without TLS, as a machine's is."""


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
    estate = _estate(options, activity, quotas, data_now, runner)
    client_key = client_key or LazyRsaKey()
    register = Register(tenants)
    entra = EntraSite(
        register=register,
        keys=keys,
        mint=TokenMint(register, keys, seed=options.seed),
        certificates=AppCertificates(client_key),
        outside=OutsideIssuer(client_key),
        clock=clock,
        assertion_clock=SystemClock() if is_on_another_day else clock,
        activity=activity,
        url=url,
    )
    apis = services(entra, estate, quotas, data_now)
    book = _fault_book(options, keys)
    control = Control(book, activity, clock, is_clock_own=options.now is not None)
    front = _front(apis, control, EntraService(entra))
    spoiled = partial(
        FaultLayer, book=book, dialects=Dialects(apis, clock), clock=clock, sleep=sleep
    )
    header = stable_uuid(options.seed, "identity-header")
    return Sandbox(
        app=spoiled(front),
        tenants=tenants,
        keys=keys,
        entra=entra,
        estate=estate,
        identity_header=header,
        make_identity_app=lambda: spoiled(LazyApp(partial(_identity_app, entra, header))),
    )


def _estate(
    options: SandboxOptions,
    activity: Activity,
    quotas: QuotaGuard,
    data_now: datetime,
    runner: Callable[[], QueryRunner] | None,
) -> Estate:
    def holding(tenant: Tenant) -> Holding:
        # Not before the sandbox said where it listens.
        from defender_tui.sandbox.data.cast import build_cast
        from defender_tui.sandbox.data.stories import build_incidents
        from defender_tui.sandbox.hunting_gate import HuntingGate
        from defender_tui.sandbox.incident_store import IncidentStore

        cast = build_cast(tenant.seed, tenant.domain)
        incidents = build_incidents(cast, now=data_now, seed=tenant.seed, count=options.incidents)

        def hunting() -> QueryRunner:
            from defender_tui.sandbox.hunting import HuntingService

            return HuntingService(
                cast,
                incidents,
                data_now,
                seed=tenant.seed,
                scale=options.scale,
                first_tables=options.first_tables,
            )

        gate = HuntingGate(
            runner or hunting,
            activity,
            tenant=tenant,
            quotas=quotas,
            row_limit=options.row_limit,
        )
        return Holding(tenant, IncidentStore(incidents), gate)

    return Estate(holding)


def _identity_app(entra: EntraSite, header: str) -> Starlette:
    from defender_tui.sandbox.managed_identity.app import identity_app
    from defender_tui.sandbox.managed_identity.site import IdentitySite

    return identity_app(IdentitySite(entra, header))


def _fault_book(options: SandboxOptions, keys: KeyRing) -> FaultBook:
    book = FaultBook(partial(_fault, keys), delay_s=options.fault_delay_s)
    for spec in options.faults:
        book.add(spec)
    return book


def _fault(keys: KeyRing, spec: FaultSpec) -> Fault:
    # Most runs have no fault, and start sooner without them.
    from defender_tui.sandbox.faults.catalogue import make_fault

    return make_fault(spec, keys)


def _front(apis: Mapping[str, LazyApp], control: Control, entra: EntraService) -> Starlette:
    by_host = [Host(host, apis[name]) for name, hosts in REAL_HOSTS.items() for host in hosts]
    by_path = [BasePath(path, apis[name]) for name, path in BASE_PATHS.items()]
    app = Starlette(
        routes=[*by_host, *by_path, *control.routes(), *entra.routes()],
        exception_handlers={HTTPException: entra.unroutable},
    )
    app.router.redirect_slashes = False
    return app
