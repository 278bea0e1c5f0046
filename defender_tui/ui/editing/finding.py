"""Finding a text within a query; pure."""

from __future__ import annotations

import re


def places_of(wanted: str, text: str) -> list[tuple[int, int]]:
    """Give where a text stands, as offsets, in order; empty for an empty one.

    A capital letter in what is wanted makes case count.
    """
    return [match.span() for match in _pattern(wanted).finditer(text)] if wanted else []


def index_from(places: list[tuple[int, int]], offset: int, step: int) -> int:
    """Give which place comes next from an offset, `step` 1, or came before, -1; around the ends.

    With `step` 0 a place that begins at the offset counts. There must be a place.
    """
    if step < 0:
        before = [at for at, (start, _) in enumerate(places) if start < offset]
        return before[-1] if before else len(places) - 1
    least = offset + step
    return next((at for at, (start, _) in enumerate(places) if start >= least), 0)


def all_replaced(wanted: str, by: str, text: str) -> tuple[str, int]:
    """Put another text, taken as it is, in every place; also give how many there were."""
    if not wanted:
        return text, 0
    return _pattern(wanted).subn(lambda _: by, text)


def _pattern(wanted: str) -> re.Pattern[str]:
    flags = re.NOFLAG if any(character.isupper() for character in wanted) else re.IGNORECASE
    return re.compile(re.escape(wanted), flags)
