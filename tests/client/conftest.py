"""A staged server for the client, and a client whose clock and sleep are the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret
from tests.client.staged import TENANT, StagedServer, ca_file, serving
from tests.given_secret import GivenSecret

CLIENT_ID = "00001111-aaaa-2222-bbbb-3333cccc4444"
SENTINEL = "s3ntinel-secret-value"


@dataclass
class Clock:
    """A clock that only moves when it is told to, and remembers every sleep."""

    time: datetime = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def timing(self) -> Timing:
        """Give the client's view of it; sleeping takes no time, and there is no jitter."""

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return Timing(now=lambda: self.time, sleep=sleep, chance=lambda: 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        yield running


def profile_for(server: StagedServer, folder: Path, authority: trustme.CA) -> Profile:
    """Give a profile whose every address is the staged server, each API under a base path."""
    return Profile.from_mapping(
        "staged",
        {
            "tenant_id": TENANT,
            "client_id": CLIENT_ID,
            "hosts": {
                "authority": server.url,
                "graph": f"{server.url}/graph",
                "xdr": f"{server.url}/xdr",
            },
            "ca_file": str(ca_file(authority, folder)),
        },
    )


@pytest.fixture
def profile(server: StagedServer, tmp_path: Path, authority: trustme.CA) -> Profile:
    return profile_for(server, tmp_path, authority)


@pytest.fixture
async def client(profile: Profile, clock: Clock) -> AsyncIterator[DefenderClient]:
    source = GivenSecret(Secret(SENTINEL))
    async with DefenderClient(profile, source, timing=clock.timing()) as opened:
        yield opened
