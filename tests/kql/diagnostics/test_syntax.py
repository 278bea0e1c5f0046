from __future__ import annotations

import pytest

from .found import errors, mended, warnings


@pytest.mark.parametrize(
    ("query", "marked", "better"),
    [
        ("DeviceEvents where FileName == 'a'", ["where"], "DeviceEvents | where FileName == 'a'"),
        (
            "DeviceEvents\n| project FileName\ntake 5",
            ["take"],
            "DeviceEvents\n| project FileName\n| take 5",
        ),
        (
            "DeviceEvents | where FileName in ('a', 'b' | take 5",
            ["(", "|"],
            "DeviceEvents | where FileName in ('a', 'b') | take 5",
        ),
        (
            "DeviceEvents | where FileName == 'a') | take 5",
            [")"],
            "DeviceEvents | where FileName == 'a' | take 5",
        ),
        ("print dynamic(['a', 'b')", ["[", ")"], "print dynamic(['a', 'b'])"),
        ("print dynamic('a', 'b']", ["(", "]"], "print dynamic('a', 'b')"),
        ("DeviceEvents | where FileName = 'a'", ["="], "DeviceEvents | where FileName == 'a'"),
        ("let n = 5\nDeviceEvents | take n", ["DeviceEvents"], "let n = 5;\nDeviceEvents | take n"),
        ("DeviceEvents | where FileName == “a”", ["“", "a", "”"], None),
        (
            "let x = dynamic(['a'];\nDeviceEvents | take x",
            ["(", ";"],
            "let x = dynamic(['a']);\nDeviceEvents | take x",
        ),
        ("DeviceEvents | where Timestamp between ago(1d) .. now()", ["ago"], None),
        ("DeviceEvents | where Timestamp between (ago(1d)) .. now()", ["("], None),
        ("find in DeviceEvents) where FileName == 'a'", ["DeviceEvents", ")"], None),
        ("DeviceEvents |", ["|"], None),
        ("DeviceEvents | | take 5", ["|"], None),
        ("DeviceEvents | where | take 5", ["|"], None),
        ("DeviceEvents | project FileName, | take 5", ["|"], None),
        ("DeviceEvents | order Timestamp", ["Timestamp"], None),
        ("DeviceEvents | join kind=inner DeviceInfo | take 5", ["|"], None),
        ("DeviceEvents | project FileName DeviceId", ["DeviceId"], None),
        ("DeviceEvents | where Timestamp > ago 1d", ["ago", "1d"], None),
        ("DeviceEvents | where FileName == 'a", ["'a"], None),
        ("print ```a", ["```"], "print ```a```"),
        ("| take 5", ["|"], None),
    ],
)
def test_a_broken_query_is_marked_where_it_breaks(
    query: str, marked: list[str], better: str | None
) -> None:
    assert marked == errors(query)
    if better is not None:
        assert better == mended(query)


def test_one_mistake_does_not_bring_forth_others() -> None:
    query = "DeviceEvents | extend Name = FileName DeviceId | where Name == 'a' | project Name"
    assert ["DeviceId"] == errors(query)


def test_what_follows_a_missing_pipe_is_still_checked() -> None:
    assert ["where", "FileNmae"] == errors("DeviceEvents where FileNmae == 'a'")


def test_what_follows_an_open_bracket_is_still_checked() -> None:
    query = "let n = toscalar(DeviceInfo | count;\nDeviceEvents | where FileNmae == 'a'"
    assert ["(", ";", "FileNmae"] == errors(query)


def test_each_query_of_a_text_is_checked() -> None:
    assert ["tke", "wher"] == errors("DeviceInfo | tke 5\n\nDeviceEvents | wher FileName == 'a'")


def test_strings_without_a_comma_between_are_one_and_told() -> None:
    query = "DeviceEvents | where FileName in ('a'\n'b')"
    assert ([], ["'\n'"]) == (errors(query), warnings(query))
    assert "DeviceEvents | where FileName in ('a',\n'b')" == mended(query)


