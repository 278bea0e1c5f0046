"""Bars and columns: a value for each place, side by side or upon one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from .canvas import Canvas, Colour
from .cell_text import CellText
from .picture import DrawnSeries, Picture
from .scale import Scale
from .ticks import number_ticks, number_words

_MOST_ROWS = 600
_NAME_SHARE = 0.4
_VALUE_CELLS = 16
_ROWS_A_TICK = 3
_COLUMNS_A_TICK = 12
_WIDEST_COLUMN = 12


def draw_bars(picture: Picture, width: int, colours: Sequence[Colour]) -> tuple[Text, int]:
    """Draw a lying bar for each place, its value beside it; as many lines as that takes.

    Gives the text and how many places were left out.
    """
    group = _Group.of(picture)
    per_place = group.bars + (1 if group.bars > 1 else 0)
    kept = max(min(len(picture.places), _MOST_ROWS // per_place), 1)
    rows = kept * per_place - (1 if group.bars > 1 else 0)
    text = CellText()
    name_cells = int(width * _NAME_SHARE)
    # The first place stands on top.
    tops = [rows - 1 - at * per_place for at in range(kept)]
    labels = [
        (float(top), text.spelled(name, name_cells))
        for top, name in zip(tops, picture.places, strict=False)
    ]
    canvas = Canvas(width, rows + 2, labels, text)
    room = max(canvas.columns - _VALUE_CELLS, 4)
    most = max(room // _COLUMNS_A_TICK, 2)
    ticks = number_ticks(*group.range(kept), most, is_whole=group.is_whole)
    scale = Scale(ticks[0], ticks[-1], room)
    canvas.name_columns([(scale(tick), number_words(tick)) for tick in ticks])
    whole = sum(series.whole for series in picture.series)
    for series, place, bottom, top_value in group.spans(kept):
        row = float(tops[place] - (0 if picture.is_stacked else group.place_of(series)))
        first, last = sorted((round(scale(bottom)), round(scale(top_value))))
        cells = [(float(column), row) for column in range(first, last + 1)]
        is_empty = bottom == top_value
        colour = colours[series.number % len(colours)]
        canvas.marks([] if is_empty else cells, series.mark, colour)
        if not picture.is_stacked:
            words = _value_words(top_value, whole if picture.has_shares else None)
            canvas.write(" " + words, last + (0 if is_empty else 1), row)
    if picture.is_stacked:
        for place, value in enumerate(group.sums[:kept]):
            words = number_words(value)
            canvas.write(" " + words, round(scale(max(value, 0.0))) + 1, float(tops[place]))
    return canvas.drawn(), len(picture.places) - kept


def draw_columns(
    picture: Picture, width: int, height: int, colours: Sequence[Colour]
) -> tuple[Text, int]:
    """Draw standing columns for each place; gives the text and how many places had no room."""
    group = _Group.of(picture)
    rows = max(height - 2, 1)
    text = CellText()
    most = max(rows // _ROWS_A_TICK, 4)
    # The range of all places, so that it stays whatever has room.
    ticks = number_ticks(*group.range(len(picture.places)), most, is_whole=group.is_whole)
    scale = Scale(ticks[0], ticks[-1], rows)
    labels = [(scale(tick), text.spelled(number_words(tick), 8)) for tick in ticks]
    canvas = Canvas(width, height, labels, text)
    per_place = canvas.columns // max(len(picture.places), 1)
    gap = 1 if per_place > group.bars else 0
    bar_cells = max(min((per_place - gap) // group.bars, _WIDEST_COLUMN), 1)
    pitch = max(per_place, group.bars * bar_cells + gap)
    pitch = min(pitch, group.bars * bar_cells + max(gap, 4))
    kept = max(min(len(picture.places), canvas.columns // pitch), 1)
    for series, place, bottom, top_value in group.spans(kept):
        if bottom == top_value:
            continue
        left = place * pitch + (0 if picture.is_stacked else group.place_of(series) * bar_cells)
        first, last = sorted((round(scale(bottom)), round(scale(top_value))))
        cells = [
            (float(column), float(row))
            for column in range(left, left + bar_cells)
            for row in range(first, last + 1)
        ]
        canvas.marks(cells, series.mark, colours[series.number % len(colours)])
    middle = (group.bars * bar_cells - 1) / 2
    every = max(-(-_COLUMNS_A_TICK // pitch), 1)
    room = every * pitch - 1
    canvas.name_columns(
        [
            (at * pitch + middle, text.spelled(picture.places[at], room))
            for at in range(0, kept, every)
        ]
    )
    return canvas.drawn(), len(picture.places) - kept


class _Group:
    """The values of each place, a bar for each series or one for all."""

    def __init__(self, picture: Picture) -> None:
        self._series = picture.series
        self._is_stacked = picture.is_stacked
        self._places = {series.number: at for at, series in enumerate(picture.series)}
        self.bars = 1 if picture.is_stacked else max(len(picture.series), 1)
        self.sums = [0.0] * len(picture.places)
        for series in picture.series:
            for x, y in series.points:
                self.sums[int(x)] += y

    @classmethod
    def of(cls, picture: Picture) -> _Group:
        return cls(picture)

    @property
    def is_whole(self) -> bool:
        """Whether there are no fractions."""
        return all(y == int(y) for series in self._series for _, y in series.points)

    def place_of(self, series: DrawnSeries) -> int:
        """The place of a series among those that are drawn."""
        return self._places[series.number]

    def range(self, kept: int) -> tuple[float, float]:
        """The least and the greatest value of the first places, with 0."""
        low = high = 0.0
        for _, _, _, top in self.spans(kept):
            low, high = min(low, top), max(high, top)
        return low, high

    def spans(self, kept: int) -> Iterator[tuple[DrawnSeries, int, float, float]]:
        """Each bar or part of one: series, place, where it begins and where it ends."""
        # One by one: to let go of a long list of them would hold the screen up.
        begun = [0.0] * len(self.sums)
        for series in self._series:
            for x, y in series.points:
                place = int(x)
                if place < kept:
                    bottom = begun[place] if self._is_stacked else 0.0
                    begun[place] += y
                    yield series, place, bottom, bottom + y


def _value_words(value: float, whole: float | None) -> str:
    if whole is None:
        return number_words(value)
    share = value / whole if whole else 0.0
    return f"{number_words(value)} ({share:.1%})"
