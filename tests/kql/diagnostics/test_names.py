from __future__ import annotations

import pytest

from defender_tui.kql import Severity, diagnose, load_schema

from .found import errors, mended, warnings


@pytest.mark.parametrize(
    ("query", "wrong", "meant"),
    [
        ("DeviceEvnts | take 5", "DeviceEvnts", "DeviceEvents"),
        ("let x = DeviceEvnts; x | take 5", "DeviceEvnts", "DeviceEvents"),
        ("DeviceInfo | join kind=inner DeviceEvnts on DeviceId", "DeviceEvnts", "DeviceEvents"),
        ("union DeviceInfo, DeviceEvnts", "DeviceEvnts", "DeviceEvents"),
        ("DeviceInfo | where FileNmae == 1", "FileNmae", None),
        ("DeviceEvents | where FileNmae == 'a'", "FileNmae", "FileName"),
        ("DeviceEvents | where tolowr(FileName) == 'a'", "tolowr", "tolower"),
        ("DeviceEvents | summarize dcont(DeviceId)", "dcont", "dcount"),
        ("DeviceEvents | wher FileName == 'a'", "wher", "where"),
        ("DeviceEvents | mv-expnd FileName", "mv-expnd", "mv-expand"),
        ("DeviceEvents | where FileName contans 'a'", "contans", "contains"),
        ("DeviceEvents | summarize count() bby FileName", "bby", "by"),
        ("DeviceEvents | join kind=iner DeviceInfo on DeviceId", "iner", "inner"),
        ("DeviceInfo | join kind=inner DeviceEvents on DevceId", "DevceId", "DeviceId"),
        (
            "DeviceInfo | join kind=inner DeviceEvents on $left.DevceId == $right.DeviceId",
            "DevceId",
            "DeviceId",
        ),
        ("DeviceEvents | project x = FileName | where FileName == 'a'", "FileName", None),
        ("DeviceEvents | project-away FileNmae", "FileNmae", "FileName"),
        ("DeviceEvents | project-keep FileNmae, Device*", "FileNmae", "FileName"),
        ("let abcdef = 5; DeviceEvents | take abcdeff", "abcdeff", "abcdef"),
        ("let f = (x: strng) { x }; print f('a')", "strng", "string"),
    ],
)
def test_a_misspelt_name_is_marked_with_what_was_meant(
    query: str, wrong: str, meant: str | None
) -> None:
    assert [wrong] == errors(query)
    if meant is not None:
        assert query.replace(wrong, meant) == mended(query)


@pytest.mark.parametrize(
    ("query", "old", "new"),
    [
        ("AADSignInEventsBeta | take 5", "AADSignInEventsBeta", "EntraIdSignInEvents"),
        ("ProcessCreationEvents | take 5", "ProcessCreationEvents", "DeviceProcessEvents"),
        ("EmailEvents | where FinalEmailAction == 'x'", "FinalEmailAction", "EmailAction"),
    ],
)
def test_a_replaced_name_is_a_warning_with_its_heir(query: str, old: str, new: str) -> None:
    assert ([], [old]) == (errors(query), warnings(query))
    assert query.replace(old, new) == mended(query)


def test_a_table_that_became_two_is_told_without_a_fix() -> None:
    query = "DeviceAlertEvents | take 5"
    (found,) = (one for one in diagnose(query, load_schema()) if one.severity is Severity.WARNING)
    assert "AlertInfo and AlertEvidence" in found.message
    assert found.fix is None


@pytest.mark.parametrize(
    "query",
    [
        "SigninLogs | where TimeGenerated > ago(1d)",
        "MyOwn_CL | take 5",
        "DeviceEvents | where TimeGenerated > ago(1d)",
        "DeviceEvents | where SourceSystem == 'a'",
    ],
)
def test_names_of_sentinel_are_at_most_a_warning(query: str) -> None:
    assert [] == errors(query)
    assert 1 == len(warnings(query))


@pytest.mark.parametrize(
    "query",
    [
        "externaldata(a: string)['https://example.com/x'] | where a == 'x'",
        "DeviceEvents | evaluate bag_unpack(parse_json(AdditionalFields)) | where Anything == 'x'",
        "OurFunction() | where Anything == 'x'",
        "workspace('a').Whatever | where Anything == 'x'",
        "let f = (T: (DeviceId: string)) { T }; DeviceInfo | invoke f() | project OSPlatform",
        "search in (DeviceEvents) Anything == 'x'",
        "DeviceEvents | scan declare (n: long) with (step s: true => n = 1;) | where n == 1",
    ],
)
def test_where_columns_are_not_surely_known_none_is_called_wrong(query: str) -> None:
    assert [] == errors(query)


def test_a_function_that_may_be_saved_in_the_tenant_is_a_warning() -> None:
    query = "DeviceEvents | where OurOwnJudgement(FileName)"
    assert ([], ["OurOwnJudgement"]) == (errors(query), warnings(query))


@pytest.mark.parametrize(
    ("query", "literal"),
    [
        ("DeviceNetworkEvents | where RemotePort == '443'", "'443'"),
        ("DeviceNetworkEvents | where RemotePort in (443, '80')", "'80'"),
        ("DeviceEvents | where Timestamp > 5", "5"),
        ("DeviceEvents | where Timestamp > '2026-01-01'", "'2026-01-01'"),
    ],
)
def test_a_literal_of_another_type_than_its_column_is_a_warning(query: str, literal: str) -> None:
    assert ([], [literal]) == (errors(query), warnings(query))


def test_quotes_around_a_number_are_taken_off_by_the_fix() -> None:
    query = "DeviceNetworkEvents | where RemotePort == '443'"
    assert "DeviceNetworkEvents | where RemotePort == 443" == mended(query)


def test_a_schema_of_ones_own_decides_what_is_known() -> None:
    schema = load_schema({"tables": [{"name": "Ours", "columns": {"Alpha": "string"}}]})
    assert [] == diagnose("Ours | where Alpha == 'x'", schema)
    (found,) = diagnose("Ours | where Alpa == 'x'", schema)
    assert (13, 17, "error") == (found.start, found.end, found.severity)
