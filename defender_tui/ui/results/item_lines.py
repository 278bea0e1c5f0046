"""The items of a row as lines that fit a width. Pure; run it off the loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len, set_cell_size

from ...core.evidence_kinds import kind_words
from ...core.text import one_line
from ...core.zones import Zone, spelled_time
from ..widgets.cell_lines import cell_lines
from .row_items import RowItem

MOST_LINES = 30
_MOST_LABEL = 34
_LEAST_VALUE = 20
_INDENT = "  "
_FOLDED_CHARACTERS = 4_000


class LineLook(Enum):
    """How a line's text is drawn."""

    VALUE = "value"
    QUIET = "quiet"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of an item by its place: a label, padded, and a text; both safe to draw."""

    item: int
    label: str
    text: str
    look: LineLook = LineLook.VALUE
    note: str = ""


def item_lines(items: Sequence[RowItem], width: int, zone: Zone) -> list[ItemLine]:
    """Give all lines, each of at most `width` cells; a long value is cut after thirty lines."""
    widest = max((cell_len(_label(item)) for item in items), default=0)
    label_width = min(widest + 2, _MOST_LABEL)
    if width - label_width < _LEAST_VALUE:
        label_width = 0
    return [
        line
        for place, item in enumerate(items)
        for line in _lines_of(item, place, width, label_width, zone)
    ]


def _label(item: RowItem) -> str:
    sign = " "
    if item.member_count is not None:
        sign = "▾" if item.is_unfolded else "▸"
    return f"{_INDENT * item.key.level}{sign} {one_line(item.label[:200])}"


def _lines_of(
    item: RowItem, place: int, width: int, label_width: int, zone: Zone
) -> Iterator[ItemLine]:
    label = _label(item)
    if label_width:
        room, below = width - label_width, " " * label_width
        label = _fitted(label, label_width - 1) + " "
    else:
        yield ItemLine(place, _fitted(label, width).rstrip(), "")
        below = label = _INDENT * (item.key.level + 2)
        room = width - len(below)
    room = max(room, 8)
    note = kind_words(item.entity.kind) if item.entity else ""
    texts, look = _texts(item, room, zone)
    for at, text in enumerate(texts):
        is_last = at == len(texts) - 1
        has_room = cell_len(text) + len(note) + 3 <= room
        yield ItemLine(
            place,
            label if at == 0 else below,
            text,
            look,
            note if is_last and has_room else "",
        )
        if is_last and note and not has_room:
            yield ItemLine(place, below, note, LineLook.NOTE)
    for reading in item.readings:
        head = f"{reading.how}: "
        for text in cell_lines(head + reading.text, room)[:MOST_LINES]:
            yield ItemLine(place, below, text, LineLook.NOTE)
    if item.left_out:
        yield ItemLine(
            place, below, f"{item.left_out:,} more members are not listed", LineLook.QUIET
        )


def _texts(item: RowItem, room: int, zone: Zone) -> tuple[list[str], LineLook]:
    if item.value is None:
        return ["null"], LineLook.QUIET
    if item.member_count is not None:
        unit = "element" if item.value.lstrip().startswith("[") else "member"
        count = f"{item.member_count:,} {unit}{'' if item.member_count == 1 else 's'}"
        if item.is_unfolded:
            return [count], LineLook.QUIET
        shortened = one_line(item.value[:_FOLDED_CHARACTERS])
        return [_cut(f"{count}  {shortened}", room)], LineLook.QUIET
    if not item.value:
        return ["empty text"], LineLook.QUIET
    value = item.value
    if item.kind == "datetime":
        spelled = spelled_time(value, zone)
        value = f"{spelled} {zone.value}" if spelled != value else value
    lines = cell_lines(value, room)
    if len(lines) > MOST_LINES:
        more = f"{len(lines) - MOST_LINES:,} more lines · Enter shows them"
        return [*lines[:MOST_LINES], _cut(more, room)], LineLook.VALUE
    return lines, LineLook.VALUE


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _fitted(text: str, width: int) -> str:
    return set_cell_size(_cut(text, width), width)
