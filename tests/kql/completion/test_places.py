from __future__ import annotations

import pytest

from defender_tui.kql import CompletionKind as K

from .offers import kinds_at, offers_at, texts_at


def test_a_statement_begins_with_a_table_or_a_keyword() -> None:
    assert {K.TABLE, K.KEYWORD} == kinds_at("^")
    assert "DeviceProcessEvents" in texts_at("^")[:10]
    assert {"let", "union"} <= set(texts_at("^", K.KEYWORD))


def test_after_a_table_only_operators_are_offered() -> None:
    assert {K.OPERATOR} == kinds_at("DeviceEvents ^")
    assert "| where" == texts_at("DeviceEvents wh^")[0]


def test_after_a_pipe_only_operators_are_offered() -> None:
    assert {K.OPERATOR} == kinds_at("DeviceEvents | ^")
    assert "where" == texts_at("DeviceEvents | ^")[0]
    assert "project-away" in texts_at("DeviceEvents | project-a^")


def test_in_join_and_union_tables_are_offered() -> None:
    for query in ("DeviceInfo | join kind=inner (^", "union ^", "union DeviceInfo, ^"):
        assert "DeviceNetworkEvents" in texts_at(query, K.TABLE)
        assert K.COLUMN not in kinds_at(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DeviceInfo | join kind=^", "leftouter"),
        ("DeviceInfo | join kind = l^", "leftanti"),
        ("DeviceInfo | lookup kind=^", "inner"),
        ("DeviceInfo | render ^", "timechart"),
        ("DeviceInfo | join (DeviceEvents) ^", "on"),
        ("DeviceInfo | sort by Timestamp ^", "desc"),
        ("DeviceInfo | summarize count() ^", "by"),
        ("DeviceInfo | top 3 ^", "by"),
        ("DeviceInfo | where DeviceName matches ^", "regex"),
        ("DeviceInfo | parse DeviceName ^", "with"),
        ("DeviceInfo | mv-expand A to ^", "typeof"),
        ("DeviceInfo | mv-expand A to typeof(^", "string"),
        ("DeviceEvents | invoke ^", "FileProfile"),
        ("DeviceEvents | evaluate ^", "bag_unpack"),
    ],
)
def test_words_that_belong_to_an_operator_are_offered_there(query: str, expected: str) -> None:
    assert expected in texts_at(query)


def test_after_a_string_column_come_the_operators_for_strings() -> None:
    found = texts_at("DeviceEvents | where FileName ^")
    assert {"has", "contains", "in~", "=~", "endswith"} <= set(found)
    assert "between" not in found


def test_after_a_time_column_come_the_operators_for_times() -> None:
    found = texts_at("DeviceEvents | where Timestamp ^")
    assert {">", "between"} <= set(found)
    assert "has" not in found


def test_after_a_whole_condition_comes_another_or_none() -> None:
    assert {"and", "or"} == set(texts_at("DeviceEvents | where FileName has 'x' ^"))
    assert "has" in texts_at("DeviceEvents | where FileName has 'x' or FolderPath ^")


def test_aggregates_are_offered_in_summarize_and_not_in_where() -> None:
    assert "dcount" in texts_at("DeviceEvents | summarize ^", K.AGGREGATE)
    assert "dcount" in texts_at("DeviceEvents | summarize N = round(^", K.AGGREGATE)
    assert K.AGGREGATE not in kinds_at("DeviceEvents | summarize count() by ^")
    assert K.AGGREGATE not in kinds_at("DeviceEvents | where ^")


def test_ago_offers_spans() -> None:
    assert {"1d", "7d", "30d"} <= set(texts_at("DeviceEvents | where Timestamp > ago(^")[:8])
    assert "7d" in texts_at("DeviceEvents | where Timestamp > ago(7^")


def test_the_number_of_rows_is_no_function() -> None:
    assert ["10", "100", "1000"] == sorted(texts_at("DeviceEvents | take ^"))


def test_an_equals_sign_may_begin_an_operator() -> None:
    assert ["==", "=~"] == sorted(texts_at("DeviceEvents | where FileName =^"))
    assert "FileName" in texts_at("DeviceEvents | extend Name =^")


def test_case_does_not_matter_but_the_same_case_comes_first() -> None:
    assert "DeviceProcessEvents" in texts_at("deviceproc^")
    assert "bOne" == texts_at("print Bone = 1, bOne = 2 | where bO^")[0]
    assert "Bone" == texts_at("print Bone = 1, bOne = 2 | where Bo^")[0]


def test_words_that_hold_what_is_typed_come_last() -> None:
    found = texts_at("DeviceEvents | where command^")
    assert "ProcessCommandLine" in found
    assert "InitiatingProcessCommandLine" in found


@pytest.mark.parametrize(
    "query", ["// Dev^", "DeviceEvents // | wh^", "let ^", "T | extend x = dynamic({^"]
)
def test_where_nothing_can_be_known_nothing_is_offered(query: str) -> None:
    assert [] == offers_at(query)


def test_what_stands_behind_the_cursor_does_not_count() -> None:
    assert texts_at("DeviceEvents | where ^") == texts_at("DeviceEvents | where ^ FileName has 'x'")
