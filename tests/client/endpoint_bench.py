"""A served sandbox whose clock goes on as fast as a client sleeps."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from defender_tui.cli.demo_identity import DemoIdentity, read_announcement
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.machines import Machine
from tests.given_secret import GivenSecret
from tests.sandbox.served import announced, running, trusting


@dataclass(frozen=True, slots=True)
class EndpointBench:
    """A sandbox that serves, and the way to move its clock and to spoil its answers."""

    control: httpx.Client
    identity: DemoIdentity

    async def sleep(self, seconds: float) -> None:
        """Move the sandbox's clock instead of waiting."""
        await asyncio.to_thread(self.control.post, "/sandbox/clock", json={"advance_s": seconds})

    def spoil(self, spec: str) -> None:
        self.control.post("/sandbox/faults", json={"fault": spec}).raise_for_status()

    def heal(self) -> None:
        self.control.delete("/sandbox/faults").raise_for_status()

    def client(self) -> DefenderClient:
        """Give a client that is not open yet."""
        secrets = GivenSecret(self.identity.secret)
        return DefenderClient(self.identity.profile, secrets, timing=Timing(sleep=self.sleep))


@contextmanager
def endpoint_bench(app_name: str = "full") -> Iterator[EndpointBench]:
    """Serve a sandbox; its first application is the one to sign in as."""
    now = datetime.now(UTC).isoformat()
    with running("--exit-with-stdin", "--no-quota", "--now", now) as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["url"]) as control:
            chosen = [app for app in line["apps"] if app["name"] == app_name]
            whole: dict[str, Any] = {**line, "apps": chosen}
            yield EndpointBench(control, read_announcement(json.dumps(whole).encode()))


async def a_machine(client: DefenderClient, name: str) -> Machine:
    """Give the machine of a short name."""
    return await client.machines.get(f"{name}.contoso.example")
