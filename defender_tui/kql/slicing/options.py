"""The `name=value` words that follow an operator."""

from __future__ import annotations

from collections.abc import Mapping

from .words import Stretch, Words


def take_options(words: Words, rest: Stretch) -> tuple[Mapping[str, str], Stretch]:
    """Read `kind=inner hint.strategy=shuffle …`; gives them and the words behind them.

    Hints are left out of what is given.
    """
    found: dict[str, str] = {}
    while True:
        is_hint = words[rest.first] == "hint" and words[rest.first + 1] == "."
        equals = rest.first + (3 if is_hint else 1)
        if words[equals] != "=" or equals + 1 >= rest.end:
            return found, rest
        if not is_hint:
            found[words[rest.first]] = words[equals + 1]
        rest = Stretch(equals + 2, rest.end)
