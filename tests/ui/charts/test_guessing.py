"""Which chart a result gets."""

from __future__ import annotations

import pytest

from defender_tui.kql.rendering import ChartKind
from defender_tui.results.column_types import ResultColumn
from defender_tui.results.view.chart import Aggregate
from defender_tui.ui.charts.guessing import NoChart, plan_for
from defender_tui.ui.charts.plan import ChartPlan

TIME = ResultColumn("Timestamp", "datetime")
NAME = ResultColumn("FileName", "string")
DEVICE = ResultColumn("DeviceName", "string")
COUNT = ResultColumn("n", "long")
MEAN = ResultColumn("mean", "real")
GATHERED = "T | summarize n = count() by x"


def planned(columns: list[ResultColumn], query: str) -> ChartPlan:
    plan = plan_for(columns, query)
    assert isinstance(plan, ChartPlan)
    return plan


def test_values_gathered_by_time_are_a_line_for_each_name() -> None:
    assert ChartPlan(ChartKind.TIME, 1, (2,), series=0) == planned([NAME, TIME, COUNT], GATHERED)


def test_single_events_are_counted_by_time() -> None:
    plan = planned([TIME, NAME, COUNT], "T | where x > 1")
    assert ChartPlan(ChartKind.TIME, 0, aggregate=Aggregate.COUNT) == plan


def test_names_with_numbers_are_bars_and_two_numbers_are_points() -> None:
    assert ChartPlan(ChartKind.BAR, 0, (1,)) == planned([NAME, COUNT], GATHERED)
    assert ChartPlan(ChartKind.SCATTER, 0, (1,)) == planned([COUNT, MEAN], GATHERED)
    assert ChartPlan(ChartKind.BAR, 0, aggregate=Aggregate.COUNT) == planned([NAME], "T")


@pytest.mark.parametrize("kind", [kind for kind in ChartKind if kind is not ChartKind.TABLE])
def test_render_decides_the_kind(kind: ChartKind) -> None:
    plan = planned([TIME, NAME, COUNT, MEAN], f"{GATHERED} | render {kind}")
    assert kind is plan.kind
    assert plan.is_stacked is (kind is ChartKind.STACKED_AREA)


def test_what_render_says_of_columns_is_followed_and_what_is_not_there_is_said() -> None:
    plan = planned(
        [TIME, NAME, DEVICE, COUNT, MEAN],
        f"{GATHERED} | render columnchart with (xcolumn=DeviceName, ycolumns=mean, nope,"
        " series=FileName, Timestamp, kind=stacked100, title='Mine', ymin=3)",
    )
    assert (2, (4,), 1, True, "Mine") == (plan.x, plan.y, plan.series, plan.is_stacked, plan.title)
    assert (
        "there is no column “nope” for ycolumns",
        "series by “FileName” alone",
        "stacked by value, not by share",
        "ymin of the render has no effect here",
    ) == plan.notes


def test_a_pie_shows_the_shares_of_one_value() -> None:
    plan = planned([NAME, COUNT, MEAN], f"{GATHERED} | render piechart")
    assert (0, (1,), None) == (plan.x, plan.y, plan.series)


@pytest.mark.parametrize(
    ("columns", "query", "reason"),
    [
        ([NAME, COUNT], "T | render timechart", "needs a column of times"),
        ([NAME], "T | render scatterchart", "needs two columns of numbers"),
        ([NAME], "T | render table", "asks for a table"),
        ([], "T", "no times, numbers or texts"),
        ([], "T | render linechart", "no times, numbers or texts"),
        ([], "T | render piechart", "no times, numbers or texts"),
    ],
)
def test_what_cannot_be_is_said(columns: list[ResultColumn], query: str, reason: str) -> None:
    plan = plan_for(columns, query)
    assert isinstance(plan, NoChart)
    assert reason in plan.reason
