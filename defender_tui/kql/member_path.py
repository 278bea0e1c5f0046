"""Ways to members of dynamic values, as KQL spells them.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/dynamic
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from .spelled_names import spell_name

Step: TypeAlias = str | int
"""The name of a member, or the place in an array from 0 on."""


def member_path(column: str, steps: Sequence[Step]) -> str:
    """Spell the way from a column to a member: `AdditionalFields.x["y z"][0]`."""
    return spell_name(column) + "".join(map(_step, steps))


def extension(column: str, steps: Sequence[Step], *, is_parsed: bool, taken: Sequence[str]) -> str:
    """Give the step of a query that makes a column of a member: `extend X = tostring(...)`.

    `is_parsed` says that the column is dynamic already. The new column is named for the member,
    with a number where `taken` has that name.
    """
    name = _free_name(_new_name(column, steps), taken)
    return f"extend {name} = {member_text(column, steps, is_parsed=is_parsed)}"


def member_text(column: str, steps: Sequence[Step], *, is_parsed: bool) -> str:
    """Spell a member as text: `tostring(parse_json(Column).member)`."""
    source = spell_name(column) if is_parsed else f"parse_json({spell_name(column)})"
    return f"tostring({source}{''.join(map(_step, steps))})"


def _step(step: Step) -> str:
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
