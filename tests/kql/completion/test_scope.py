from __future__ import annotations

import pytest

from defender_tui.kql import Completion, load_schema
from defender_tui.kql import CompletionKind as K

from .offers import offers_at, texts_at


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("DeviceInfo | project DeviceId, N = strlen(DeviceName) | where ^", "DeviceId N"),
        ("DeviceInfo | distinct DeviceId, OSPlatform | where ^", "DeviceId OSPlatform"),
        ("DeviceInfo | summarize count() by DeviceId | where ^", "DeviceId count_"),
        ("DeviceInfo | summarize dcount(DeviceId), make_set(OSPlatform) | where ^",
         "dcount_DeviceId set_OSPlatform"),
        ("DeviceInfo | summarize N = max(Timestamp) by bin(Timestamp, 1d) | where ^",
         "N Timestamp"),
        ("DeviceInfo | count | where ^", "Count"),
        ("DeviceInfo | project A = DeviceId | project-rename B = A | where ^", "B"),
        ("DeviceInfo | project DeviceId, OSPlatform | project-away OS* | where ^", "DeviceId"),
        ("DeviceInfo | project DeviceId, OSPlatform | project-keep OS* | where ^", "OSPlatform"),
        ("DeviceInfo | project A = OSPlatform | parse A with 'x' B:long 'y' * | where ^", "A B"),
        ("DeviceInfo | project A = 1 | join (DeviceEvents | project A, B = 1) on A | where ^",
         "A A1 B"),
        ("DeviceInfo | project A = 1 | join kind=leftanti (DeviceEvents) on A | where ^", "A"),
        ("print A = 1 | union (print B = 2) | where ^", "A B"),
        ("print A = dynamic([1]) | mv-expand A to typeof(long), B = A | where ^", "A B"),
        ("print A = dynamic([1]) | mv-apply X = A on (where ^", "A X"),
        ("range x from 1 to 10 step 1 | where ^", "x"),
        ("datatable(a: string, b: long)['x', 1] | where ^", "a b"),
        ("externaldata(a: string)['https://x.example'] | where ^", "a"),
        ("let f = (n: string) { DeviceInfo | project n, X = n }; f('x') | where ^", "X"),
        ("let T = DeviceInfo | project DeviceId; T | where ^", "DeviceId"),
        ("let T = materialize(DeviceInfo | project DeviceId); T | where ^", "DeviceId"),
        ("let a = 1;\n\nDeviceInfo | project DeviceId\n\n| where ^", "DeviceId"),
        ("DeviceInfo | getschema | where Col^", "ColumnName ColumnOrdinal ColumnType"),
    ],
)  # fmt: skip
def test_columns_are_those_of_the_pipe(query: str, columns: str) -> None:
    found = set(texts_at(query, K.COLUMN))
    assert set(columns.split()) == found - {"n"}


def test_types_follow_the_expression() -> None:
    query = (
        "DeviceInfo | extend T = Timestamp - ago(1d), S = strlen(DeviceName), J = parse_json('{}')"
        " | where ^"
    )
    kinds = {offer.text: offer.detail for offer in offers_at(query)}
    assert ("timespan", "long", "dynamic") == (kinds["T"], kinds["S"], kinds["J"])


def test_let_names_are_offered_with_their_type() -> None:
    query = "let span = 7d; let Rows = DeviceInfo | take 1; DeviceEvents | where Timestamp > ago(^"
    assert Completion("span", K.LET, "timespan") in offers_at(query)[:5]
    assert Completion("Rows", K.LET, "table") in offers_at(
        "let Rows = DeviceInfo; DeviceEvents | join (^"
    )


def test_a_name_of_another_query_below_an_empty_line_is_no_column() -> None:
    query = "DeviceInfo | extend Mine = 1\n\nDeviceEvents | where ^"
    assert "Mine" not in texts_at(query)


def test_parameters_stand_inside_their_function_only() -> None:
    body = "let f = (who: string) { DeviceInfo | where DeviceName == ^"
    assert "who" in texts_at(body)
    assert "who" not in texts_at(body.replace("^", "who }; DeviceInfo | where DeviceName == ^"))


def test_join_keys_are_the_columns_of_both_sides() -> None:
    query = "DeviceInfo | join (DeviceLogonEvents | project DeviceId, LogonType) on ^"
    assert {"DeviceId"} == set(texts_at(query, K.COLUMN))
    assert "LogonType" in texts_at(query.replace("^", "$left.DeviceId == $right.^"))
    assert "LogonType" not in texts_at(query.replace("^", "$left.^"))


def test_members_are_those_seen_in_results_and_in_the_query() -> None:
    schema = load_schema().with_members({"DeviceEvents.AdditionalFields": ("Command", "Port")})
    found = [offer.text for offer in offers_at("DeviceEvents | extend AdditionalFields.^", schema)]
    assert {"Command", "Port"} <= set(found)
    assert "Seen" in texts_at("T | where A.Seen == 1 | extend A.^")
    assert "Host" in texts_at("T | extend parse_url(Url).^")


def test_more_members_add_to_those_known() -> None:
    schema = load_schema().with_members({"A": ("x",)}).with_members({"A": ("y", "x")})
    assert ("x", "y") == schema.members("", "A")


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('DeviceProcessEvents | where ActionType == "Proc^', "ProcessCreated"),
        ("DeviceLogonEvents | where ActionType in ('LogonSuccess', '^", "LogonFailed"),
        ("EmailEvents | where EmailDirection == @'in^", "Inbound"),
        ("DeviceFileEvents | invoke FileProfile('^", "SHA1"),
    ],
)
def test_documented_values_are_offered_inside_strings(query: str, value: str) -> None:
    offers = offers_at(query)
    assert value in [offer.text for offer in offers]
    assert {K.VALUE} == {offer.kind for offer in offers}


def test_a_string_of_another_column_gets_nothing() -> None:
    assert [] == offers_at("DeviceEvents | where FileName == '^")


def test_what_the_query_uses_comes_before_what_it_does_not() -> None:
    query = "DeviceEvents | where FolderPath has 'x' or InitiatingProcessSHA256 == 'y' | project ^"
    found = texts_at(query, K.COLUMN)
    assert found.index("InitiatingProcessSHA256") < found.index(
        "InitiatingProcessVersionInfoCompanyName"
    )
