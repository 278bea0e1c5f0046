"""Names as they must stand in a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import TokenKind, tokenize
from defender_tui.kql.literals import unquote
from defender_tui.kql.spelled_names import spell_name


@pytest.mark.parametrize("name", ["DeviceInfo", "_x", "Firewall_CL", "Type"])
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert name == spell_name(name)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("", '[""]'),
        ("two words", '["two words"]'),
        ("1st", '["1st"]'),
        ("where", '["where"]'),
        ("a-b", '["a-b"]'),
        ('q"uote', '["q\\"uote"]'),
    ],
)
def test_another_name_is_put_in_brackets_and_quotes(name: str, spelled: str) -> None:
    assert spelled == spell_name(name)


@given(st.text(max_size=20))
def test_no_name_breaks_out_of_its_spelling(name: str) -> None:
    spelled = spell_name(name)
    *_, last = tokenize(f"T | project {spelled}")
    assert spelled == last.text
    assert last.kind in {TokenKind.NAME, TokenKind.FUNCTION, TokenKind.TABLE}
    assert name == (unquote(spelled[1:-1]) if spelled.startswith("[") else spelled)
