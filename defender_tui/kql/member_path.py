"""Ways to members of dynamic values, as KQL spells them.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/dynamic
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias

from .spelled_names import spell_name


class TextStep(Enum):
    """The step from a text to the JSON that it holds."""

    PARSE = "parse"


Step: TypeAlias = str | int | TextStep
"""The name of a member, the place in an array from 0 on, or into a text of JSON."""


def member_path(column: str, steps: Sequence[Step], *, is_parsed: bool = True) -> str:
    """Spell the way from a column to a member: `AdditionalFields.x["y z"][0]`.

    `is_parsed` says that the column is dynamic already.
    """
    return _way(spell_name(column) if not steps else _source(column, is_parsed), steps)


def extension(column: str, steps: Sequence[Step], *, is_parsed: bool, taken: Sequence[str]) -> str:
    """Give the step of a query that makes a column of a member: `extend X = tostring(...)`.

    `is_parsed` says that the column is dynamic already. The new column is named for the member,
    with a number where `taken` has that name.
    """
    name = _free_name(_new_name(column, steps), taken)
    return f"extend {name} = {member_text(column, steps, is_parsed=is_parsed)}"


def member_text(column: str, steps: Sequence[Step], *, is_parsed: bool) -> str:
    """Spell a member as text: `tostring(parse_json(Column).member)`."""
    return f"tostring({_way(_source(column, is_parsed), steps)})"


def _source(column: str, is_parsed: bool) -> str:
    return spell_name(column) if is_parsed else f"parse_json({spell_name(column)})"


def _way(source: str, steps: Sequence[Step]) -> str:
    for step in steps:
        if isinstance(step, TextStep):
            source = f"parse_json(tostring({source}))"
        else:
            source += _step(step)
    return source


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    spelled = spell_name(step)
    return spelled if spelled.startswith("[") else f".{spelled}"


def _new_name(column: str, steps: Sequence[Step]) -> str:
    names = [step for step in steps if isinstance(step, str)]
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", names[-1] if names else column).strip("_") or "Member"
    if plain[0].isdecimal():
        return f"Member_{plain}"
    return plain if spell_name(plain) == plain else f"{plain}_"


def _free_name(name: str, taken: Sequence[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}{number}"
    return free
