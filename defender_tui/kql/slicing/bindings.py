"""What `let` and the parameters of functions bind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .words import Stretch, Words


@dataclass(frozen=True, slots=True, eq=False)
class Let:
    """One `let`: its statement without `;`, the number of its name, and what it gives.

    `body` is what stands behind `=`, or a function's statements inside `{}`. `scope` is what its
    names mean. `is_ambiguous` when its name means something else too.
    """

    statement: Stretch
    name_number: int
    name: str
    body: Stretch
    is_function: bool
    scope: Scope
    is_ambiguous: bool


class Parameter:
    """A name that a function's caller gives a meaning to."""


Scope = Mapping[str, Let | Parameter]


def read_let(words: Words, statement: Stretch, scope: Scope, *, is_table: bool) -> Let:
    """Read a statement that begins with `let`; `is_table` when its name is also that of a table.

    Raises:
        CannotSlice: it has no name or nothing behind it.
    """
    number = statement.first + 1
    name = words.name(number) if number < statement.end else None
    body = statement.after(3)
    if name is None or words[number + 1] != "=" or body.is_empty:
        raise words.refuse("This `let` cannot be read.", statement)
    inner = dict(scope)
    is_function = False
    if words[body.first] == "view" and words[body.first + 1] == "(":
        body = body.after()
    opened = words.closing(body.first) + 1 if words[body.first] == "(" else -1
    if 0 < opened < body.end and words[opened] == "{" and words.closing(opened) == body.end - 1:
        is_function = True
        inner |= {name: Parameter() for name in _parameters(words, Stretch(body.first + 1, opened))}
        body = Stretch(opened + 1, body.end - 1)
    return Let(statement, number, name, body, is_function, inner, is_table or name in scope)


def _parameters(words: Words, inside: Stretch) -> list[str]:
    """The names in front of a `:`, where no bracket is open; `inside` ends with the bracket."""
    numbers = words.outside(Stretch(inside.first, inside.end - 1))
    named = [words.name(n) for n in numbers if words[n + 1] == ":"]
    return [name for name in named if name is not None]
