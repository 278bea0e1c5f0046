from __future__ import annotations

import json
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

import pytest

from defender_tui.kql import load_schema
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.data.telling import ToldOnDemand
from defender_tui.sandbox.hunting import HuntingService

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CAST = build_cast(6)
ALLOWED = [
    ip_network(text)
    for text in ("10.4.0.0/16", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
]

OF_THE_ORGANISATION = (
    *("AlertEvidence", "CallActivityEvents", "CloudAppEvents", "CloudAuditEvents", "DeviceEvents"),
    *("DeviceFileEvents", "DeviceInfo", "DeviceNetworkEvents", "DeviceNetworkInfo", "EmailEvents"),
    *("EmailUrlInfo", "IdentityInfo", "IdentityQueryEvents", "MessageUrlInfo"),
)
"""Tables that hold its name or its domain."""


@pytest.fixture(scope="module")
def service() -> HuntingService:
    incidents = build_incidents(CAST, now=NOW, seed=6)
    return HuntingService(CAST, incidents, NOW, seed=6)


async def _rows(service: HuntingService, query: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((await service.run(query)).rows_json)
    return rows


async def test_no_generally_available_table_is_empty(service: HuntingService) -> None:
    tables = [table.name for table in load_schema() if table.status == "ga"]
    counts = {name: (await _rows(service, f"{name} | count"))[0]["Count"] for name in tables}
    assert [] == [name for name, count in counts.items() if count == 0]
    assert sum(count for count in counts.values() if isinstance(count, int)) > 250_000


async def test_people_rest_at_weekends_and_at_night(service: HuntingService) -> None:
    mails = await _rows(service, "EmailEvents | summarize n = count() by dayofweek(Timestamp)")
    counts = [row["n"] for row in sorted(mails, key=lambda row: str(row["Column1"]))]
    sunday, *week, saturday = [count for count in counts if isinstance(count, int)]
    assert max(sunday, saturday) < min(week) / 3
    munich = (
        "EntraIdSignInEvents | where City == 'Munich' | extend Hour = hourofday(Timestamp + 1h)"
        " | summarize Day = countif(Hour between (8 .. 17)), Night = countif(Hour < 6)"
    )
    (row,) = await _rows(service, munich)
    assert isinstance(row["Day"], int)
    assert isinstance(row["Night"], int)
    assert row["Night"] < row["Day"] / 10


async def test_servers_are_as_busy_at_weekends(service: HuntingService) -> None:
    query = (
        "DeviceProcessEvents | where DeviceName startswith 'srv-sql'"
        " | summarize n = count() by IsWeekend = dayofweek(Timestamp) in (0d, 6d)"
    )
    counts = {row["IsWeekend"]: row["n"] for row in await _rows(service, query)}
    weekend, week = counts[True], counts[False]
    assert isinstance(weekend, int)
    assert isinstance(week, int)
    assert week / 5 < 1.5 * weekend / 2


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("DeviceNetworkEvents", "RemoteIP"),
        ("EntraIdSignInEvents", "IPAddress"),
        ("CloudAppEvents", "IPAddress"),
        ("EmailEvents", "SenderIPv4"),
        ("DeviceInfo", "PublicIP"),
    ],
)
async def test_addresses_belong_to_nobody(service: HuntingService, table: str, column: str) -> None:
    rows = await _rows(service, f"{table} | where isnotempty({column}) | distinct Ip = {column}")
    found = [ip_address(str(row["Ip"])) for row in rows]
    assert found
    assert [] == [ip for ip in found if not any(ip in network for network in ALLOWED)]


async def test_a_machine_does_what_its_owner_does(service: HuntingService) -> None:
    query = (
        "DeviceProcessEvents | where FileName == 'outlook.exe'"
        " | summarize Owners = dcount(AccountName) by DeviceName | where Owners > 1"
    )
    assert [] == await _rows(service, query)


@pytest.mark.parametrize("scale", [0.01, pytest.param(2.0, marks=pytest.mark.full)])
async def test_the_scale_sets_the_number_of_events(scale: float) -> None:
    service = HuntingService(CAST, (), NOW, scale=scale)
    (row,) = await _rows(service, "DeviceProcessEvents | count")
    assert 60_000 * scale == row["Count"]


@pytest.mark.full
async def test_the_data_of_another_tenant_name_its_own_domain_alone() -> None:
    cast = build_cast(6, "fabrikam.example")
    incidents = build_incidents(cast, now=NOW, seed=6)
    service = HuntingService(cast, incidents, NOW, seed=6, scale=0.01)
    for table in OF_THE_ORGANISATION:
        text = json.dumps(await _rows(service, f"{table} | take 1000")).casefold()
        assert "fabrikam" in text, table
        assert "contoso" not in text, table


async def test_tables_named_ahead_answer_as_those_that_are_not() -> None:
    ahead = frozenset({"DeviceInfo", "EmailEvents", "FileName"})
    query = (
        "union (DeviceInfo | summarize n = count() by Name = OSPlatform),"
        " (EmailEvents | summarize n = count() by Name = DeliveryAction) | sort by Name asc"
    )
    answers = [
        await HuntingService(CAST, (), NOW, scale=0.01, first_tables=first).run(query)
        for first in (ahead, frozenset[str]())
    ]
    assert answers[0].rows_json == answers[1].rows_json
    assert answers[0].row_count > 4


def test_what_is_told_on_demand_is_told_once_and_not_before() -> None:
    told: list[str] = []

    def tell() -> list[int]:
        told.append("told")
        return [3, 4]

    sequence = ToldOnDemand(tell)
    assert [] == told
    assert (2, 4, [3, 4]) == (len(sequence), sequence[1], list(sequence))
    assert sequence == [3, 4]
    assert ["told"] == told
