"""The queue is kept in step with the tenant, whatever happens there while it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client.incident_walk import PageFound, PageWanted, walk
from defender_tui.core.errors import NotFound
from defender_tui.core.filters import Dialect, IncidentFilter
from defender_tui.core.incidents import Incident, IncidentPage
from defender_tui.workflows.incident_sync import IncidentSync, QueueProgress

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ACTIVE = IncidentFilter(statuses=frozenset({"active"}), since=NOON - timedelta(days=30))


class Tenant:
    """A tenant's incidents behind an API that gives them three at a time."""

    def __init__(self, count: int = 0) -> None:
        self.now = NOON
        self.incidents: dict[str, Incident] = {}
        self.calls: list[PageWanted] = []
        self.got: list[str] = []
        self.then: Callable[[], None] = lambda: None
        for _ in range(count):
            self.create()

    def create(self) -> None:
        self.now += timedelta(minutes=7)
        number = str(1000 + len(self.incidents))
        self.incidents[number] = Incident(
            number, status="active", created=self.now, last_updated=self.now
        )

    def change(self, number: str, **fields: str) -> None:
        self.now += timedelta(minutes=7)
        # The compiler cannot know which fields; a wrong name fails here.
        changed = replace(self.incidents[number], last_updated=self.now, **fields)  # type: ignore[arg-type]
        self.incidents[number] = changed

    async def dialect(self) -> Dialect:
        return Dialect.GRAPH

    def walk(self, wanted: IncidentFilter) -> AsyncIterator[IncidentPage]:
        return walk(self._page, wanted, 3)

    async def get(self, incident_id: str) -> Incident:
        self.got.append(incident_id)
        try:
            return self.incidents[incident_id]
        except KeyError:
            raise NotFound("no such incident", status=404) from None

    async def _page(self, page: PageWanted) -> PageFound:
        self.calls.append(page)
        found = [one for one in self.incidents.values() if page.wanted.matches(one)]
        found.sort(key=lambda one: (one.created or NOON, one.id), reverse=True)
        given = tuple(found[page.skip : page.skip + page.size])
        self.then()
        return PageFound(given, len(given) < page.size)

    def active(self) -> list[str]:
        return sorted(one.id for one in self.incidents.values() if ACTIVE.matches(one))


async def read(sync: IncidentSync, tenant: Tenant) -> QueueProgress:
    """Read to the end and give the last step."""
    steps = [step async for step in sync.read(ACTIVE, tenant.now + timedelta(seconds=1))]
    assert steps[-1].is_complete
    assert not any(step.is_complete for step in steps[:-1])
    return steps[-1]


async def test_the_first_reading_gives_pages_and_then_all() -> None:
    tenant = Tenant(7)
    sync = IncidentSync(tenant, ACTIVE)
    steps = [step async for step in sync.read(ACTIVE, tenant.now)]
    assert [3, 5, 7, 7] == [len(step.incidents) for step in steps]
    assert tenant.active() == sorted(one.id for one in steps[-1].incidents)
    assert not steps[-1].news


async def test_a_second_reading_asks_only_for_what_was_updated() -> None:
    tenant = Tenant(30)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    tenant.calls.clear()
    tenant.change("1004", severity="high")
    tenant.create()
    last = await read(sync, tenant)
    assert frozenset({"1004", "1030"}) == last.news
    assert 31 == len(last.incidents)
    assert 2 >= len(tenant.calls)
    assert all(call.wanted.since for call in tenant.calls)


async def test_what_was_changed_here_while_older_pages_came_stays_and_is_no_news() -> None:
    tenant = Tenant(7)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    tenant.create()
    tenant.change("1003", severity="low")
    own = replace(
        tenant.incidents["1003"],
        severity="high",
        last_updated=tenant.now + timedelta(seconds=1),
    )
    tenant.then = lambda: sync.put(own)
    last = await read(sync, tenant)
    held = {one.id: one for one in last.incidents}
    assert "high" == held["1003"].severity
    assert frozenset({"1007"}) == last.news


async def test_a_time_from_a_clock_gone_wrong_does_not_hold_back_later_changes() -> None:
    tenant = Tenant(3)
    sync = IncidentSync(tenant, ACTIVE)
    tenant.incidents["1001"] = replace(
        tenant.incidents["1001"], last_updated=tenant.now + timedelta(days=1)
    )
    await read(sync, tenant)
    tenant.change("1001", severity="high")
    last = await read(sync, tenant)
    assert "high" in {one.severity for one in last.incidents if one.id == "1001"}


async def test_what_leaves_the_wanted_part_leaves_the_list() -> None:
    tenant = Tenant(5)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    tenant.change("1002", status="resolved")
    last = await read(sync, tenant)
    assert tenant.active() == sorted(one.id for one in last.incidents)
    assert not last.news


async def test_a_merged_incident_gives_way_to_the_one_it_went_into() -> None:
    tenant = Tenant(5)
    sync = IncidentSync(tenant, ACTIVE)
    tenant.change("1000", status="resolved")
    tenant.change("1001", severity="low")
    await read(sync, tenant)
    tenant.incidents["1000"] = replace(tenant.incidents["1000"], status="active")
    tenant.change("1003", status="redirected", redirect_to="1000")
    last = await read(sync, tenant)
    assert ["1000"] == tenant.got
    assert ["1000", "1001", "1002", "1004"] == sorted(one.id for one in last.incidents)


