"""How far back a query looks by its own words, to cut it where its rows are.

Only a hint: windows reach beyond it on both sides, so nothing is lost when it is wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ..diagnostics.timespans import span_of
from .moments import ticks_of
from .windows import Window
from .words import Stretch, Words

_MORE = (">", ">=")
_LESS = ("<", "<=")


class OwnSpan:
    """Gathers `Time > ago(7d)` and the like from the conditions behind each source."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._lows: list[int | None] = []
        self._highs: list[int | None] = []

    def begin_source(self) -> None:
        """Take note of one more source, of which nothing is known yet."""
        self._lows.append(None)
        self._highs.append(None)

    def read(self, words: Words, operator: Stretch, time: str | None) -> None:
        """Look for bounds in a `where` over the source noted last."""
        if words[operator.first] not in ("where", "filter") or time is None or not self._lows:
            return
        for number in words.outside(operator):
            if words[number] != time:
                continue
            compared = words[number + 1]
            moment = self._moment(words, number + 2)
            if compared in _MORE and moment is not None:
                self._lows[-1] = moment
            elif compared in _LESS and moment is not None:
                self._highs[-1] = moment
            elif compared == "between" and words[number + 2] == "(":
                self._lows[-1] = self._moment(words, number + 3)

    def window(self) -> Window | None:
        """The span of all sources together; `None` unless each has a beginning."""
        lows = [low for low in self._lows if low is not None]
        if not lows or len(lows) < len(self._lows):
            return None
        highs = [self._now if high is None else high for high in self._highs]
        low, high = min(lows), max(highs)
        return Window(low, high) if low < high else None

    def _moment(self, words: Words, number: int) -> int | None:
        text = words[number]
        if text == "ago" and words[number + 1] == "(":
            span = span_of(words[number + 2])
            return None if span is None else max(self._now - int(span.total_seconds() * 10**7), 0)
        if text == "now":
            return self._now
        if not text.startswith("datetime"):
            return None
        try:
            moment = datetime.fromisoformat(text.removeprefix("datetime").strip(" ()"))
        except ValueError:
            return None
        return ticks_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
