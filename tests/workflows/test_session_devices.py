"""A session responds on devices over the sandbox, as the dialog asks it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.errors import ConfigError
from defender_tui.core.machines import ActionKind, ResponseRequest
from defender_tui.core.secret import SecretName
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.device_actions import NotStarted, Started
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.client.endpoint_bench import EndpointBench, endpoint_bench

COLLECT = ResponseRequest(ActionKind.COLLECT, "for the case file")


@pytest.fixture(scope="module")
def bench() -> Iterator[EndpointBench]:
    with endpoint_bench() as opened:
        yield opened


@pytest.fixture
async def session(bench: EndpointBench) -> AsyncIterator[Session]:
    run = RunSecrets()
    await run.write(SecretName(bench.identity.profile.name), bench.identity.secret)
    places = SecretPlaces(run, EnvironmentSecrets(), lambda: None)
    opened = Session(SessionParts(MemoryProfiles(), places, fallback=bench.identity.profile))
    await opened.start()
    yield opened
    await opened.close()


async def test_a_package_is_collected_and_its_link_given(
    session: Session, bench: EndpointBench
) -> None:
    machine = await session.load_device("fin-ws-04.contoso.example")
    started = await session.start_action(machine.id, COLLECT)
    assert isinstance(started, Started)
    assert (started.action,) == await session.device_actions(machine.id)
    await bench.sleep(300)
    states = [one.status async for one in session.follow_action(started.action)]
    assert ["Pending", "Succeeded"] == states
    assert (await session.package_link(started.action.id)).reveal().startswith("https://")


async def test_an_action_is_called_off(session: Session) -> None:
    machine = await session.load_device("fin-ws-07.contoso.example")
    started = await session.start_action(machine.id, COLLECT)
    assert isinstance(started, Started)
    cancelled = await session.cancel_action(started.action.id, "wrong device")
    assert [cancelled] == [one async for one in session.follow_action(cancelled)]


async def test_a_request_without_a_comment_is_a_result_that_says_so(session: Session) -> None:
    result = await session.start_action("x", ResponseRequest(ActionKind.COLLECT, ""))
    assert isinstance(result, NotStarted)
    assert isinstance(result.error, ConfigError)
