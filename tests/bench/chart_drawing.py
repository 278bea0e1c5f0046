"""How long the screen waits while a large chart is drawn: `python -m tests.bench.chart_drawing`.

A chart of many series is drawn in a thread for a page of 120 x 40, as the pane does it, while the
loop looks at the clock every millisecond. What is late is what a key would wait for.
"""

from __future__ import annotations

import asyncio
import gc
import math
import sys
import time
from statistics import median

from defender_tui.core.zones import Zone
from defender_tui.results.view.chart import Axis
from defender_tui.ui.charts.drawing import draw
from defender_tui.ui.charts.picture import DrawnSeries, Form, Picture
from defender_tui.ui.collector import spare_collector
from defender_tui.ui.short_turns import take_short_turns

SERIES, POINTS = 50, 2_000
ROUNDS = 7
TARGET_MS = 16.0
_BEAT_S = 0.001
_COLOURS = ((200, 60, 60), (60, 200, 60), (60, 60, 200), (200, 200, 60))


def picture(form: Form) -> Picture:
    """Give a chart of fifty waves of two thousand points each."""
    series = tuple(
        DrawnSeries(
            f"series {number}",
            number,
            "●",
            tuple(
                (float(x), 50 + number + 40 * math.sin(x * (number + 1) / 97))
                for x in range(POINTS)
            ),
        )
        for number in range(SERIES)
    )
    has_places = form in (Form.COLUMNS, Form.BARS)
    places = tuple(str(x) for x in range(POINTS)) if has_places else ()
    axis = Axis.CATEGORY if has_places else Axis.NUMBER
    return Picture(form, axis, series, Zone.UTC, places)


async def measured(wanted: Picture) -> tuple[float, float]:
    """Draw once; give how long it took and the longest delay of the loop meanwhile, in ms."""
    late_s: list[float] = []

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(_BEAT_S)
            now = time.perf_counter()
            late_s.append(now - last - _BEAT_S)
            last = now

    beating = asyncio.create_task(beat())
    began = time.perf_counter()
    await asyncio.to_thread(lambda: draw(wanted, 118, 36, _COLOURS).strips())
    took_s = time.perf_counter() - began
    beating.cancel()
    return took_s * 1000, max(late_s) * 1000


async def main() -> int:
    """Print the figures; 1 when the loop waited too long in most rounds of a form."""
    take_short_turns()
    spare_collector()
    is_missed = False
    for form in Form:
        wanted = picture(form)
        await measured(wanted)
        gc.collect()
        rounds = [await measured(wanted) for _ in range(ROUNDS)]
        took_ms, late_ms = (median(values) for values in zip(*rounds, strict=True))
        is_missed |= late_ms > TARGET_MS
        verdict = "pass" if late_ms <= TARGET_MS else "FAIL"
        print(
            f"{f'chart of {SERIES} {form.value}':<22} drawn in {took_ms:6.0f} ms"
            f"   longest delay {late_ms:5.1f} ms   target <= {TARGET_MS:.0f} ms   {verdict}"
        )
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