async def test_incidents_merged_in_a_circle_or_into_nothing_do_no_harm() -> None:
    tenant = Tenant(5)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    tenant.incidents["1"] = Incident("1", status="redirected", redirect_to="2")
    tenant.incidents["2"] = Incident("2", status="redirected", redirect_to="1")
    tenant.change("1003", status="redirected", redirect_to="1")
    tenant.change("1004", status="redirected", redirect_to="404")
    last = await read(sync, tenant)
    assert ["1000", "1001", "1002"] == sorted(one.id for one in last.incidents)


async def test_a_queue_that_was_empty_is_read_whole_again() -> None:
    tenant = Tenant()
    sync = IncidentSync(tenant, ACTIVE)
    assert not (await read(sync, tenant)).incidents
    tenant.create()
    # Ours goes an hour ahead of the server's.
    last = [step async for step in sync.read(ACTIVE, tenant.now + timedelta(hours=1))][-1]
    assert ["1000"] == [one.id for one in last.incidents]


async def test_what_grows_too_old_for_the_window_leaves_the_list() -> None:
    tenant = Tenant(3)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    later = replace(ACTIVE, since=tenant.now)
    last = [step async for step in sync.read(later, tenant.now)][-1]
    assert ["1002"] == [one.id for one in last.incidents]


async def test_a_window_that_reaches_further_back_is_another_part() -> None:
    tenant = Tenant(3)
    sync = IncidentSync(tenant, ACTIVE)
    wider = replace(ACTIVE, since=NOON - timedelta(days=90))
    assert sync.fits(wider)
    await read(sync, tenant)
    assert sync.fits(replace(ACTIVE, since=NOON))
    assert not sync.fits(wider)
    assert not sync.fits(replace(ACTIVE, since=None))


async def test_a_part_at_rest_is_gone_on_from_where_it_ended() -> None:
    tenant = Tenant(9)
    first = IncidentSync(tenant, ACTIVE)
    await read(first, tenant)
    rest = first.at_rest
    assert rest is not None
    tenant.now += timedelta(days=1)
    tenant.change("1004", severity="high")
    tenant.change("1002", status="resolved")
    tenant.create()
    tenant.calls.clear()
    later = IncidentSync(tenant, ACTIVE, rest=rest)
    assert later.fits(ACTIVE)
    last = await read(later, tenant)
    assert tenant.active() == sorted(one.id for one in last.incidents)
    assert frozenset({"1004", "1009"}) == last.news
    assert all(call.wanted.since for call in tenant.calls)
    assert 2 >= len(tenant.calls)


async def test_a_part_at_rest_is_another_only_when_something_changed() -> None:
    tenant = Tenant(3)
    sync = IncidentSync(tenant, ACTIVE)
    await read(sync, tenant)
    rest = sync.at_rest
    await read(sync, tenant)
    assert sync.at_rest is rest
    tenant.change("1001", status="resolved")
    await read(sync, tenant)
    assert sync.at_rest is not rest
    assert sync.at_rest is not None
    assert ["1002", "1000"] == [one.id for one in sync.at_rest.incidents]


async def test_a_part_that_ends_somewhere_is_not_kept_for_the_whole() -> None:
    tenant = Tenant(3)
    sync = IncidentSync(tenant, until := replace(ACTIVE, until=tenant.now))
    async for _ in sync.read(until, tenant.now):
        pass
    assert sync.at_rest is None


_ACTS = st.lists(
    st.one_of(
        st.none(),
        st.just("create"),
        st.tuples(st.integers(0, 25), st.sampled_from(["active", "resolved", "inProgress"])),
        st.tuples(st.integers(0, 25), st.integers(0, 25)),
    ),
    max_size=30,
)


@given(_ACTS, st.integers(0, 12), st.integers(0, 3))
async def test_after_any_turmoil_a_quiet_reading_is_right(
    acts: list[str | tuple[int, str | int] | None], count: int, readings: int
) -> None:
    tenant = Tenant(count)
    waiting = iter(acts)

    def act() -> None:
        match next(waiting, None):
            case "create":
                tenant.create()
            case (int(number), str(status)) if str(1000 + number) in tenant.incidents:
                tenant.change(str(1000 + number), status=status)
            case (int(number), int(other)) if str(1000 + number) in tenant.incidents:
                fields = {"status": "redirected", "redirect_to": str(1000 + other)}
                tenant.change(str(1000 + number), **fields)

    tenant.then = act
    sync = IncidentSync(tenant, ACTIVE)
    for _ in range(readings):
        await read(sync, tenant)
    tenant.then = lambda: None
    last = await read(sync, tenant)
    ids = [one.id for one in last.incidents]
    assert tenant.active() == sorted(ids)
    assert {one.id: one.last_updated for one in last.incidents} == {
        number: tenant.incidents[number].last_updated for number in ids
    }
