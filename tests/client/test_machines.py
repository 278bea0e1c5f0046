"""Machines and actions through the client, as the sandbox serves them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.errors import (
    ApiError,
    ConfigError,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    ProtocolError,
    Throttled,
)
from defender_tui.core.machines import ActionKind, ResponseRequest
from tests.client.endpoint_bench import EndpointBench, a_machine, endpoint_bench

SCAN = ResponseRequest(ActionKind.SCAN, "because of alert 7", scope="Quick")
COLLECT = ResponseRequest(ActionKind.COLLECT, "for the case file")


@pytest.fixture(scope="module")
def bench() -> Iterator[EndpointBench]:
    with endpoint_bench() as opened:
        yield opened


@pytest.fixture
async def client(bench: EndpointBench) -> AsyncIterator[DefenderClient]:
    bench.heal()
    async with bench.client() as opened:
        yield opened


async def test_a_machine_is_had_by_id_and_by_name_and_found_by_name(
    client: DefenderClient,
) -> None:
    by_name = await a_machine(client, "fin-ws-01")
    assert by_name == await client.machines.get(by_name.id)
    assert (by_name,) == await client.machines.find("fin-ws-01.contoso.example")
    assert () == await client.machines.find("nobody's")
    assert by_name.is_onboarded


async def test_the_machine_of_a_hunting_row_is_the_one_of_its_device_id(
    client: DefenderClient,
) -> None:
    machine = await a_machine(client, "srv-dc-01")
    run = await client.hunting.run(
        "DeviceInfo | where DeviceName startswith 'srv-dc-01' | distinct DeviceId"
    )
    try:
        rows = await asyncio.to_thread(run.table.page, 0, 5)
        assert [(machine.id,)] == rows
    finally:
        run.table.close()


async def test_a_machine_that_is_not_there_is_not_found(client: DefenderClient) -> None:
    with pytest.raises(NotFound):
        await client.machines.get("0" * 40)
    with pytest.raises(NotFound):
        await client.machines.act("0" * 40, SCAN)


async def test_an_action_is_started_looked_at_listed_and_cancelled(
    client: DefenderClient,
) -> None:
    machine = await a_machine(client, "fin-ws-04")
    action = await client.machines.act(machine.id, SCAN)
    assert ("Pending", "Quick", SCAN.comment, machine.id) == (
        action.status,
        action.scope,
        action.comment,
        action.machine_id,
    )
    assert action == await client.machines.action(action.id)
    assert (action,) == await client.machines.actions(machine.id)
    cancelled = await client.machines.cancel(action.id, " not needed ")
    assert ("Cancelled", "not needed") == (cancelled.status, cancelled.cancel_comment)
    assert cancelled.is_over


async def test_without_a_comment_nothing_is_sent(client: DefenderClient) -> None:
    with pytest.raises(ConfigError):
        await client.machines.act("x", ResponseRequest(ActionKind.COLLECT, ""))
    with pytest.raises(ConfigError):
        await client.machines.cancel("x", " ")


async def test_what_is_on_its_way_is_refused_in_the_service_s_words(
    client: DefenderClient,
) -> None:
    machine = await a_machine(client, "hr-ws-02")
    await client.machines.act(machine.id, SCAN)
    with pytest.raises(ApiError, match="Action is already in progress") as caught:
        await client.machines.act(machine.id, SCAN)
    assert (400, "ActiveRequestAlreadyExists") == (caught.value.status, caught.value.code)


async def test_a_package_link_is_a_secret_that_downloads_the_package(
    client: DefenderClient, bench: EndpointBench
) -> None:
    machine = await a_machine(client, "it-ws-01")
    action = await client.machines.act(machine.id, COLLECT)
    with pytest.raises(ApiError, match="not available"):
        await client.machines.package_uri(action.id)
    await bench.sleep(300)
    link = await client.machines.package_uri(action.id)
    assert link.reveal() not in f"{link} {link!r}"
    assert b"PK" == bench.control.get(httpx.URL(link.reveal())).content[:2]


@pytest.mark.parametrize("fault", ["504", "500-empty", "reset", "truncated-json", "html"])
async def test_an_order_without_a_clear_answer_has_an_unknown_outcome(
    client: DefenderClient, bench: EndpointBench, fault: str
) -> None:
    machine = await a_machine(client, "eng-ws-11")
    bench.spoil(f"{fault}:1@/mde/api/machines/*/runAntiVirusScan")
    with pytest.raises(OutcomeUnknown) as caught:
        await client.machines.act(machine.id, SCAN)
    assert "actions" in caught.value.hint
    bench.heal()
    for action in await client.machines.actions(machine.id):
        if action.is_open:
            await client.machines.cancel(action.id, "tidying up")


@pytest.mark.parametrize("fault", ["throttle:1", "503:1", "reset:1", "nulls", "unknown-enum"])
async def test_reading_gets_over_what_passes(
    client: DefenderClient, bench: EndpointBench, fault: str
) -> None:
    machine = await a_machine(client, "fin-ws-01")
    bench.spoil(f"{fault}@/mde/api/machine*")
    assert machine.id == (await client.machines.get(machine.id)).id
    await client.machines.actions(machine.id)


@pytest.mark.parametrize(
    ("fault", "error"), [("throttle", Throttled), ("html", ProtocolError), ("404", NotFound)]
)
async def test_reading_that_stays_broken_says_why(
    client: DefenderClient, bench: EndpointBench, fault: str, error: type[Exception]
) -> None:
    if fault != "404":
        bench.spoil(f"{fault}@/mde/api/machine*")
    with pytest.raises(error):
        await client.machines.action("nothing")


async def test_an_app_that_may_only_read_is_told_which_role_is_missing() -> None:
    with endpoint_bench("device-reader") as bench:
        async with bench.client() as reader:
            machine = await a_machine(reader, "fin-ws-01")
            with pytest.raises(NotPermitted) as caught:
                await reader.machines.act(machine.id, SCAN)
            assert (("Machine.Scan",), ("Machine.Read.All",)) == (
                caught.value.missing,
                caught.value.held,
            )
