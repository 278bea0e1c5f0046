from __future__ import annotations

from collections import Counter

import pytest
from textual._xterm_parser import XTermParser

from defender_tui.ui.commands import Command, bindings_for, commands_of, key_text
from defender_tui.ui.terminal_keys import read_alt_digits

SCREENS = ("app", "credentials", "setup", "token", "incidents", "hunting")


def _all() -> list[Command]:
    return [command for screen in SCREENS for command in commands_of(screen)]


def test_every_command_has_an_id_of_its_own_under_its_screen() -> None:
    counts = Counter(command.id for command in _all())
    assert [] == [id for id, count in counts.items() if count > 1]
    assert [] == [one.id for one in _all() if not one.id.startswith(f"{one.screen}.")]


@pytest.mark.parametrize("screen", SCREENS[1:])
def test_no_key_means_two_things_at_one_focus(screen: str) -> None:
    commands = commands_of(screen)
    for part in {command.part for command in commands}:
        # A part's own keys go before those of its screen.
        at_hand = (*commands_of("app"), *(one for one in commands if one.part == part))
        keys = Counter(key for command in at_hand for key in command.keys)
        assert [] == [key for key, count in keys.items() if count > 1]


def test_every_command_says_what_it_does_in_a_sentence() -> None:
    assert [] == [one.id for one in _all() if not (one.title and one.help.endswith("."))]


def test_the_words_of_commands_hold_no_markup() -> None:
    assert [] == [one.id for one in _all() if "[" in one.title + one.help]


@pytest.mark.parametrize("screen", SCREENS)
def test_bindings_carry_the_ids_of_their_commands(screen: str) -> None:
    whole = [one for one in commands_of(screen) if not one.part]
    ids = [command.id for command in whole for _key in command.keys]
    assert ids == [binding.id for binding in bindings_for(screen)]


def test_no_key_is_one_that_a_terminal_cannot_tell_apart() -> None:
    twins = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+left_square_bracket"}
    assert [] == [one.id for one in _all() if twins & set(one.keys)]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("f5", "F5"),
        ("slash", "/"),
        ("f", "f"),
        ("ctrl+slash", "ctrl+/"),
        ("alt+full_stop", "alt+."),
        ("less_than_sign", "<"),
    ],
)
def test_keys_are_written_as_people_write_them(key: str, text: str) -> None:
    assert text == key_text(key)


@pytest.mark.parametrize("digit", "123456789")
def test_alt_with_a_digit_is_a_key_where_terminals_send_escape_first(digit: str) -> None:
    read_alt_digits()
    parser = XTermParser()
    keys = [event for sent in (f"\x1b{digit}", "") for event in parser.feed(sent)]
    assert [f"alt+{digit}"] == [getattr(key, "key", "") for key in keys]
