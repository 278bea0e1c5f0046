"""Fields that offer a few words to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Select

from ..text import shown
from ..widgets.form import FormField

_TITLE_CELLS = 60
Option = tuple[str, str]


def choice(label: str, options: Iterable[Option], value: str, *, id: str) -> FormField:
    """Give a field that chooses one of some (title, value) pairs; titles may be foreign text."""
    return FormField(label, choice_control(options, value), id=id)


def choice_control(options: Iterable[Option], value: str) -> Select[str]:
    """Give what such a field chooses with."""
    return Select(_prompts(options), value=value, allow_blank=False, compact=True)


def chosen(field: FormField) -> str:
    """Give the value that a choice stands at."""
    value = field.query_one(Select).value
    return value if isinstance(value, str) else ""


def choose(field: FormField, options: Iterable[Option], value: str) -> None:
    """Offer other options and choose one, without telling anyone of a change."""
    select: Select[str] = field.query_one(Select)
    with field.prevent(Select.Changed), select.prevent(Select.Changed):
        select.set_options(_prompts(options))
        select.value = value


def _prompts(options: Iterable[Option]) -> list[tuple[Content, str]]:
    return [(shown(title, limit=_TITLE_CELLS), value) for title, value in options]
