"""The colours of series, in their order, far apart on a dark and on a light ground."""

from __future__ import annotations

# fmt: off
_DARK = (
    "6cb6ff", "e3b341", "56d364", "ff7b72", "d2a8ff", "39c5cf", "ffa657",
    "f778ba", "a5d6ff", "b8cc52", "c9a26d", "9aa5b3",
)
_LIGHT = (
    "0b5cad", "8a5a00", "1a7f37", "b3261e", "6f42c1", "0a6c74", "b35900",
    "a3246b", "24527a", "566b00", "6b4c1f", "4a5563",
)
# fmt: on


def series_colours(*, is_dark: bool) -> tuple[tuple[int, int, int], ...]:
    """Give the colours for a ground, as red, green and blue."""
    found = _DARK if is_dark else _LIGHT
    return tuple((int(one[:2], 16), int(one[2:4], 16), int(one[4:], 16)) for one in found)
