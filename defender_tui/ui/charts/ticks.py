"""Where the marks of an axis stand, and what is written there. Pure."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from ...core.zones import Zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 86_400
_TIME_STEPS_S = (
    *(0.001, 0.01, 0.1, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800),
    *(3_600, 7_200, 10_800, 21_600, 43_200),
    *(
        _DAY_S * days
        for days in (1, 2, 7, 14, 28, 91, 182, 364, 1_820, 3_640, 36_400, 364_000, 3_640_000)
    ),
)
_UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def number_words(value: float) -> str:
    """Give a number in at most about six characters: `950`, `1.2k`, `3.41M`, `0.002`, `1e-07`."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞" if value < 0 else "?"
    for size, unit in _UNITS:
        if abs(value) >= size:
            scaled = value / size
            return f"{scaled:.0f}{unit}" if abs(scaled) >= 1e4 else f"{scaled:.4g}{unit}"
    return f"{value:.4g}"


def number_ticks(low: float, high: float, most: int, *, is_whole: bool = False) -> list[float]:
    """Give round numbers from at or below `low` to at or above `high`, at most about `most`.

    There are two or more; `is_whole` gives no fractions.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high - low <= 0:
        return [low, low + 1]
    rough = max((high - low) / max(most - 1, 1), 1.0 if is_whole else 0.0)
    power = 10.0 ** math.floor(math.log10(rough))
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= max(most, 2):
            break
    return [place * step for place in range(first, max(last, first + 1) + 1)]


def time_ticks(low_s: float, high_s: float, most: int, zone: Zone) -> list[tuple[float, str]]:
    """Give round moments between two, in seconds since 1970, as a zone spells them.

    At most about `most`; none when nothing round lies between the two.
    """
    span = max(high_s - low_s, 0.001)
    step = next((one for one in _TIME_STEPS_S if span / one <= max(most, 1)), _TIME_STEPS_S[-1])
    # A day begins at midnight in the zone that is shown.
    offset = _offset_s(low_s, zone)
    first = math.ceil((low_s + offset) / step)
    last = math.floor((high_s + offset) / step)
    ticks = (place * step - offset for place in range(first, last + 1))
    return [(tick, moment_words(tick, zone, step_s=step, span_s=span)) for tick in ticks]


def moment_words(moment_s: float, zone: Zone, *, step_s: float = 1, span_s: float = 1e9) -> str:
    """Spell a moment as finely as a step needs it, with the day where the span is longer."""
    try:
        moment = _EPOCH + timedelta(seconds=moment_s)
        moment = moment.astimezone(UTC if zone is Zone.UTC else None)
    except OverflowError:
        return "?"
    if step_s >= _DAY_S:
        return f"{moment:%Y}" if step_s >= 182 * _DAY_S else f"{moment:%Y-%m-%d}"
    clock = f"{moment:%H:%M}" if step_s >= 60 else f"{moment:%H:%M:%S}"
    if step_s < 1:
        clock += f".{moment.microsecond // 1_000:03}"
    return f"{moment:%m-%d} {clock}" if span_s > _DAY_S else clock


def _offset_s(moment_s: float, zone: Zone) -> float:
    if zone is Zone.UTC:
        return 0.0
    try:
        offset = (_EPOCH + timedelta(seconds=moment_s)).astimezone().utcoffset()
    except OverflowError:
        return 0.0
    return offset.total_seconds() if offset else 0.0
