from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from defender_tui.kql import load_schema
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.hunting import HuntingRefused, HuntingService, HuntingTimedOut

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ENDLESS = (
    "range x from 1 to 40000 step 1 | extend k = 1"
    " | join kind=inner (range y from 1 to 40000 step 1 | extend k = 1) on k"
    " | summarize sum(x * y)"
)


def _service(*, timeout_s: float = 60.0, seed: int = 0) -> HuntingService:
    cast = build_cast(seed)
    incidents = build_incidents(cast, now=NOW, seed=seed)
    return HuntingService(cast, incidents, NOW, seed=seed, timeout_s=timeout_s)


@pytest.fixture(scope="module")
def service() -> HuntingService:
    return _service()


async def _rows(
    service: HuntingService, query: str, timespan: str | None = None
) -> list[dict[str, object]]:
    answer = await service.run(query, timespan=timespan)
    rows: list[dict[str, object]] = json.loads(answer.rows_json)
    assert answer.row_count == len(rows)
    return rows


async def test_the_most_common_programs_are_counted(service: HuntingService) -> None:
    query = "DeviceProcessEvents | summarize n=count() by FileName | top 5 by n"
    answer = await service.run(query)
    assert (("FileName", "String"), ("n", "Int64")) == answer.schema
    rows = json.loads(answer.rows_json)
    assert 5 == len(rows)
    assert "svchost.exe" == rows[0]["FileName"]
    assert 0 < answer.elapsed_s


async def test_every_generally_available_table_has_the_columns_of_the_schema(
    service: HuntingService,
) -> None:
    for table in load_schema():
        if table.status != "ga":
            continue
        rows = await _rows(service, f"{table.name} | getschema | project ColumnName, ColumnType")
        documented = [(c.name, c.type) for c in table.columns if c.name != "LogonID"]
        assert documented == [(row["ColumnName"], row["ColumnType"]) for row in rows], table.name


@pytest.mark.parametrize(
    "table",
    [
        *("AlertEvidence", "AlertInfo", "CloudAppEvents", "DeviceEvents", "DeviceFileEvents"),
        *("DeviceFileCertificateInfo", "DeviceImageLoadEvents", "DeviceInfo", "DeviceLogonEvents"),
        *("DeviceNetworkEvents", "DeviceNetworkInfo", "DeviceProcessEvents"),
        *("DeviceRegistryEvents", "EmailAttachmentInfo", "EmailEvents", "EmailUrlInfo"),
        *("EmailPostDeliveryEvents", "EntraIdSignInEvents", "EntraIdSpnSignInEvents"),
        *("IdentityDirectoryEvents", "IdentityInfo", "IdentityLogonEvents", "IdentityQueryEvents"),
        "UrlClickEvents",
    ],
)
async def test_times_lie_in_the_thirty_days_before_now(service: HuntingService, table: str) -> None:
    query = (
        f"{table} | summarize n = count(), a = min(Timestamp), b = max(Timestamp)"
        " | extend isRecent = b <= now() and b > ago(5d), isKept = a >= ago(30d)"
    )
    row = (await _rows(service, query))[0]
    assert row["n"] != 0
    assert (True, True) == (row["isRecent"], row["isKept"])


@pytest.mark.parametrize(
    "table", ["DeviceTvmSoftwareInventory", "DeviceTvmSoftwareVulnerabilities"]
)
async def test_tables_without_a_time_are_not_cut(service: HuntingService, table: str) -> None:
    assert [] != await _rows(service, f"{table} | take 1", "PT1S")


@pytest.mark.parametrize("table", ["DeviceEvents", "DeviceFileEvents", "DeviceRegistryEvents"])
async def test_action_types_are_documented_ones(service: HuntingService, table: str) -> None:
    known = load_schema().table(table)
    assert known is not None
    rows = await _rows(service, f"{table} | distinct ActionType")
    assert {str(row["ActionType"]) for row in rows} <= set(known.action_types)


