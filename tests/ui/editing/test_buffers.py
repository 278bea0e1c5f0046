"""Several texts in one editor: the pure part."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.ui.editing.buffers import Buffer, Buffers, read_buffers, to_keep

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


def test_what_is_kept_is_read_back_as_it_was_even_from_another_version() -> None:
    kept = Buffers().written("T\n| take 1", (1, 3)).opened().renamed("mail").turned_to(0)
    document = json.loads(json.dumps({**to_keep(kept), "later": [1]}))
    assert {**to_keep(kept), "later": [1]} == to_keep(read_buffers(document) or Buffers())


@given(st.dictionaries(st.sampled_from(["buffers", "current", "x"]), JSON))
def test_whatever_was_kept_gives_texts_with_unlike_names_or_none(kept: dict[str, object]) -> None:
    found = read_buffers(kept)
    if found is not None:
        assert len(found.all) == len(set(found.names))
        assert found.buffer.name


def test_entries_that_make_no_sense_are_left_out_and_equal_names_told_apart() -> None:
    one = {"name": "a", "text": "T"}
    kept = {"buffers": [one, {"name": ""}, 7, one, {**one, "cursor": ["x"]}], "current": 9}
    found = read_buffers(kept)
    assert found is not None
    assert ("a", "a (2)", "a (3)") == found.names
    assert 0 == found.current
    assert read_buffers({"buffers": []}) is None


def test_closing_the_last_one_leaves_an_empty_one() -> None:
    assert (Buffer("query 1"),) == Buffers().renamed("mine").written("T", (0, 1)).closed().all


@pytest.mark.parametrize("name", ["", "  ", "query 2", "x" * 41])
def test_a_name_that_cannot_be_had_is_refused_with_a_reason(name: str) -> None:
    buffers = Buffers().opened().turned_to(0)
    with pytest.raises(ValueError, match="name"):
        buffers.renamed(name)
    assert "query 1" == buffers.renamed(" query 1 ").buffer.name
