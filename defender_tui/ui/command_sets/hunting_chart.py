"""The commands of the chart, while it has the focus, and of the timeline above the rows."""

from __future__ import annotations

from ..commands import Command


def _command(
    name: str, keys: tuple[str, ...], title: str, help: str, *, in_footer: bool = False
) -> Command:
    return Command(
        id=f"hunting.chart_{name}",
        keys=keys,
        title=title,
        help=help,
        screen="hunting",
        action=f"chart('{name}')",
        in_footer=in_footer,
        part="chart",
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.chart",
        keys=("alt+2",),
        title="Chart",
        help="Show the rows as a chart: the one that the query's render asks for, or another.",
        screen="hunting",
        action="lower('CHART')",
    ),
    Command(
        id="hunting.timeline",
        keys=("t",),
        title="Timeline",
        help="Go to the line of time above the rows; there, t takes it away.",
        screen="hunting",
        action="go_to_timeline",
    ),
    _command(
        "choose",
        ("c", "enter"),
        "Choose",
        "Chart: choose the kind, the columns and how rows are gathered.",
        in_footer=True,
    ),
    _command("kind", ("k",), "Next kind", "Chart: draw it as the next kind.", in_footer=True),
    _command(
        "series",
        ("space",),
        "Series",
        "Chart: choose which series are drawn.",
        in_footer=True,
    ),
    _command("save", ("e",), "Save as SVG", "Chart: write it to an SVG file.", in_footer=True),
    _command("restore", ("r",), "As asked", "Chart: go back to what the query asks for."),
)