@pytest.mark.parametrize(
    ("timespan", "first", "last"),
    [
        ("P7D", "2026-11-16T09:00", "2026-11-23T09:00"),
        ("PT12H", "2026-11-22T21:00", "2026-11-23T09:00"),
        ("2026-11-01T00:00:00Z/2026-11-03T00:00:00Z", "2026-11-01T00:00", "2026-11-03T00:00"),
        ("2026-11-01T00:00:00Z/P1D", "2026-11-01T00:00", "2026-11-02T00:00"),
        ("P1D/2026-11-05T00:00:00Z", "2026-11-04T00:00", "2026-11-05T00:00"),
        ("2026-11-20T00:00:00Z", "2026-11-20T00:00", "2026-11-23T09:00"),
        ("P90D", "2026-10-24T09:00", "2026-11-23T09:00"),
        ("P1M", "2026-10-24T09:00", "2026-11-23T09:00"),
        ("PT1H", "2026-11-23T08:00", "2026-11-23T09:00"),
    ],
)
async def test_a_timespan_cuts_every_table(
    service: HuntingService, timespan: str, first: str, last: str
) -> None:
    query = "DeviceProcessEvents | summarize a = min(Timestamp), b = max(Timestamp)"
    row = (await _rows(service, query, timespan))[0]
    assert first <= str(row["a"]) <= str(row["b"]) <= f"{last}Z"


@pytest.mark.parametrize(
    "timespan",
    [
        *("soon", "P1D/P2D", "P", "2026-99-01", "PT"),
        *("9999-12-31T00:00:00Z/P30D", "P900000D", "P9Y/0001-01-01", "P" + "9" * 400 + "D"),
    ],
)
async def test_what_is_no_timespan_is_refused(service: HuntingService, timespan: str) -> None:
    with pytest.raises(HuntingRefused, match="timespan"):
        await service.run("DeviceInfo | count", timespan=timespan)


async def test_an_unknown_table_is_refused_in_the_service_s_words(service: HuntingService) -> None:
    with pytest.raises(HuntingRefused) as refused:
        await service.run("['/etc/hostname'] | take 1")
    assert (
        "'take' operator: Failed to resolve table or column expression named '/etc/hostname'."
        " Fix semantic errors in your query."
    ) == refused.value.message


async def test_tables_past_their_end_are_gone(service: HuntingService) -> None:
    with pytest.raises(HuntingRefused, match="Failed to resolve table"):
        await service.run("AADSignInEventsBeta | take 1")


async def test_the_same_seed_gives_the_same_rows(service: HuntingService) -> None:
    query = "DeviceProcessEvents | top 20 by Timestamp | project Timestamp, DeviceId, ReportId"
    assert await _rows(service, query) == await _rows(_service(), query)
    assert await _rows(service, query) != await _rows(_service(seed=1), query)


async def test_a_query_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(HuntingTimedOut, match="exceeded the timeout"):
        await _service(timeout_s=0.2).run(ENDLESS)


async def test_a_cancelled_task_stops_its_query_and_the_next_one_runs(
    service: HuntingService,
) -> None:
    await service.run("print 1")
    task = asyncio.create_task(service.run(ENDLESS))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [{"print_0": 2}] == await _rows(service, "print 2")


async def test_slow_queries_leave_the_loop_s_threads_to_others(service: HuntingService) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=1))
    await service.run("print 1")
    run = asyncio.create_task(service.run(ENDLESS))
    await asyncio.sleep(0)
    await asyncio.to_thread(len, "")
    assert not run.done()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_runs_may_overlap(service: HuntingService) -> None:
    queries = [f"DeviceEvents | where ReportId < {n} | count" for n in range(100, 900, 100)]
    answers = await asyncio.gather(*(_rows(service, query) for query in queries))
    counts = [answer[0]["Count"] for answer in answers]
    assert [99 + 100 * number for number in range(8)] == counts
