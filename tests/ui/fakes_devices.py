"""A stand-in for the session's work on devices: one machine, and actions that move when told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from defender_tui.core.errors import DefenderTuiError, NotFound
from defender_tui.core.machines import Machine, MachineAction, ResponseRequest
from defender_tui.core.secret import Secret
from defender_tui.workflows.device_actions import Started, StartResult

from .fakes_credentials import NOW

DEVICE = Machine(
    "1e5bc9d7e413ddd7902c2932e418702b84d0cc07",
    dns_name="fin-ws-01.contoso.example",
    os_platform="Windows11",
    os_version="24H2",
    health="Active",
    onboarding="onboarded",
    group="Finance workstations",
    last_seen=NOW - timedelta(minutes=9),
)
LINK = "https://packages.example/safedownload/package.zip?token=s3ntinel"


class FakeDeviceWork:
    """One device. The errors, where set, are raised by the call they are named for.

    Orders wait at `order_door`; an action moves on when a status is put into `course`.
    """

    def __init__(self) -> None:
        self.device = DEVICE
        self.done: tuple[MachineAction, ...] = ()
        self.orders: list[tuple[str, ResponseRequest]] = []
        self.cancelled: list[tuple[str, str]] = []
        self.order_door = asyncio.Event()
        self.order_door.set()
        self.course: asyncio.Queue[str | DefenderTuiError] = asyncio.Queue()
        self.result: StartResult | None = None
        self.device_error: DefenderTuiError | None = None
        self.cancel_error: DefenderTuiError | None = None

    async def load_device(self, id_or_name: str) -> Machine:
        if self.device_error is not None:
            raise self.device_error
        if id_or_name not in (self.device.id, self.device.dns_name):
            raise NotFound("no such device", status=404)
        return self.device

    async def device_actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        if self.device_error is not None:
            raise self.device_error
        return self.done

    async def start_action(self, machine_id: str, request: ResponseRequest) -> StartResult:
        self.orders.append((machine_id, request))
        await self.order_door.wait()
        return self.result or Started(
            MachineAction(
                "5382f7ea",
                request.kind.value,
                scope=request.scope,
                requestor="soc-app",
                comment=request.remark,
                status="Pending",
                machine_id=machine_id,
                created=NOW,
                updated=NOW,
            )
        )

    async def follow_action(self, action: MachineAction) -> AsyncIterator[MachineAction]:
        yield action
        while not action.is_over:
            news = await self.course.get()
            if isinstance(news, DefenderTuiError):
                raise news
            action = replace(action, status=news)
            yield action

    async def cancel_action(self, action_id: str, comment: str) -> MachineAction:
        if self.cancel_error is not None:
            raise self.cancel_error
        self.cancelled.append((action_id, comment))
        await self.course.put("Cancelled")
        return MachineAction(
            action_id, status="Cancelled", cancelled_by="soc-app", cancel_comment=comment
        )

    async def package_link(self, action_id: str) -> Secret:
        return Secret(LINK)
