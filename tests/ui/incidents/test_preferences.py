from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.ui.incidents.columns import COLUMNS, Group
from defender_tui.ui.incidents.preferences import (
    FilterSet,
    QueuePreferences,
    read_preferences,
    write_preferences,
)
from defender_tui.ui.incidents.wanted import SERVICES, STATUSES, Owner, Wanted

wanteds = st.builds(
    Wanted,
    statuses=st.frozensets(st.sampled_from([str(word) for word in STATUSES])),
    severities=st.frozensets(st.text(max_size=5)),
    owner=st.sampled_from([one for one in Owner if one is not Owner.NAMED]),
    services=st.frozensets(st.sampled_from(SERVICES)),
    tag=st.text(max_size=5),
    text=st.text(max_size=5),
    age_days=st.none() | st.integers(1, 3650),
)
preferences = st.builds(
    QueuePreferences,
    columns=st.permutations(list(COLUMNS)).map(tuple),
    sort=st.sampled_from(list(COLUMNS)),
    is_falling=st.booleans(),
    group=st.sampled_from(list(Group)),
    me=st.text(max_size=10),
    sets=st.dictionaries(
        st.integers(1, 9), st.builds(FilterSet, st.text(min_size=1, max_size=9), wanteds)
    ),
    rest=st.dictionaries(st.sampled_from(["density", "later"]), st.integers()),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(preferences)
def test_what_was_chosen_comes_back_from_the_disk_as_it_was(chosen: QueuePreferences) -> None:
    kept = json.loads(json.dumps(write_preferences(chosen)))
    assert chosen == read_preferences(kept)


@given(
    st.dictionaries(
        st.sampled_from(["columns", "sort", "falling", "group", "me", "sets"]), anything
    )
)
def test_what_makes_no_sense_is_as_if_never_chosen(kept: dict[str, object]) -> None:
    chosen = read_preferences(kept)
    assert set(chosen.columns) <= set(COLUMNS)
    assert chosen.columns
    assert chosen.sort in COLUMNS


def test_nothing_kept_is_the_list_as_it_is_at_first() -> None:
    assert QueuePreferences() == read_preferences({})


def test_another_name_in_a_kept_filter_stays_and_mine_follows_who_i_am() -> None:
    named = FilterSet("Kim's", Wanted(owner=Owner.NAMED, owner_name="kim@x.example"))
    mine = FilterSet("Mine", Wanted(owner=Owner.ME, owner_name="old@x.example"))
    chosen = QueuePreferences().with_set(1, named).with_set(2, mine)
    read = read_preferences(write_preferences(chosen))
    assert "kim@x.example" == read.sets[1].wanted.for_me("new@x.example").owner_name
    assert "new@x.example" == read.sets[2].wanted.for_me("new@x.example").owner_name
