"""Text from elsewhere reads as it is and never commands the terminal."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.text import many_lines, one_line, plain

ESC = "\x1b"
# Everything that Unicode itself calls ignorable where it is not supported, the emoji selector
# U+FE0F aside, which ordinary text holds.
IGNORABLE = (
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE0F),
    *range(0xFFF0, 0xFFFC),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
)
CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
FORBIDDEN = frozenset(
    map(chr, (*CONTROLS, *IGNORABLE, 0x2028, 0x2029, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
)
hostile_text = st.text(st.one_of(st.characters(), st.sampled_from(sorted(FORBIDDEN))))


@pytest.mark.parametrize(
    ("meant", "char"),
    [
        ("␛", ESC),
        ("␀", "\x00"),
        ("␈", "\x08"),
        ("␡", "\x7f"),
        ("‹U+009B›", "\x9b"),
        ("‹U+202E›", "\u202e"),
        ("‹U+2066›", "\u2066"),
        ("‹U+200B›", "\u200b"),
        ("‹U+FEFF›", "\ufeff"),
        ("‹U+D800›", "\ud800"),
        ("‹U+E0041›", "\U000e0041"),
    ],
)
def test_a_control_or_invisible_character_is_shown_by_name(meant: str, char: str) -> None:
    assert f"a{meant}b" == one_line(f"a{char}b") == many_lines(f"a{char}b")


def test_no_dangerous_character_passes_unseen() -> None:
    breaks = set("\t\n\r\x85\u2028\u2029")
    assert [] == [
        hex(ord(char))
        for char in sorted(FORBIDDEN - breaks)
        for shown in (one_line(char), many_lines(char))
        if char in shown or not shown.strip()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "plain ASCII ~!@#$%^&*()[]{}\\|",
        "Ransomware “activity” – Größe, naïve, ¿qué?",
        "勒索软件活动 ランサムウェア",
        "שלום عربي",
        "e\u0301 combining",
        "🚨 ☁️ 👍🏽",
        "[red]not markup[/red]",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert text == one_line(text) == many_lines(text)


@given(hostile_text)
def test_one_line_never_holds_a_control_or_a_line_break(text: str) -> None:
    shown = one_line(text)
    assert set() == set(shown) & FORBIDDEN
    assert len(shown.splitlines()) <= 1


@given(hostile_text)
def test_many_lines_break_at_line_feeds_only(text: str) -> None:
    shown = many_lines(text)
    assert {"\n"} >= set(shown) & FORBIDDEN
    assert [line for line in shown.split("\n") if line] == [
        line for line in shown.splitlines() if line
    ]


@given(hostile_text)
def test_safe_text_stays_as_it_is_when_made_safe_again(text: str) -> None:
    once = one_line(text)
    assert once == one_line(once)


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_visible_characters_are_never_replaced(text: str) -> None:
    fillers = {"\u3164", "\uffa0", "\u115f", "\u1160"}
    assert [char for char in text if char not in fillers] == [
        char
        for char in one_line("".join(char for char in text if char not in fillers))
        if unicodedata.category(char)[0] in "LNPS"
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_breaks_of_every_system_are_one_break(line_break: str) -> None:
    assert "a⏎b" == one_line(f"a{line_break}b")
    assert "a\nb" == many_lines(f"a{line_break}b")


def test_a_tab_is_a_space_in_one_line_and_aligned_in_many() -> None:
    assert "a b" == one_line("a\tb")
    assert "a   b\nab  c" == many_lines("a\tb\nab\tc")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("true", True),
        ("false", False),
        ("7", 7),
        ("1.5", 1.5),
        ('{"a":[1,null,"é"]}', {"a": [1, None, "é"]}),
        ("[1,2]", (1, 2)),
        ('{"a":{"b":1}}', MappingProxyType({"a": MappingProxyType({"b": 1})})),
        ('["Resource.X"]', [type("R", (), {"__str__": lambda _: "Resource.X"})()]),
    ],
)
def test_a_value_of_any_kind_is_written_as_people_read_it(text: str, value: object) -> None:
    assert text == plain(value)


def test_an_escape_inside_a_container_is_shown_too() -> None:
    assert ESC not in one_line({"name": f"{ESC}[2J\u202e"})
