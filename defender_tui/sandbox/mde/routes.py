"""The calls on machines and their actions, to be put into an application."""

from __future__ import annotations

from starlette.routing import BaseRoute

from defender_tui.sandbox.mde.action_calls import ActionCalls
from defender_tui.sandbox.mde.fleets import Fleets
from defender_tui.sandbox.mde.machine_calls import MachineCalls
from defender_tui.sandbox.mde.package_calls import PackageCalls
from defender_tui.sandbox.xdr.app import XdrSite

_BASES = ("/api", "/api/v1.0")


def machine_routes(site: XdrSite, fleets: Fleets) -> list[BaseRoute]:
    """Give the routes, with and without a version, for a token of Defender for Endpoint.

    Both the endpoint API's own host and that of Defender XDR have them; the fleets are the same.

    Source: https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list (2026-11-23)
    """
    calls = (MachineCalls(site, fleets), ActionCalls(site, fleets))
    routes = [route for base in _BASES for one in calls for route in one.routes(base)]
    return [*routes, *PackageCalls(site, fleets).routes()]
