"""What a client does with incidents and queries is the same through Graph and through XDR."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from defender_tui.cli.demo_identity import DemoIdentity
from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.client import DefenderClient
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConfigError, NotFound, QueryInvalid
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.core.profiles import ApiChoice
from defender_tui.core.resources import Resource
from tests.given_secret import GivenSecret


@pytest.fixture(scope="module")
def identity() -> Iterator[DemoIdentity]:
    with EmbeddedSandbox(seed=7, has_quota=False) as sandbox:
        yield sandbox.identity()


@pytest.fixture(params=[ApiChoice.GRAPH, ApiChoice.XDR], ids=str)
async def client(
    request: pytest.FixtureRequest, identity: DemoIdentity
) -> AsyncIterator[DefenderClient]:
    chosen = replace(
        identity.profile, incidents_api=request.param, hunting_api=request.param, name="test"
    )
    async with DefenderClient(chosen, GivenSecret(identity.secret)) as opened:
        yield opened


async def _all(client: DefenderClient, wanted: IncidentFilter | None = None) -> list[Incident]:
    return [one async for page in client.incidents.pages(wanted) for one in page.incidents]


async def test_small_pages_and_large_pages_give_the_same_queue(client: DefenderClient) -> None:
    whole = await _all(client)
    small = [one.id async for page in client.incidents.pages(page_size=7) for one in page.incidents]
    assert len(whole) >= 40
    assert [one.id for one in whole] == small
    assert len(set(small)) == len(small)


async def test_incidents_come_with_alerts_evidence_and_words_that_are_known(
    client: DefenderClient,
) -> None:
    queue = await _all(client)
    assert {"active", "inProgress", "resolved"} <= {one.status for one in queue}
    assert {"high", "medium", "low"} <= {one.severity for one in queue}
    assert all(one.alerts for one in queue)
    assert {"device", "user", "ip", "file", "process"} <= {
        item.kind for one in queue for item in one.evidence
    }
    labels = [item.label for one in queue for item in one.evidence]
    assert "no details" not in labels


async def test_a_filter_gives_what_it_gives_over_the_whole_queue(client: DefenderClient) -> None:
    queue = await _all(client)
    wanted = IncidentFilter(
        statuses=frozenset({"active", "inProgress"}),
        since=datetime.now(UTC) - timedelta(days=14),
    )
    found = {one.id for one in await _all(client, wanted)}
    assert {one.id for one in queue if wanted.matches(one)} == found
    assert found


async def test_one_incident_is_the_same_alone_as_in_the_list(client: DefenderClient) -> None:
    first = (await _all(client))[0]
    assert first == await client.incidents.get(first.id)


async def test_an_unknown_incident_is_not_found(client: DefenderClient) -> None:
    with pytest.raises(NotFound) as caught:
        await client.incidents.get("999999999")
    assert caught.value.request_id


async def test_a_change_is_there_when_the_incident_is_read_again(client: DefenderClient) -> None:
    target = (await _all(client))[3]
    change = IncidentChange(
        status="resolved",
        assigned_to="mia.k@contoso.example",
        classification="falsePositive",
        determination="notMalicious",
        tags=("checked", "it's fine"),
        comment="closed by test",
    )
    changed = await client.incidents.update(target.id, change)
    again = await client.incidents.get(target.id)
    assert changed == again
    assert ("resolved", "mia.k@contoso.example") == (again.status, again.assigned_to)
    assert ("falsePositive", "notMalicious") == (again.classification, again.determination)
    assert ("checked", "it's fine") == again.tags
    assert "closed by test" == again.comments[-1].text
    assert again.alerts == target.alerts or again.alerts


async def test_an_owner_can_be_taken_off_and_a_comment_stands_alone(
    client: DefenderClient,
) -> None:
    target = (await _all(client))[5].id
    await client.incidents.update(target, IncidentChange(assigned_to="a@contoso.example"))
    freed = await client.incidents.update(target, IncidentChange(assigned_to=None))
    assert not freed.assigned_to
    comments = await client.incidents.comment(target, "looked at it")
    assert "looked at it" == comments[-1].text


async def test_a_query_gives_its_rows(client: DefenderClient) -> None:
    query = "DeviceProcessEvents | summarize n=count() by FileName | top 5 by n"
    run = await client.hunting.run(query)
    try:
        assert ["FileName", "n"] == [column.name for column in run.table.columns]
        assert 5 == run.table.row_count
        counts = [int(n or 0) for _, n in await asyncio.to_thread(run.table.page, 0, 10)]
        assert sorted(counts, reverse=True) == counts
    finally:
        run.table.close()


async def test_a_wrong_query_is_refused_with_the_name_at_fault(client: DefenderClient) -> None:
    with pytest.raises(QueryInvalid) as caught:
        await client.hunting.run("NoSuchTable | take 1")
    assert "NoSuchTable" == caught.value.name
    assert caught.value.request_id


async def test_only_xdr_lacks_a_severity_change(client: DefenderClient) -> None:
    target = (await _all(client))[6]
    change = IncidentChange(severity="low")
    if client.profile.incidents_api is ApiChoice.XDR:
        with pytest.raises(ConfigError, match="severity"):
            await client.incidents.update(target.id, change)
    else:
        assert "low" == (await client.incidents.update(target.id, change)).severity


async def test_auto_settles_on_graph_when_its_roles_allow(identity: DemoIdentity) -> None:
    chosen = replace(identity.profile, incidents_api=ApiChoice.AUTO, hunting_api=ApiChoice.AUTO)
    async with DefenderClient(chosen, GivenSecret(identity.secret)) as client:
        assert await client.choice.incidents() is Resource.GRAPH
        assert await client.choice.hunting() is Resource.GRAPH


async def test_both_apis_tell_the_same_story(identity: DemoIdentity) -> None:
    told: dict[ApiChoice, dict[str, Incident]] = {}
    for choice in (ApiChoice.GRAPH, ApiChoice.XDR):
        chosen = replace(identity.profile, incidents_api=choice)
        async with DefenderClient(chosen, GivenSecret(identity.secret)) as client:
            told[choice] = {one.id: one for one in await _all(client)}
    graph, xdr = told[ApiChoice.GRAPH], told[ApiChoice.XDR]
    assert graph.keys() == xdr.keys()
    for key, one in graph.items():
        other = xdr[key]
        assert (one.title, one.status, one.severity) == (other.title, other.status, other.severity)
        assert one.assigned_to == other.assigned_to
        assert one.created == other.created
        assert [a.title for a in one.alerts or ()] == [a.title for a in other.alerts or ()]
