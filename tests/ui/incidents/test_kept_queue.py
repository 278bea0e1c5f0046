"""A queue that an earlier run kept on disk is there at once, and says that it is old."""

from __future__ import annotations

from defender_tui.core.errors import ConnectFailed, StoreError

from ..fakes import FakeWorkbench, incident, queue_of
from ..incidents_app import opened, opened_behind_a_door, queue_of_app, settled
from ..rendered import screen_text


async def test_the_kept_list_can_be_worked_with_until_what_changed_is_read() -> None:
    session = FakeWorkbench((incident(-1, title="Ransomware"), *queue_of(5)))
    session.kept_queue = queue_of(5)
    session.news = frozenset({session.incidents[0].id})
    session.door.clear()
    async with opened_behind_a_door(session) as pilot:
        queue = queue_of_app(pilot)
        assert queue.is_reading
        assert 5 == queue.grid.row_count
        text = screen_text(pilot.app)
        assert "kept 23 Nov 05:03 · catching up · F5 stops" in text
        session.door.set()
        await settled(pilot)
        assert 6 == queue.grid.row_count
        text = screen_text(pilot.app)
        assert "kept" not in text
        assert "1 new" in text
    assert 1 == session.keep_count


async def test_a_kept_list_stays_and_keeps_its_date_when_what_changed_cannot_be_read() -> None:
    session = FakeWorkbench(queue_of(5))
    session.kept_queue = queue_of(5)
    session.list_error = ConnectFailed("Could not reach the host.", hint="Look at the network.")
    async with opened(session, size=(160, 40)) as pilot:
        assert 5 == queue_of_app(pilot).grid.row_count
        assert "failed · list of 23 Nov 05:03 · F5 tries again" in screen_text(pilot.app)
    assert 0 == session.keep_count


async def test_what_could_not_be_kept_or_used_is_told_beside_a_good_list() -> None:
    session = FakeWorkbench(queue_of(5))
    session.remark = "The incidents kept on disk were not used: it is damaged."
    session.keep_error = StoreError("Could not write there.", hint="Look at the disk.")
    async with opened(session) as pilot:
        text = " ".join(screen_text(pilot.app).split())
        assert 5 == queue_of_app(pilot).grid.row_count
        assert "it is damaged" in text
        assert "Look at the disk" in text


async def test_the_kept_incidents_are_deleted_on_request_and_the_list_stays() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await pilot.press("D")
        await settled(pilot)
        assert "were deleted: 2" in " ".join(screen_text(pilot.app).split())
        assert 5 == queue_of_app(pilot).grid.row_count
