"""Where the windows go, and in which order the parts come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import load_schema
from defender_tui.kql.slicing import Refusal, RowOrder, Window, slice_query

from .conftest import DAY, NOW, part, sliced

_PIN = "datetime(2026-11-23T12:00:00.0000000Z)"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DeviceEvents", "DeviceEvents | W"),
        ("DeviceEvents // all\n| where x", "DeviceEvents | W // all\n| where x"),
        ("(DeviceEvents | where x)", "(DeviceEvents | W | where x)"),
        ("['DeviceEvents'] | where x;", "['DeviceEvents'] | W | where x;"),
        (
            "union DeviceEvents, (DeviceInfo | where x)",
            "union (DeviceEvents | W), (DeviceInfo | W | where x)",
        ),
        (
            "DeviceEvents | union kind=outer isfuzzy=true DeviceInfo",
            "DeviceEvents | W | union kind=outer isfuzzy=true (DeviceInfo | W)",
        ),
        (
            "union withsource=T DeviceEvents, DeviceInfo | project T",
            "union withsource=T DeviceEvents, DeviceInfo | W | project T",
        ),
        (
            "search in (DeviceEvents, DeviceInfo) 'x'",
            "search in (DeviceEvents, DeviceInfo) 'x' | W",
        ),
        (
            "DeviceEvents | join kind=leftanti hint.strategy=shuffle (DeviceInfo | take_no) on X",
            "DeviceEvents | W | join kind=leftanti hint.strategy=shuffle (DeviceInfo | take_no)"
            " on X",
        ),
        (
            "DeviceInfo | summarize count() | join kind=rightsemi DeviceEvents on X | where y",
            "DeviceInfo | summarize count() | join kind=rightsemi (DeviceEvents | W) on X"
            " | where y",
        ),
        (
            "DeviceEvents | where A in (DeviceInfo | distinct A) and B > toscalar(DeviceInfo"
            " | count)",
            "DeviceEvents | W | where A in (DeviceInfo | distinct A) and B > toscalar(DeviceInfo"
            " | count)",
        ),
    ],
)
def test_a_window_stands_behind_each_source_that_is_cut(query: str, expected: str) -> None:
    assert expected == part(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("let a = DeviceEvents; a | where x", "let a = DeviceEvents | W; a | where x"),
        (
            "let a = materialize(DeviceEvents | where x); union a, (a | where y)",
            "let a = materialize(DeviceEvents | W | where x); union a, (a | where y)",
        ),
        (
            "let f = (n: string) { let b = DeviceEvents; b | where x == n }; f('1')",
            "let f = (n: string) { let b = DeviceEvents | W; b | where x == n }; f('1')",
        ),
        (
            "let f = view () { DeviceEvents }; union f(), DeviceInfo",
            "let f = view () { DeviceEvents | W }; union f(), (DeviceInfo | W)",
        ),
    ],
)
def test_rows_that_a_let_gives_are_cut_where_it_reads_them(query: str, expected: str) -> None:
    assert expected == part(query)


def test_a_let_that_is_also_read_whole_is_kept_whole_beside_its_cut_form() -> None:
    query = (
        "let a = DeviceEvents | where x; // first\n"
        "let b = a | where y;\n"
        "b | join kind=inner (a | summarize n=count() by X) on X | where Z !in (b)"
    )
    expected = (
        "let a = DeviceEvents | where x;\n"
        "let a_part = DeviceEvents | W | where x; // first\n"
        "let b = a | where y;\n"
        "let b_part = a_part | where y;\n"
        "b_part | join kind=inner (a | summarize n=count() by X) on X | where Z !in (b)"
    )
    assert expected == part(query)


def test_a_copy_takes_no_name_that_is_in_use() -> None:
    query = "let a = DeviceEvents; let a_part = 3; a | where X in (a) or Y == a_part"
    assert "let a_part_ = DeviceEvents | W;" in part(query)


def test_all_parts_count_from_one_moment() -> None:
    query = "let old = ago(7d); DeviceEvents | where T > old and T < now() and U < now(-ago(1h))"
    expected = (
        f"let old = ({_PIN} - (7d)); DeviceEvents | W | where T > old and T < {_PIN}"
        f" and U < ({_PIN} + (-({_PIN} - (1h))))"
    )
    assert expected == part(query)


def test_a_text_that_looks_like_code_is_left_alone() -> None:
    query = "DeviceEvents | where A == 'ago(1d) | take 5' // now()"
    assert "DeviceEvents | W | where A == 'ago(1d) | take 5' // now()" == part(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DeviceEvents", None),
        ("DeviceEvents | sort by Timestamp", RowOrder(True, False)),
        ("DeviceEvents | order by Timestamp asc, X desc", RowOrder(False, True)),
        ("DeviceEvents | sort by Timestamp asc nulls last", RowOrder(False, False)),
        ("DeviceEvents | sort by X | where y | sort by Timestamp", RowOrder(True, False)),
        ("DeviceEvents | sort by Timestamp | project X", RowOrder(True, False)),
        ("DeviceEvents | project T = Timestamp | sort by T asc", RowOrder(False, True)),
        ("DeviceEvents | project-rename T = Timestamp | sort by T asc", RowOrder(False, True)),
        ("DeviceEvents | project ['T 2'] = Timestamp | sort by ['T 2']", RowOrder(True, False)),
        ("DeviceEvents | project ['Timestamp'], X | sort by ['Timestamp']", RowOrder(True, False)),
        ("CallActivityEvents | sort by ActivityTimestamp asc", RowOrder(False, True)),
        ("union (DeviceEvents | sort by X), DeviceInfo", None),
        ("union DeviceEvents, DeviceInfo | sort by Timestamp", RowOrder(True, False)),
    ],
)
def test_parts_keep_the_order_of_a_query_sorted_by_its_time(
    query: str, expected: RowOrder | None
) -> None:
    assert expected == sliced(query).order


@pytest.mark.parametrize(
    ("query", "starts", "is_timeless_first"),
    [
        ("DeviceEvents", [None, 5, 9], False),
        ("DeviceEvents | sort by Timestamp asc", [None, 5, 9], True),
        ("DeviceEvents | sort by Timestamp", [9, 5, None], False),
        ("DeviceEvents | sort by Timestamp desc nulls first", [9, 5, None], True),
    ],
)
def test_windows_are_put_into_the_order_of_the_rows(
    query: str, starts: list[int | None], is_timeless_first: bool
) -> None:
    windows = [Window(9), Window(is_timeless=True), Window(None, 5), Window(5, 9)]
    ordered = sliced(query).in_order(windows)
    timed = [window for window in ordered if not window.is_timeless]
    assert starts == [window.start for window in timed]
    assert is_timeless_first is ordered[0].is_timeless


@pytest.mark.parametrize(
    ("query", "days_back"),
    [
        ("DeviceEvents | where Timestamp > ago(7d)", 7),
        ("DeviceEvents | where Timestamp between (ago(3d) .. now())", 3),
        ("DeviceEvents | where Timestamp >= datetime(2026-11-21T12:00)", 2),
        (
            "union (DeviceEvents | where Timestamp > ago(2d)), (DeviceInfo | where Timestamp"
            " > ago(5d))",
            5,
        ),
        ("union (DeviceEvents | where Timestamp > ago(2d)), DeviceInfo", None),
        ("DeviceEvents", None),
        ("DeviceEvents | where Timestamp > ago(Span)", None),
    ],
)
def test_the_span_of_a_query_is_read_from_its_own_filter(query: str, days_back: int | None) -> None:
    expected = None if days_back is None else Window(NOW - days_back * DAY, NOW)
    assert expected == sliced(query).own_span


@given(st.text(alphabet="let x=DeviceEvents|union (){}[];,'\"/\n.*where by ago", max_size=80))
def test_any_text_is_cut_or_refused_with_its_place(text: str) -> None:
    found = slice_query(text, load_schema(), NOW)
    if isinstance(found, Refusal):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        assert found.columns
