from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.ui.incidents.arranging import Heading, Order, Sorter, incidents_in, laid_out
from defender_tui.ui.incidents.columns import COLUMNS, Group

from ..fakes import NOW, incident, queue_of


def ordered(incidents: Sequence[Incident], column: str, *, is_falling: bool) -> list[str]:
    """Give the ids in the order of a column."""
    entries = Sorter().sort(incidents, Order(column, is_falling))
    return [entry.incident.id for entry in entries]


def test_ids_are_sorted_as_numbers() -> None:
    queue = [incident(0, id=id) for id in ("9", "10500", "88")]
    assert ["9", "88", "10500"] == ordered(queue, "id", is_falling=False)


def test_the_worst_severity_comes_first_and_an_unknown_one_last() -> None:
    words = ("low", "catastrophic", "high", "medium")
    queue = [incident(0, id=word, severity=word) for word in words]
    assert ["high", "medium", "low", "catastrophic"] == ordered(queue, "severity", is_falling=True)


def test_equal_ones_follow_their_last_activity_newest_first_in_either_direction() -> None:
    queue = [incident(number, status="active", alerts=None) for number in (3, 1, 2)]
    for is_falling in (True, False):
        assert ["10499", "10498", "10497"] == ordered(queue, "status", is_falling=is_falling)


@given(st.sampled_from(list(COLUMNS)), st.booleans(), st.permutations(queue_of(12)))
def test_every_column_orders_every_incident_once(
    column: str, is_falling: bool, queue: list[Incident]
) -> None:
    found = ordered(queue, column, is_falling=is_falling)
    assert sorted(one.id for one in queue) == sorted(found)
    assert found == ordered(list(reversed(queue)), column, is_falling=is_falling)


def test_an_incident_without_any_word_or_time_is_sorted_too() -> None:
    for column in COLUMNS:
        assert 2 == len(ordered([Incident("1"), incident(0)], column, is_falling=True))


def test_a_changed_incident_is_found_by_its_new_title() -> None:
    sorter = Sorter()
    sorter.sort([incident(1, title="Old")], Order())
    entries = sorter.sort([incident(1, title="New")], Order())
    assert 1 == len(laid_out(entries, search="new", group=Group.NONE, folded=frozenset()))


@given(st.text(max_size=6), st.lists(st.text(max_size=8), min_size=3, max_size=3))
def test_the_search_finds_what_the_filter_for_text_finds(sought: str, texts: list[str]) -> None:
    title, owner, tag = texts
    one = incident(7, title=title, assigned_to=owner, tags=(tag,))
    entries = Sorter().sort([one], Order())
    found = laid_out(entries, search=sought, group=Group.NONE, folded=frozenset())
    assert "\n" in sought.strip() or IncidentFilter(text=sought).matches(one) == bool(found)


def test_groups_stand_under_headings_that_count_them_worst_first() -> None:
    entries = Sorter().sort(queue_of(8), Order())
    rows = laid_out(entries, search="", group=Group.SEVERITY, folded=frozenset({"medium"}))
    headings = [(row.key, row.count, row.is_folded) for row in rows if isinstance(row, Heading)]
    assert [
        ("high", 2, False),
        ("medium", 2, True),
        ("low", 2, False),
        ("informational", 2, False),
    ] == headings
    assert 6 == len(incidents_in(rows))


def test_nobodys_incidents_come_before_those_of_people() -> None:
    entries = Sorter().sort(queue_of(4), Order())
    rows = laid_out(entries, search="", group=Group.OWNER, folded=frozenset())
    assert ["", "mia.k@contoso.example"] == [row.key for row in rows if isinstance(row, Heading)]


def test_a_search_leaves_out_the_groups_in_which_it_finds_nothing() -> None:
    entries = Sorter().sort(queue_of(8), Order())
    rows = laid_out(entries, search="number 3", group=Group.SEVERITY, folded=frozenset())
    assert 2 == len(rows)


def test_times_are_not_needed_to_be_known() -> None:
    assert ["2", "1"] == ordered(
        [Incident("1"), Incident("2", last_updated=NOW)], "activity", is_falling=True
    )
