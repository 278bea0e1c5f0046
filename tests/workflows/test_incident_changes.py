"""A change is made once, or it is said why not, and nobody's work is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.changes import UNSET, IncidentChange
from defender_tui.core.errors import NotPermitted, OutcomeUnknown, ServerFault
from defender_tui.core.incidents import Comment, Incident
from defender_tui.workflows.incident_changes import (
    Changed,
    ChangeResult,
    IncidentChanges,
    Moved,
    NotChanged,
    Unclear,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SEEN = Incident("7", status="active", assigned_to=None, tags=("a",), last_updated=NOON)
CHANGE = IncidentChange(status="resolved", assigned_to="mia@contoso.example", comment="done")


class Fate(Enum):
    """What becomes of a write."""

    ANSWERED = "carried out and answered"
    LOST_ANSWER = "carried out, answer lost"
    LOST = "lost on the way"
    LATE = "carried out only while we wait"
    REFUSED = "refused"


class Service:
    """An API that holds one incident and treats each write as its fate says."""

    def __init__(self, *fates: Fate, incident: Incident = SEEN) -> None:
        self.incident = incident
        self.sent: list[IncidentChange] = []
        self.reading_fails = False
        self._fates = list(fates)
        self._late: list[Callable[[], None]] = []

    async def get(self, incident_id: str) -> Incident:
        if self.reading_fails and self.sent:
            raise ServerFault("down", status=503)
        return self.incident

    async def update(self, incident_id: str, change: IncidentChange) -> Incident:
        self.sent.append(change)
        fate = self._fates.pop(0) if self._fates else Fate.ANSWERED
        if fate is Fate.REFUSED:
            raise NotPermitted("no role", status=403)
        if fate is Fate.LATE:
            self._late.append(lambda: self._carry_out(change))
        elif fate is not Fate.LOST:
            self._carry_out(change)
        if fate is not Fate.ANSWERED:
            raise OutcomeUnknown("the connection broke")
        return self.incident

    async def sleep(self, _seconds: float) -> None:
        while self._late:
            self._late.pop()()

    def _carry_out(self, change: IncidentChange) -> None:
        incident = self.incident
        comments = incident.comments
        if change.remark:
            comments = (*comments, Comment(change.remark, "app", NOON))
        self.incident = replace(
            incident,
            status=incident.status if change.status is UNSET else change.status,
            assigned_to=incident.assigned_to if change.assigned_to is UNSET else change.assigned_to,
            comments=comments,
        )


async def made(service: Service, change: IncidentChange = CHANGE) -> ChangeResult:
    """Make a change as someone who has seen the incident at noon."""
    return await IncidentChanges(service, service.sleep).make(SEEN, change)


@given(st.lists(st.sampled_from([one for one in Fate if one is not Fate.REFUSED]), max_size=5))
async def test_a_comment_is_never_there_twice_and_never_claimed_in_vain(fates: list[Fate]) -> None:
    service = Service(*fates)
    result = await made(service)
    texts = [one.text for one in service.incident.comments]
    assert texts.count("done") <= 1
    if isinstance(result, Changed):
        assert ["done"] == texts
        assert ("resolved", "mia@contoso.example") == (
            service.incident.status,
            service.incident.assigned_to,
        )
    else:
        assert isinstance(result, Unclear)


async def test_a_change_whose_answer_was_lost_is_found_and_not_sent_again() -> None:
    service = Service(Fate.LOST_ANSWER)
    result = await made(service)
    assert Changed(service.incident, was_unclear=True) == result
    assert 1 == len(service.sent)


async def test_only_what_is_missing_is_sent_again() -> None:
    service = Service(Fate.LOST)
    service.incident = replace(SEEN, status="active")

    async def get(incident_id: str) -> Incident:
        # Somebody else has resolved it meanwhile.
        return replace(service.incident, status="resolved") if service.sent else SEEN

    service.get = get  # type: ignore[method-assign]
    await made(service)
    assert [CHANGE, replace(CHANGE, status=UNSET)] == service.sent


async def test_an_outcome_that_cannot_be_looked_up_is_said_to_be_unclear() -> None:
    service = Service(Fate.LOST)
    service.reading_fails = True
    assert isinstance(await made(service), Unclear)
    assert 1 == len(service.sent)


async def test_a_comment_that_is_there_is_not_called_failed_when_only_its_reading_failed() -> None:
    service = Service()
    update = service.update

    async def made_but_not_read(incident_id: str, change: IncidentChange) -> Incident:
        await update(incident_id, change)
        raise ServerFault("down", status=503)

    service.update = made_but_not_read  # type: ignore[method-assign]
    result = await made(service)
    assert Changed(service.incident, was_unclear=True) == result
    assert ["done"] == [one.text for one in service.incident.comments]


async def test_a_refusal_does_not_clear_what_was_unclear_before() -> None:
    assert isinstance(await made(Service(Fate.LOST, Fate.REFUSED)), Unclear)
    assert isinstance(await made(Service(Fate.REFUSED)), NotChanged)


async def test_an_incident_that_moved_is_shown_before_anything_is_sent() -> None:
    service = Service(incident=replace(SEEN, assigned_to="kim@contoso.example"))
    result = await made(service)
    assert isinstance(result, Moved)
    assert [("owner", "nobody", "kim@contoso.example")] == [
        (one.field, one.before, one.now) for one in result.differences
    ]
    assert not service.sent


async def test_a_moved_incident_is_changed_once_that_was_confirmed() -> None:
    service = Service(incident=replace(SEEN, assigned_to="kim@contoso.example"))
    changes = IncidentChanges(service, service.sleep)
    assert isinstance(await changes.make(SEEN, CHANGE, even_if_moved=True), Changed)


async def test_one_refusal_does_not_stop_the_others() -> None:
    service = Service(Fate.ANSWERED, Fate.REFUSED, Fate.ANSWERED)
    change = IncidentChange(comment="seen")
    changes = IncidentChanges(service, service.sleep)
    results = [one async for one in changes.make_all({"7": change}, [SEEN] * 3, even_if_moved=True)]
    assert [Changed, NotChanged, Changed] == [type(one) for one in results]


async def test_words_that_stood_there_before_do_not_pass_for_the_new_comment() -> None:
    old = replace(SEEN, comments=(Comment("done", "kim", NOON),))
    service = Service(Fate.LOST, incident=old)
    changes = IncidentChanges(service, service.sleep)
    await changes.make(old, IncidentChange(comment=" done "))
    assert 2 == len(service.incident.comments)
