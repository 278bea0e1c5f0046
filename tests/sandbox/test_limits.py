"""Each limit of the APIs, as a client of the sandbox meets it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.hunting import HuntingAnswer, HuntingService, HuntingTimedOut
from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor

_INCIDENTS = "/xdr/api/incidents"
_HUNTS = {
    "graph": "/graph/v1.0/security/runHuntingQuery",
    "xdr": "/xdr/api/advancedhunting/run",
    "mde": "/mde/api/advancedqueries/run",
}
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class SwiftEngine:
    """Answers every query at once, and says that it took as long as a test wants."""

    elapsed_s: float = 0.0
    is_slow: bool = False
    bounds: list[QueryBounds | None] = field(default_factory=list)

    async def run(
        self, query: str, *, timespan: str | None = None, bounds: QueryBounds | None = None
    ) -> HuntingAnswer:
        self.bounds.append(bounds)
        if self.is_slow:
            raise HuntingTimedOut("Query exceeded the timeout period.")
        return HuntingAnswer((("x", "Int64"),), b'[{"x":1}]', self.elapsed_s, 1)


@pytest.fixture
async def engine() -> SwiftEngine:
    return SwiftEngine()


MakeVisitor = Callable[..., Visitor]


@pytest.fixture
async def visiting(engine: SwiftEngine, signing_keys: KeyRing) -> MakeVisitor:
    """Make visitors of sandboxes on the swift engine."""

    def make(*, has_quota: bool = True, row_limit: int | None = None) -> Visitor:
        clock = FixedClock(NOW)
        options = SandboxOptions(now=NOW, incidents=12, has_quota=has_quota, row_limit=row_limit)
        sandbox = build_sandbox(options, clock=clock, keys=signing_keys, runner=lambda: engine)
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app), base_url=URL)
        return Visitor(sandbox, clock, http)

    return make


@pytest.fixture
async def caller(visiting: MakeVisitor) -> Visitor:
    return visiting()


def calling(
    visitor: Visitor, method: str, path: str, headers: dict[str, str], body: object = None
) -> Callable[[], Awaitable[httpx.Response]]:
    return lambda: visitor.http.request(method, path, headers=headers, json=body)


async def hunting(
    visitor: Visitor, api: str, app_name: str = "full"
) -> Callable[[], Awaitable[httpx.Response]]:
    headers = await visitor.bearer(api, app_name)
    return calling(visitor, "POST", _HUNTS[api], headers, {"Query": "print 1"})


async def granted(call: Callable[[], Awaitable[httpx.Response]], count: int) -> None:
    assert {200} == {(await call()).status_code for _ in range(count)}


async def retry_after(
    call: Callable[[], Awaitable[httpx.Response]], message: str, code: str = "429"
) -> timedelta:
    answer = await call()
    error = answer.json()["error"]
    assert (429, code, message) == (answer.status_code, error["code"], error["message"])
    return timedelta(seconds=int(answer.headers["Retry-After"]))


def above(most: int, span: str = "00:01:00") -> str:
    return f"API calls quota exceeded! maximum allowed {most} per {span}"


async def incident_path(visitor: Visitor, headers: dict[str, str]) -> str:
    answer = await visitor.http.get(f"{_INCIDENTS}?$top=1", headers=headers)
    return f"{_INCIDENTS}/{answer.json()['value'][0]['incidentId']}"


@pytest.mark.parametrize(("method", "most"), [("LIST", 50), ("GET", 100), ("PATCH", 50)])
async def test_calls_on_incidents_are_counted_by_the_minute(
    caller: Visitor, method: str, most: int
) -> None:
    headers = await caller.bearer("xdr")
    path = await incident_path(caller, headers)
    caller.clock.advance(_MINUTE)
    call = calling(caller, method, path, headers, {"comment": "x"} if method == "PATCH" else None)
    if method == "LIST":
        call = calling(caller, "GET", f"{_INCIDENTS}?$top=1", headers)
    await granted(call, most - 1)
    caller.clock.advance(timedelta(seconds=20))
    await granted(call, 1)
    assert timedelta(seconds=40) == await retry_after(call, above(most))
    caller.clock.advance(timedelta(seconds=39))
    assert timedelta(seconds=1) == await retry_after(call, above(most))
    caller.clock.advance(timedelta(seconds=1))
    await granted(call, most - 1)
    assert timedelta(seconds=20) == await retry_after(call, above(most))


@pytest.mark.full
async def test_calls_on_incidents_are_counted_by_the_hour(caller: Visitor) -> None:
    headers = await caller.bearer("xdr")
    # None is found, which counts as well and is quicker.
    call = calling(caller, "GET", f"{_INCIDENTS}/1", headers)
    for _ in range(15):
        assert {404} == {(await call()).status_code for _ in range(100)}
        caller.clock.advance(_MINUTE)
    assert timedelta(minutes=45) == await retry_after(call, above(1500, "01:00:00"))
    caller.clock.advance(timedelta(minutes=45))
    assert 404 == (await call()).status_code


async def test_another_application_and_another_call_have_counts_of_their_own(
    caller: Visitor,
) -> None:
    headers = await caller.bearer("xdr")
    path = await incident_path(caller, headers)
    await granted(calling(caller, "GET", f"{_INCIDENTS}?$top=1", headers), 49)
    await retry_after(calling(caller, "GET", f"{_INCIDENTS}?$top=1", headers), above(50))
    await granted(calling(caller, "GET", path, headers), 1)
    other = await caller.bearer("xdr", "read-only")
    await granted(calling(caller, "GET", f"{_INCIDENTS}?$top=1", other), 1)


async def test_calls_that_are_not_permitted_do_not_count(caller: Visitor) -> None:
    stranger = await caller.bearer("xdr", "hunting-only")
    call = calling(caller, "GET", _INCIDENTS, stranger)
    assert {403} == {(await call()).status_code for _ in range(60)}


async def test_incidents_of_graph_are_not_limited(caller: Visitor) -> None:
    headers = await caller.bearer("graph")
    await granted(calling(caller, "GET", "/graph/v1.0/security/incidents?$top=1", headers), 160)


@pytest.mark.parametrize(("api", "code"), [("graph", "TooManyRequests"), ("xdr", "429")])
async def test_queries_are_counted_by_tenant(caller: Visitor, api: str, code: str) -> None:
    await granted(await hunting(caller, api), 45)
    other = await hunting(caller, api, "hunting-only")
    assert _MINUTE == await retry_after(other, above(45), code)
    caller.clock.advance(_MINUTE)
    await granted(other, 45)


async def test_each_api_counts_queries_for_itself(caller: Visitor) -> None:
    for api in _HUNTS:
        await granted(await hunting(caller, api), 45)
        assert 429 == (await (await hunting(caller, api))()).status_code


@pytest.mark.full
async def test_endpoint_queries_are_counted_by_the_hour_too(caller: Visitor) -> None:
    call = await hunting(caller, "mde")
    for _ in range(33):
        await granted(call, 45)
        caller.clock.advance(_MINUTE)
    await granted(call, 15)
    assert timedelta(minutes=27) == await retry_after(call, above(1500, "01:00:00"))


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_tenant_that_ran_queries_for_too_long_waits_for_the_next_quarter_of_an_hour(
    caller: Visitor, engine: SwiftEngine, api: str
) -> None:
    engine.elapsed_s = 150.0
    caller.clock.advance(timedelta(minutes=4))
    call = await hunting(caller, api)
    await granted(call, 4)
    wait = await retry_after(
        call,
        "You have exceeded processing resources allocated to this tenant. You can run queries "
        "again in 00:11:00.",
        "TooManyRequests",
    )
    assert timedelta(minutes=11) == wait
    caller.clock.advance(wait)
    await granted(call, 1)


async def test_the_running_time_of_graph_and_xdr_is_one_account(
    caller: Visitor, engine: SwiftEngine
) -> None:
    engine.elapsed_s = 600.0
    await granted(await hunting(caller, "graph"), 1)
    assert 429 == (await (await hunting(caller, "xdr"))()).status_code
    await granted(await hunting(caller, "mde"), 1)


async def test_a_query_that_was_stopped_counts_with_all_its_time(
    caller: Visitor, engine: SwiftEngine
) -> None:
    engine.is_slow = True
    call = await hunting(caller, "graph")
    assert [400] * 4 == [(await call()).status_code for _ in range(4)]
    assert 429 == (await call()).status_code


async def test_endpoint_queries_run_ten_minutes_an_hour_and_three_hours_a_day(
    caller: Visitor, engine: SwiftEngine
) -> None:
    engine.elapsed_s = 200.0
    caller.clock.moment = NOW.replace(hour=0, minute=0)
    for hour in range(18):
        await granted(await hunting(caller, "mde"), 3)
        answer = await (await hunting(caller, "mde"))()
        assert (429, "TooManyRequests") == (answer.status_code, answer.json()["error"]["code"])
        assert ("3600" if hour < 17 else "25200") == answer.headers["Retry-After"]
        caller.clock.advance(_HOUR)
    assert 429 == (await (await hunting(caller, "mde"))()).status_code
    caller.clock.advance(timedelta(hours=6))
    await granted(await hunting(caller, "mde"), 1)


@pytest.mark.parametrize(
    ("api", "timeout_s", "size_limit_mib"),
    [("graph", 180.0, 64), ("xdr", 180.0, 64), ("mde", 200.0, 50)],
)
async def test_each_api_lets_a_query_take_what_its_page_says(
    caller: Visitor, engine: SwiftEngine, api: str, timeout_s: float, size_limit_mib: int
) -> None:
    await granted(await hunting(caller, api), 1)
    bounds = engine.bounds[0]
    assert bounds is not None
    assert (timeout_s, 100_000, size_limit_mib * 1024 * 1024) == (
        bounds.timeout_s,
        bounds.row_limit,
        bounds.size_limit_bytes,
    )


async def test_without_quotas_nothing_is_counted(
    visiting: MakeVisitor, engine: SwiftEngine
) -> None:
    engine.elapsed_s = 600.0
    free = visiting(has_quota=False)
    headers = await free.bearer("xdr")
    await granted(calling(free, "GET", f"{_INCIDENTS}?$top=1", headers), 60)
    for api in _HUNTS:
        await granted(await hunting(free, api), 50)


async def test_the_count_of_refused_calls_is_shown(caller: Visitor) -> None:
    call = await hunting(caller, "xdr")
    for _ in range(47):
        await call()
    state = (await caller.http.get("/sandbox/state")).json()
    assert (45, 2) == (state["hunting_runs"], state["calls_throttled"])


async def test_a_clock_that_is_set_back_locks_nobody_out(caller: Visitor) -> None:
    call = await hunting(caller, "xdr")
    caller.clock.advance(timedelta(minutes=30))
    await granted(call, 45)
    caller.clock.advance(timedelta(minutes=-30))
    await granted(call, 45)


@pytest.mark.parametrize("api", _HUNTS)
async def test_the_row_limit_of_every_api_can_be_lowered(
    visiting: MakeVisitor, engine: SwiftEngine, api: str
) -> None:
    await granted(await hunting(visiting(row_limit=7), api), 1)
    assert [7] == [bounds.row_limit for bounds in engine.bounds if bounds is not None]


@pytest.mark.parametrize("api", ["graph", "xdr", "mde"])
async def test_rows_beyond_a_hundred_thousand_are_left_out_and_that_is_said(
    visitor: Visitor, api: str
) -> None:
    headers = await visitor.bearer(api)
    for last, said in ((100_000, None), (100_001, "100000")):
        body = {"Query": f"range x from 1 to {last} step 1"}
        answer = await visitor.http.post(_HUNTS[api], headers=headers, json=body)
        rows = answer.json()["results" if api == "graph" else "Results"]
        assert 100_000 == len(rows)
        assert said == answer.headers.get("x-sandbox-cut-at-rows")


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_rows_of_too_many_bytes_refuse_the_query(visitor: Visitor, api: str) -> None:
    headers = await visitor.bearer(api)
    body = {"Query": "range x from 1 to 70000 step 1 | extend s = strrep('long text ', 100)"}
    answer = await visitor.http.post(_HUNTS[api], headers=headers, json=body)
    error = answer.json()["error"]
    assert (400, "BadRequest") == (answer.status_code, error["code"])
    assert "Result size limit exceeded" == error["message"]


async def test_endpoint_queries_see_the_tables_of_devices_alone(visitor: Visitor) -> None:
    headers = await visitor.bearer("mde")
    for table in ("DeviceInfo", "DeviceTvmSoftwareInventory"):
        body = {"Query": f"{table} | count"}
        answer = await visitor.http.post(_HUNTS["mde"], headers=headers, json=body)
        assert 200 == answer.status_code, answer.text
        assert answer.json()["Results"][0]["Count"] > 0
    for table in ("EmailEvents", "AlertInfo", "CloudAppEvents"):
        body = {"Query": f"{table} | count"}
        answer = await visitor.http.post(_HUNTS["mde"], headers=headers, json=body)
        assert 400 == answer.status_code
        assert table in answer.json()["error"]["message"]


@pytest.mark.parametrize("api", ["graph", "xdr", "mde"])
async def test_no_query_sees_more_than_thirty_days(visitor: Visitor, api: str) -> None:
    headers = await visitor.bearer(api)
    query = (
        "DeviceProcessEvents | where Timestamp > ago(365d)"
        " | summarize IsKept = min(Timestamp) >= ago(30d), n = count()"
    )
    body = {"Query": query} | ({"Timespan": "P365D"} if api == "graph" else {})
    answer = await visitor.http.post(_HUNTS[api], headers=headers, json=body)
    row = answer.json()["results" if api == "graph" else "Results"][0]
    assert row["n"] > 0
    assert row["IsKept"] in (1, True)


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_query_that_runs_too_long_is_stopped(signing_keys: KeyRing, api: str) -> None:
    clock = FixedClock(NOW)
    options = SandboxOptions(now=NOW, incidents=1)
    sandbox = build_sandbox(
        options,
        clock=clock,
        keys=signing_keys,
        runner=lambda: HuntingService(build_cast(0), (), NOW, timeout_s=0.3),
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=sandbox.app), base_url=URL
    ) as http:
        visitor = Visitor(sandbox, clock, http)
        body = {
            "Query": "range x from 1 to 40000 step 1 | extend k = 1"
            " | join kind=inner (range y from 1 to 40000 step 1 | extend k = 1) on k"
            " | summarize sum(x * y)"
        }
        answer = await http.post(_HUNTS[api], headers=await visitor.bearer(api), json=body)
    error = answer.json()["error"]
    assert (400, "BadRequest") == (answer.status_code, error["code"])
    assert "Query exceeded the timeout period." == error["message"]
