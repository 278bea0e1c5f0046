"""What a session does with devices."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.machines import Machine, MachineAction, ResponseRequest
    from ..core.secret import Secret
    from .device_actions import StartResult


class SessionDevices(ABC):
    """Devices of Defender for Endpoint, and response actions on them."""

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    async def load_device(self, id_or_name: str) -> Machine:
        """Give one device by its id or its DNS name."""
        return await (await self.client()).machines.get(id_or_name)

    async def device_actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        """Give all response actions on a device, the newest first."""
        return await (await self.client()).machines.actions(machine_id)

    async def start_action(self, machine_id: str, request: ResponseRequest) -> StartResult:
        """Start a response action unless just this is on its way; a refusal is a result too."""
        client = await self.client()
        from .device_actions import DeviceActions

        return await DeviceActions(client.machines, asyncio.sleep).start(machine_id, request)

    async def follow_action(self, action: MachineAction) -> AsyncIterator[MachineAction]:
        """Give an action, and again after every change, until it has ended."""
        client = await self.client()
        from .device_actions import DeviceActions

        async for now in DeviceActions(client.machines, asyncio.sleep).follow(action):
            yield now

    async def cancel_action(self, action_id: str, comment: str) -> MachineAction:
        """Call a response action off and give it as it is then."""
        return await (await self.client()).machines.cancel(action_id, comment)

    async def package_link(self, action_id: str) -> Secret:
        """Give the link to a collected package; whoever has it can download the package."""
        return await (await self.client()).machines.package_uri(action_id)
