from __future__ import annotations

from datetime import timedelta

from defender_tui.results.spool import Spool
from defender_tui.results.view.chart import (
    Aggregate,
    Axis,
    ChartData,
    ChartSeries,
    ChartSpec,
)
from defender_tui.results.view.shape import Shape, SortKey

from .tables import make_table

DAY_S = 86_400.0
WHOLE = Shape()
COLUMNS = [("t", "DateTime"), ("who", "String"), ("n", "Int64"), ("r", "Double")]
ROWS = [
    ("1970-01-02", "ann", 3, 0.5),
    ("1970-01-01T06:00:00Z", "bob", 10, 1),
    ("1970-01-01", "ann", 1, None),
    (None, "ann", 7, 2),
    ("1970-01-02T12:00:00Z", "ann", "x", 4),
]


def _chart(spool: Spool, spec: ChartSpec, shape: Shape = WHOLE) -> ChartData:
    with make_table(spool, COLUMNS, ROWS) as table, table.view(shape) as view:
        return view.chart(spec)


def test_each_row_is_a_point_of_each_column_by_time(spool: Spool) -> None:
    quarter = DAY_S / 4
    assert ChartData(
        Axis.TIME,
        (
            ChartSeries("n", ((0.0, 1.0), (quarter, 10.0), (DAY_S, 3.0))),
            ChartSeries("r", ((quarter, 1.0), (DAY_S, 0.5), (DAY_S * 1.5, 4.0))),
        ),
        skipped=4,
    ) == _chart(spool, ChartSpec(0, (2, 3)))


def test_a_column_can_name_the_series_and_moments_be_gathered(spool: Spool) -> None:
    spec = ChartSpec(0, (2,), 1, Aggregate.SUM, timedelta(days=1))
    assert ChartData(
        Axis.TIME,
        (ChartSeries("bob", ((0.0, 10.0),)), ChartSeries("ann", ((0.0, 1.0), (DAY_S, 3.0)))),
        skipped=2,
    ) == _chart(spool, spec)
    both = _chart(spool, ChartSpec(0, (2, 3), 1, Aggregate.GREATEST))
    assert {"ann: n", "ann: r", "bob: n", "bob: r"} == {series.name for series in both.series}


def test_rows_are_counted_by_category_in_the_order_of_the_view(spool: Spool) -> None:
    spec = ChartSpec(1, (), aggregate=Aggregate.COUNT)
    assert ChartData(
        Axis.CATEGORY, (ChartSeries("count", ((0.0, 4.0), (1.0, 1.0))),), ("ann", "bob")
    ) == _chart(spool, spec)
    downwards = _chart(spool, spec, Shape((), (SortKey(1, descending=True),)))
    assert ("bob", "ann") == downwards.categories


def test_what_is_too_much_for_a_chart_is_cut_and_counted(spool: Spool) -> None:
    rows = [(f"1970-01-{1 + n % 20:02}", f"s{n % 7}", n, None) for n in range(140)]
    with make_table(spool, COLUMNS, rows) as table, table.view(Shape()) as view:
        chart = view.chart(ChartSpec(0, (2,), 1, most_points=10, most_series=3))
        assert (3, 4) == (len(chart.series), chart.cut_series)
        assert [10, 10, 10] == [len(series.points) for series in chart.series]
        assert 30 == chart.cut_points
        thin = view.chart(ChartSpec(1, (2,), most_points=5))
        assert (5, 135) == (len(thin.series[0].points), thin.cut_points)


def test_columns_of_one_name_are_two_series(spool: Spool) -> None:
    columns = [("x", "Int64"), ("it's", "Int64"), ("it's", "Int64")]
    with make_table(spool, columns, [(1, 2, 2)]) as table, table.view(Shape()) as view:
        chart = view.chart(ChartSpec(0, (1, 2)))
    assert ["it's", "it's (2)"] == [series.name for series in chart.series]
    assert Axis.NUMBER is chart.axis
