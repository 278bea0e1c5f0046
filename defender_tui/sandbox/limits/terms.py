"""The limits of each API, as its pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.sandbox.limits.quota import CallQuota, RunTimeQuota

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_AN_HOURS_CALLS = CallQuota(1500, _HOUR)

# Source: https://learn.microsoft.com/defender-xdr/api-list-incidents, api-update-incidents and
# api-get-incident (2026-11-23); each call has its own count, by application and tenant.
LIST_INCIDENTS = (CallQuota(50, _MINUTE), _AN_HOURS_CALLS)
UPDATE_INCIDENT = (CallQuota(50, _MINUTE), _AN_HOURS_CALLS)
GET_INCIDENT = (CallQuota(100, _MINUTE), _AN_HOURS_CALLS)
# Source: https://learn.microsoft.com/defender-endpoint/api/isolate-machine, get-machines,
# and its page on the address of a package (2026-11-23)
MACHINES = (CallQuota(100, _MINUTE), _AN_HOURS_CALLS)
PACKAGE_URI = (CallQuota(2, _MINUTE), CallQuota(120, _HOUR))


@dataclass(frozen=True, slots=True)
class HuntingTerms:
    """What one API grants to the queries of a tenant.

    Run time is counted under `run_time_account`, which APIs may share.
    """

    api: str
    calls: tuple[CallQuota, ...]
    run_time: tuple[RunTimeQuota, ...]
    run_time_account: str
    bounds: QueryBounds
    size_refusal: str


# How much a tenant may use in a cycle of 15 minutes goes by its size and is not published. Ten
# minutes are more than one analyst's queries need here, and few enough to be reached on purpose.
_SHARED_RUN_TIME = (RunTimeQuota(timedelta(minutes=10), timedelta(minutes=15)),)

# Source: https://learn.microsoft.com/graph/api/resources/security-api-overview (2026-11-23)
GRAPH_HUNTING = HuntingTerms(
    api="graph",
    calls=(CallQuota(45, _MINUTE),),
    run_time=_SHARED_RUN_TIME,
    run_time_account="hunting",
    bounds=QueryBounds(),
    size_refusal="Result size limit exceeded",
)
# Source: https://learn.microsoft.com/defender-xdr/api-advanced-hunting (2026-11-23)
XDR_HUNTING = HuntingTerms(
    api="xdr",
    calls=(CallQuota(45, _MINUTE),),
    run_time=_SHARED_RUN_TIME,
    run_time_account="hunting",
    bounds=QueryBounds(),
    size_refusal="Result size limit exceeded",
)
# Source: https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api (2026-11-23)
MDE_HUNTING = HuntingTerms(
    api="mde",
    calls=(CallQuota(45, _MINUTE), _AN_HOURS_CALLS),
    run_time=(
        RunTimeQuota(timedelta(minutes=10), _HOUR),
        RunTimeQuota(timedelta(hours=3), timedelta(days=1)),
    ),
    run_time_account="mde",
    bounds=QueryBounds(
        timeout_s=200.0,
        size_limit_bytes=50 * 1024 * 1024,
        areas=frozenset({"endpoint", "vulnerability"}),
    ),
    size_refusal=(
        "Query execution has exceeded the allowed result size. Optimize your query by limiting "
        "the number of results and try again"
    ),
)
