from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql.adapt import CannotAdapt, Surroundings, adapt
from defender_tui.kql.adapt.draft import first_draft, written

TABLES = Surroundings({"Events": ["Timestamp", "Name"], "Users": ["Name"]}, {"Events": "Timestamp"})
FRAGMENTS = (
    "Events", "Users", "|", "(", ")", "[", "]", "{", "}", ";", ",", "=", "let", "x", "where",
    "search", "find", "in", "externaldata", "a:string", "'u'", "union", "join", "on", "mv-apply",
    "mv-expand", "make-series", "step", "1d", "default", "top-nested", "of", "by", "partition",
    "evaluate", "pivot", "bag_unpack", "invoke", "as", "project-reorder", "*", "summarize",
    "arg_max", "take_any", "serialize", "set", "TimeGenerated", "typeof", "view", "materialize",
    "count", "title", ".", "-", "5", "\n", "// c\n", '"open',
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Events",
        "Events // note\n\n| where Name == 'a'\t| count",
        "let a = Events;\na | join kind=inner (Users) on Name",
        "Events | where Name has 'unfinished",
        "print '(" + "(" * 500,
    ],
)
def test_what_needs_no_rewriting_keeps_its_text_to_the_letter(text: str) -> None:
    adapted = adapt(text, TABLES)
    assert text == adapted.text
    assert () == adapted.changes
    assert () == adapted.caveats
    assert 3 == adapted.places.origin(3)


def test_each_change_names_its_construct_and_its_place() -> None:
    text = "Events\n| project-reorder Name\n| sample 5"
    changes = {(change.construct, change.offset) for change in adapt(text, TABLES).changes}
    assert {
        ("project-reorder", text.index("project-reorder")),
        ("sample", text.index("sample")),
    } == changes


def test_every_place_of_the_new_text_leads_back_to_the_text_as_written() -> None:
    text = "// head\nEvents\n| project-reorder Name, Timestamp\n| where Name == 'x'"
    adapted = adapt(text, TABLES)
    assert text != adapted.text
    for word in ("Events", "== 'x'"):
        assert text.index(word) == adapted.places.origin(adapted.text.index(word))
    marked = adapted.text.index("__adapted_reorder")
    assert text.index("project-reorder") == adapted.places.origin(marked)


def test_a_refusal_says_what_and_where() -> None:
    with pytest.raises(CannotAdapt, match=r"'fork'.*A tenant may well run it") as refused:
        adapt("Events\n| fork (count)", TABLES)
    assert ("fork", 9) == (refused.value.construct, refused.value.offset)


def test_outside_data_is_a_caveat_for_each_address() -> None:
    adapted = adapt("externaldata(a:string)['https://a', 'https://b'] | count", TABLES)
    assert 2 == len(adapted.caveats)
    assert "https://b" in adapted.caveats[1]


def test_a_text_within_a_string_or_comment_is_never_rewritten() -> None:
    text = "print '| project-reorder a', @'makeset(', \"fork\" // | fork"
    assert text == adapt(text, TABLES).text


def test_new_pieces_do_not_run_into_old_ones() -> None:
    draft = first_draft("Events")
    joined = draft.edited([]).pieces + written("where x", 0)
    assert "Events where x" == type(draft)(joined).text


def _adapted(text: str) -> str:
    """The rewritten text, or the refusal."""
    try:
        return adapt(text, TABLES).text
    except CannotAdapt as refused:
        return refused.message


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_is_rewritten_or_refused(text: str) -> None:
    assert isinstance(_adapted(text), str)
