"""A picture as text of some size. Blocks: it belongs in a thread."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text
from textual.strip import Strip

from ...results.view.chart import Axis
from .bars import draw_bars, draw_columns
from .canvas import BRAILLE, Canvas, Colour
from .cell_text import CellText
from .picture import DrawnSeries, Form, Picture
from .scale import Scale
from .ticks import number_ticks, number_words, time_ticks

# More lines than this in dots take long to draw and cannot be told apart.
_MOST_DOTTED = 4
_ROWS_A_TICK = 3
_COLUMNS_A_TICK = 14

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as text, and how many of its places had no room."""

    text: Text
    left_out: int = 0

    def strips(self) -> list[Strip]:
        """Give the lines as a screen takes them. Blocks."""
        console = Console(file=io.StringIO())
        return [Strip(line.render(console)) for line in self.text.split("\n")]


def draw(picture: Picture, width: int, height: int, colours: Sequence[Colour]) -> Drawing:
    """Draw a picture with something in it; bars may need more lines than `height`."""
    if picture.form is Form.BARS:
        return Drawing(*draw_bars(picture, width, colours))
    if picture.form is Form.COLUMNS:
        return Drawing(*draw_columns(picture, width, height, colours))
    return Drawing(_draw_over_axis(picture, width, height, colours))


def _draw_over_axis(picture: Picture, width: int, height: int, colours: Sequence[Colour]) -> Text:
    points = _stacked(picture)
    # Series by series all along: to let go of every point at once would hold the screen up.
    first, last = _ends((x for x, _ in series.points) for series in picture.series)
    low, high = _ends((y for _, y in series) for series in points)
    if picture.form is Form.AREAS or 0 < low < high:
        low, high = min(low, 0.0), max(high, 0.0)
    is_whole = all(y == int(y) for series in points for _, y in series)
    ticks = number_ticks(low, high, max((height - 2) // _ROWS_A_TICK, 4), is_whole=is_whole)
    low, high = ticks[0], ticks[-1]
    text = CellText()
    rows = max(height - 2, 1)
    at_row = Scale(low, high, rows, alone=(rows - 1) / 2)
    labels = [(at_row(tick), text.spelled(number_words(tick), 8)) for tick in ticks]
    canvas = Canvas(width, height, labels, text)
    at_column = Scale(first, last, canvas.columns, alone=(canvas.columns - 1) / 2)
    _name_columns(canvas, picture, at_column, first, last)
    floor = round(at_row(0.0)) if low <= 0 <= high else 0
    many = len(points) > 1
    drawn = list(zip(picture.series, points, strict=True))
    if picture.form is not Form.AREAS or picture.is_stacked:
        # What is drawn last lies on top: the greatest, unless it would cover the others.
        drawn.reverse()
    marked: list[tuple[DrawnSeries, Points]] = []
    for series, values in drawn:
        colour = colours[series.number % len(colours)]
        line = [(at_column(x), at_row(y)) for x, y in values]
        if picture.form is Form.POINTS:
            canvas.marks(line, series.mark, colour)
        elif picture.form is Form.AREAS:
            canvas.marks(_filled(line, canvas.columns, floor), series.mark, colour)
        else:
            _draw_line(canvas, line, series.mark, colour, is_dotted=len(points) <= _MOST_DOTTED)
            marked.append((series, _some(line, canvas.columns, many=many)))
    for series, some in marked:
        canvas.marks(some, series.mark, colours[series.number % len(colours)])
    return canvas.drawn()


def _ends(values: Iterable[Iterable[float]]) -> tuple[float, float]:
    """The least and the greatest of all values."""
    ends = [(min(each), max(each)) for each in map(tuple, values) if each]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _stacked(picture: Picture) -> list[Points]:
    """The points of each series; stacked ones lie above the sum of those before."""
    if not picture.is_stacked or picture.form is not Form.AREAS:
        return [series.points for series in picture.series]
    every = sorted({x for series in picture.series for x, _ in series.points})
    below = dict.fromkeys(every, 0.0)
    layers: list[Points] = []
    for series in picture.series:
        for x, y in series.points:
            below[x] += y
        layers.append([(x, below[x]) for x in every])
    return layers


def _draw_line(
    canvas: Canvas, points: Points, mark: str, colour: Colour, *, is_dotted: bool
) -> None:
    columns = canvas.columns if is_dotted else canvas.columns // 2
    ordered = _thinned(sorted(points), max(columns, 1), canvas.columns)
    canvas.line(ordered, BRAILLE if is_dotted else mark, colour)


def _thinned(points: Points, groups: int, columns: int) -> Points:
    """Keep the first, the least, the greatest and the last of the points of each group by x."""
    if len(points) <= 2 * groups:
        return points
    by_group: dict[int, list[tuple[float, float]]] = {}
    for point in points:
        by_group.setdefault(round(point[0] * groups / columns), []).append(point)
    kept: list[tuple[float, float]] = []
    for group in by_group.values():
        ends = {group[0], group[-1], min(group, key=_height), max(group, key=_height)}
        kept += [point for point in group if point in ends]
    return kept


def _height(point: tuple[float, float]) -> float:
    return point[1]


def _some(points: Points, columns: int, *, many: bool) -> Points:
    """Points to mark: all where there is room, else one now and then where lines must differ."""
    room = max(columns // 6, 1)
    if len(points) <= room:
        return points
    return points[:: len(points) // room + 1] if many else ()


def _filled(points: Points, columns: int, floor: int) -> Points:
    """Every cell between a line and the floor."""
    ordered = sorted(points)
    cells: list[tuple[float, float]] = []
    at = 0
    for column in range(columns):
        if not ordered[0][0] - 0.5 <= column <= ordered[-1][0] + 0.5:
            continue
        while at + 2 < len(ordered) and ordered[at + 1][0] < column:
            at += 1
        top = round(_between(ordered[at], ordered[min(at + 1, len(ordered) - 1)], column))
        low, high = min(top, floor), max(top, floor)
        cells += [(float(column), float(row)) for row in range(low, high + 1)]
    return cells


def _between(left: tuple[float, float], right: tuple[float, float], x: float) -> float:
    if right[0] <= left[0]:
        return max(left[1], right[1])
    share = min(max((x - left[0]) / (right[0] - left[0]), 0.0), 1.0)
    return left[1] + share * (right[1] - left[1])


def _name_columns(
    canvas: Canvas, picture: Picture, at_column: Scale, low: float, high: float
) -> None:
    most = max(canvas.columns // _COLUMNS_A_TICK, 1)
    if picture.axis is Axis.TIME:
        ticks = time_ticks(low, high, most, picture.zone)
    elif picture.axis is Axis.NUMBER:
        inside = (tick for tick in number_ticks(low, high, most) if low <= tick <= high)
        ticks = [(tick, number_words(tick)) for tick in inside]
    else:
        every = max(len(picture.places) // most, 1)
        names = list(enumerate(picture.places))[::every]
        ticks = [(float(at), name) for at, name in names]
    spelled = canvas.text.spelled
    canvas.name_columns([(at_column(at), spelled(name, _COLUMNS_A_TICK)) for at, name in ticks])