VALID = """\
DeviceProcessEvents | partition hint.strategy=native by DeviceId { top 3 by Timestamp desc }
DeviceNetworkEvents | make-series n=count() default=0 on Timestamp from ago(9d) to now() step 1d
DeviceEvents | extend (a, b, c) = series_decompose_anomalies(dynamic([1]), 1.5, -1, 'linefit')
let v = view () { print x = 1 }; union v, (range y from 1 to 5 step 1)
let f = (T:(DeviceId:string), n:long = 5) { T | take n }; DeviceInfo | invoke f(3) | count
DeviceEvents | extend p = parse_json(AdditionalFields) | extend c = p.A.B, d = p["x-y"], e = p[0]
DeviceEvents | evaluate pivot(ActionType, count(), DeviceName)
externaldata(a:string)["https://example.com/x"] with (format="txt") | where a has "x"
DeviceEvents | mv-apply x = split(FolderPath, "/") to typeof(string) on (where x has "a")
DeviceEvents | mv-expand with_itemindex=i p = parse_json(AdditionalFields) limit 10 | where i > 1
AlertEvidence | lookup kind=leftouter AlertInfo on AlertId | top-nested 3 of Severity by count()
DeviceProcessEvents | parse kind=regex flags=Ui ProcessCommandLine with * "-e " Enc:string " " R
DeviceProcessEvents | parse-kv ProcessCommandLine as (user:string) with (pair_delimiter=" ")
search in (DeviceEvents, EmailEvents) "foo" and Timestamp > ago(1d)
search kind=case_sensitive "abc*" | summarize count() by $table
find withsource=T in (DeviceProcessEvents, Device*) where Timestamp > ago(1d) project DeviceName
union withsource=S kind=outer isfuzzy=true DeviceEvents, (DeviceInfo | project DeviceId) | count
union Device* | where DeviceName has "a"
DeviceInfo | summarize hint.shufflekey=DeviceId arg_max(Timestamp, *) by DeviceId | project OSBuild
DeviceInfo | summarize (Seen, Name) = arg_max(Timestamp, DeviceName) by DeviceId | project Name
DeviceInfo | summarize make_set(OSVersion, 10) by bin(Timestamp, 1h) | project set_OSVersion
DeviceInfo | summarize arg_max(Timestamp, DeviceName) by DeviceId | project DeviceName
DeviceInfo | as hint.materialized=true X | join kind=inner (X) on $left.DeviceId == $right.DeviceId
DeviceEvents | where FileName in ((DeviceFileEvents | distinct FileName)) | order by FileName asc
DeviceEvents | render columnchart with (title="x", xcolumn=FileName, legend=hidden)
DeviceEvents | where FileName !in~ (dynamic(["a"])) and not(FileName has "x") | take 1
DeviceEvents | extend c = -1 * 2 + 3 % 2, d = (Timestamp - ago(1d)) / 1h, e = 1 + -2
DeviceEvents | where Timestamp between (datetime(2026-01-01) .. 1d) or ProcessId == 0x1f
declare query_parameters(d:string = "x"); DeviceInfo | where DeviceName == d
set query_take_max_records = 10; DeviceInfo | take 10
let T = datatable(a:string, ['odd one']:dynamic) ["x", dynamic({"a":1})]; T | project ['odd one']
workspace("a").SecurityEvent | take 5
DeviceFileEvents | invoke FileProfile("SHA1", 1000) | where GlobalPrevalence < 10
DeviceEvents | project-rename U = AccountName | project-reorder U, Device*, * | project-away Time*
let lst = dynamic(["a"]); DeviceInfo | where DeviceName has_any (lst) or DeviceName has_all ("a")
DeviceEvents | serialize rn = row_number() | where rn > 1 and FileName != prev(FileName)
DeviceEvents | join kind=inner DeviceInfo on DeviceId | project-away *1, Initiating*Id
DeviceEvents | summarize count() by tostring(AdditionalFields.["a b"]), AdditionalFields['c'].d
DeviceEvents | evaluate bag_unpack(parse_json(AdditionalFields)) : (a:string) | where a == "x"
DeviceFileEvents | invoke FileProfile(SHA1, 500) | invoke FileProfile("SHA256")
let f = (T:(*), c:string) { T | where column_ifexists("X", "") == c }; f(DeviceEvents, "a")
DeviceEvents | facet by ActionType with (take 5)
DeviceEvents | fork (take 5) (count)
print a = 1, b = h"s", c = @"c:\\x", d = 5m, e = time(1.00:00:00)
print guid(74be27de-1e4e-49d9-b579-fe0b331d3642)
DeviceEvents | where * has "mimikatz" | project-away Initiating*
let A = DeviceEvents; A | join kind=leftanti (A | take 5) on DeviceId | union (A | take 1)
DeviceEvents | where ActionType in ("a", "b",) | distinct *
DeviceNetworkEvents | make-graph DeviceId --> RemoteIP with DeviceInfo on DeviceId
_GetWatchlist('vips') | project SearchKey
DeviceEvents // a remark with an open " quote
"""


@pytest.mark.parametrize("query", VALID.splitlines())
def test_valid_queries_of_every_kind_have_no_error_and_no_warning(query: str) -> None:
    beyond = ["SecurityEvent"] if "SecurityEvent" in query and "workspace" not in query else []
    assert ([], beyond) == (errors(query), warnings(query))
