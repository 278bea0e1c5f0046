from __future__ import annotations

from collections import Counter

import pytest

from defender_tui.results.spool import Spool
from defender_tui.results.view.facts import ColumnProfile, Distinct
from defender_tui.results.view.shape import Comparison, Condition, Shape

from .tables import Hostile, one_column


def test_distinct_values_come_with_their_counts_the_most_frequent_first(spool: Spool) -> None:
    with one_column(spool, "String", ["b", "a", None, "b", "", None, "B"]) as table:
        view = table.view(Shape())
        values = (("b", 2), (None, 2), ("", 1), ("B", 1), ("a", 1))
        assert Distinct(values, 5) == view.distinct(0, 10)
        assert Distinct(values[:2], 5) == view.distinct(0, 2)
        assert Distinct((), 5) == view.distinct(0, 0)
    with one_column(spool, "String", []) as table:
        assert Distinct((), 0) == table.view(Shape()).distinct(0, 10)


def test_distinct_values_and_profiles_are_those_of_the_rows_that_are_left(spool: Spool) -> None:
    with one_column(spool, "Int64", [1, 2, 3, 2]) as table:
        view = table.view(Shape((Condition(0, Comparison.MORE, ("1",)),)))
        assert (("2", 2), ("3", 1)) == view.distinct(0, 9).values
        assert (3, "2", "3") == (
            view.profile(0).rows,
            view.profile(0).least,
            view.profile(0).greatest,
        )


def test_a_profile_counts_what_is_missing_and_what_does_not_fit(spool: Spool) -> None:
    with one_column(spool, "Int64", ["10", "9", "soon", None, "", "9"]) as table:
        profile = table.view(Shape()).profile(0)
    assert (
        ColumnProfile(
            rows=6,
            nulls=1,
            empties=1,
            uncast=1,
            distinct=4,
            least="9",
            greatest="10",
            mean=28 / 3,
            top=(("9", 2), ("", 1), ("10", 1), ("soon", 1)),
            histogram=(2, *[0] * 22, 1),
        )
        == profile
    )


@pytest.mark.parametrize(
    ("kind", "cells", "least", "greatest", "bars"),
    [
        ("String", ["b", "", "a"], "", "b", 0),
        ("Boolean", [1, 0], "false", "true", 0),
        ("Object", [{"a": 1}], '{"a":1}', '{"a":1}', 0),
        ("DateTime", ["2026-05-01T00:00:00.0000002Z", "2026-05-01T00:00:00.0000001Z"],
         "2026-05-01T00:00:00.0000001Z", "2026-05-01T00:00:00.0000002Z", 24),
        ("TimeSpan", ["1.00:00:00", "23:00:00", "odd"], "23:00:00", "1.00:00:00", 24),
        ("Double", ["-1.7e308", "1.7e308", "nan", "1"], "-1.7e308", "nan", 24),
        ("Double", ["5", "5"], "5", "5", 24),
        ("Double", ["x"], None, None, 0),
        ("DateTime", [None], None, None, 0),
    ],
)  # fmt: skip
def test_least_and_greatest_are_those_of_the_type(
    spool: Spool, kind: str, cells: list[object], least: str | None, greatest: str | None, bars: int
) -> None:
    with one_column(spool, kind, cells) as table:
        profile = table.view(Shape()).profile(0)
    assert (least, greatest, bars) == (profile.least, profile.greatest, len(profile.histogram))


def test_hostile_texts_are_counted_as_they_are(hostile: Hostile) -> None:
    with hostile.table.view(Shape()) as view:
        assert Counter(hostile.texts) == Counter(dict(view.distinct(0, 999).values))
        profile = view.profile(0)
        present = [text for text in hostile.texts if text is not None]
        assert (len(set(present)), present.count("")) == (profile.distinct, profile.empties)
        assert [(text, number) for text, number in view.page(0, 999)] == [
            (text, None if number is None else str(number))
            for text, number in zip(hostile.texts, hostile.numbers, strict=True)
        ]
