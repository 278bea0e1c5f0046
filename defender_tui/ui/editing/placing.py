"""Where boxes beside the cursor go, so that neither covers its line nor the other."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Offset, Size


@dataclass(frozen=True, slots=True)
class Places:
    """The corners of the list and of the hint, in cells of the screen."""

    offers: Offset
    hint: Offset


def places(
    cursor: Offset, offers: Size, hint: Size, screen: Size, *, begun_cells: int = 0
) -> Places:
    """Place a list below the cursor's line, or above where there is no room, the hint across.

    An absent box has the height 0; the list stands under the word that is begun. Where the hint has
    no room across the line it goes behind the list.
    """
    room_below = screen.height - cursor.y - 1
    is_below = offers.height <= room_below or room_below >= cursor.y
    offers_y = cursor.y + 1 if is_below else max(cursor.y - offers.height, 0)
    above = cursor.y - hint.height
    if is_below:
        hint_y = above if above >= 0 else cursor.y + 1 + offers.height
    else:
        fits = cursor.y + 1 + hint.height <= screen.height
        hint_y = cursor.y + 1 if fits else max(offers_y - hint.height, 0)
    return Places(
        Offset(_column(cursor.x - begun_cells - 1, offers.width, screen.width), offers_y),
        Offset(_column(cursor.x, hint.width, screen.width), hint_y),
    )


def _column(wanted: int, width: int, screen_width: int) -> int:
    return max(min(wanted, screen_width - width), 0)
