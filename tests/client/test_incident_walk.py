"""The queue is walked to its end, however it changes on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client.incident_walk import AskPage, PageFound, PageWanted, walk
from defender_tui.core.errors import ProtocolError, ServerFault
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ACTIVE = IncidentFilter(statuses=frozenset({"active"}))


class Queue:
    """A server's queue, newest first, in which something may happen after every page."""

    def __init__(self, ages_s: list[int], then: Callable[[Queue], None] | None = None) -> None:
        self.incidents = [
            Incident(str(number), status="active", created=NOON - timedelta(seconds=age))
            for number, age in enumerate(ages_s)
        ]
        self.asked: list[PageWanted] = []
        self._then = then

    async def answer(self, page: PageWanted) -> PageFound:
        self.asked.append(page)
        found = [one for one in self.incidents if page.wanted.matches(one)]
        found.sort(key=lambda one: (one.created or NOON, one.id), reverse=True)
        given = tuple(found[page.skip : page.skip + page.size])
        if self._then is not None:
            self._then(self)
        return PageFound(given, len(given) < page.size, len(found))

    def leave(self, incident_id: str) -> None:
        self.incidents = [one for one in self.incidents if one.id != incident_id]


async def ids(ask: AskPage, size: int = 3) -> list[str]:
    """Walk and give what came, in order."""
    return [one.id async for page in walk(ask, ACTIVE, size) for one in page.incidents]


@given(st.lists(st.integers(0, 20), max_size=40), st.integers(2, 7))
async def test_everything_comes_once_however_many_share_a_moment(
    ages_s: list[int], size: int
) -> None:
    queue = Queue(ages_s)
    seen = await ids(queue.answer, size)
    assert sorted(str(number) for number in range(len(ages_s))) == sorted(seen)
    assert len(set(seen)) == len(seen)


@given(
    st.lists(st.integers(0, 1), min_size=30, max_size=40),
    st.lists(st.sets(st.integers(0, 39), min_size=2, max_size=8), min_size=5, max_size=20),
    st.integers(4, 9),
)
async def test_what_stays_is_never_missed_though_others_of_its_moment_leave(
    ages_s: list[int], leaving: list[set[int]], size: int
) -> None:
    waiting = iter(leaving)

    def then(queue: Queue) -> None:
        for number in next(waiting, set()):
            queue.leave(str(number))

    queue = Queue(ages_s, then)
    seen = await ids(queue.answer, size)
    assert {one.id for one in queue.incidents} <= set(seen)
    assert len(set(seen)) == len(seen)


_ACTS = st.lists(st.tuples(st.none() | st.integers(0, 39), st.integers(-50, 0)), max_size=40)


@given(st.lists(st.integers(0, 500), max_size=40, unique=True), _ACTS)
async def test_what_stays_is_never_missed_when_others_leave_and_come(
    ages_s: list[int], acts: list[tuple[int | None, int]]
) -> None:
    waiting = iter(acts)

    def then(queue: Queue) -> None:
        leaves, age_s = next(waiting, (None, None))
        if leaves is not None:
            queue.leave(str(leaves))
        if age_s is not None:
            created = NOON - timedelta(seconds=age_s)
            name = f"new-{len(queue.asked)}"
            queue.incidents.append(Incident(name, status="active", created=created))

    queue = Queue(ages_s, then)
    seen = await ids(queue.answer, 4)
    left = {one.id for one in queue.incidents if not one.id.startswith("new")}
    assert left <= set(seen)
    assert len(set(seen)) == len(seen)


async def test_a_call_more_than_pages_is_all_it_costs() -> None:
    queue = Queue(list(range(100)))
    assert 100 == len(await ids(queue.answer, 26))
    assert 5 == len(queue.asked)


async def test_the_first_page_is_a_small_one_that_comes_sooner() -> None:
    queue = Queue(list(range(100)))
    await ids(queue.answer, 50)
    assert [20, 50, 50] == [page.size for page in queue.asked]


@pytest.mark.parametrize(("most", "sizes"), [(30, {20, 25}), (15, {10, 12})])
async def test_a_page_that_is_too_much_for_the_server_is_asked_for_in_halves(
    most: int, sizes: set[int]
) -> None:
    queue = Queue(list(range(40)))

    async def ask(page: PageWanted) -> PageFound:
        if page.size > most:
            raise ServerFault("too much", status=500)
        return await queue.answer(page)

    assert 40 == len(await ids(ask, 50))
    assert sizes == {page.size for page in queue.asked}


async def test_a_passing_fault_of_the_first_page_makes_no_small_pages_of_all() -> None:
    queue = Queue(list(range(500)))
    is_down = iter((True,))

    async def ask(page: PageWanted) -> PageFound:
        if next(is_down, False):
            raise ServerFault("a moment", status=503)
        return await queue.answer(page)

    assert 500 == len(await ids(ask, 100))
    assert [10, *[100] * 5] == [page.size for page in queue.asked]


async def test_a_server_that_fails_for_small_pages_too_is_not_asked_for_ever() -> None:
    sizes: list[int] = []

    async def ask(page: PageWanted) -> PageFound:
        sizes.append(page.size)
        raise ServerFault("down", status=503)

    with pytest.raises(ServerFault):
        await ids(ask, 50)
    assert [20, 10] == sizes


async def test_incidents_without_times_are_counted_off() -> None:
    async def ask(page: PageWanted) -> PageFound:
        rest = [Incident(str(number)) for number in range(page.skip, 7)]
        return PageFound(tuple(rest[: page.size]), len(rest) <= page.size)

    assert [str(number) for number in range(7)] == await ids(ask)


async def test_a_server_that_gives_one_page_for_ever_is_left() -> None:
    async def ask(page: PageWanted) -> PageFound:
        same = tuple(Incident(str(number), created=NOON) for number in range(page.size))
        return PageFound(same, is_last=False)

    with pytest.raises(ProtocolError, match="circle"):
        await ids(ask)


async def test_an_empty_page_in_the_middle_is_told() -> None:
    async def ask(page: PageWanted) -> PageFound:
        return PageFound((), is_last=False)

    with pytest.raises(ProtocolError, match="came empty"):
        await ids(ask)
