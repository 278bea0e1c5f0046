"""Downloading an investigation package by its link, which needs no other token."""

from __future__ import annotations

import io
import zipfile

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.json_value import moment_text
from defender_tui.sandbox.mde.action import Action
from defender_tui.sandbox.mde.fleets import Fleets
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr.app import XdrSite

PACKAGE_PATH = "/safedownload/WDATP_Investigation_Package.zip"


class PackageCalls:
    """Serves packages to whoever has a link."""

    def __init__(self, site: XdrSite, fleets: Fleets) -> None:
        self._site = site
        self._fleets = fleets

    def routes(self) -> list[BaseRoute]:
        return [Route(PACKAGE_PATH, self._download, methods=["GET"])]

    async def _download(self, request: Request) -> Response:
        action = self._fleets.with_package(request.query_params.get("token", ""))
        if action is None or action.status(self._site.clock.now()) != "Succeeded":
            raise ServiceRefused(403, "Forbidden", "The link is not valid or has expired")
        return Response(_package(action), media_type="application/zip")


def _package(action: Action) -> bytes:
    machine = action.machine
    lines = (
        "Step,Result",
        f"Machine,{machine.dns_name}",
        f"Machine id,{machine.machine_id}",
        f"Operating system,{machine.os_platform} {machine.os_version}",
        f"Collected,{moment_text(action.ends_at)}",
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("Forensics Collection Summary.csv", "\n".join(lines) + "\n")
    return content.getvalue()
