"""A drawn chart as an SVG file: the same text in the same colours, as vectors."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from textual.content import Content

from .canvas import Colour
from .drawing import draw
from .picture import Picture

COLUMNS, ROWS = 120, 36
_THEME = TerminalTheme((255, 255, 255), (29, 36, 48), [(29, 36, 48)] * 8, [(29, 36, 48)] * 8)
# Rich's own frame names fonts on another computer, which opening the file would fetch.
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{
  font-family: "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def chart_svg(
    picture: Picture,
    colours: Sequence[Colour],
    *,
    heading: Sequence[Content],
    cuts: Callable[[int], Content],
    legend: Sequence[Content],
) -> str:
    """Draw a picture and give it as an SVG document, words above and legend below. Blocks.

    `cuts` says what is not drawn, given how many places had no room.
    """
    drawing = draw(picture, COLUMNS, ROWS, colours)
    below = legend if len(legend) > 1 else ()
    words = [Text(one.plain) for one in (*heading, cuts(drawing.left_out)) if one]
    lines = [*words, Text(""), *drawing.text.split("\n"), Text(""), *map(_coloured, below)]
    console = Console(
        record=True,
        width=COLUMNS,
        height=len(lines),
        file=io.StringIO(),
        color_system="truecolor",
        force_terminal=True,
        legacy_windows=False,
        no_color=False,
    )
    for line in lines:
        console.print(line, no_wrap=True, overflow="ellipsis", highlight=False)
    return console.export_svg(theme=_THEME, code_format=_FORMAT, unique_id="chart")


def _coloured(entry: Content) -> Text:
    """A line of the legend in the colours that it has on the screen."""
    text = Text(entry.plain)
    for start, end, style in entry.spans:
        text.stylize(str(style), start, end)
    return text
