"""The point at which calls meet their quotas, and what is said to those that are too many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.tokens import Caller
from defender_tui.sandbox.limits.call_meter import CallMeter
from defender_tui.sandbox.limits.quota import CallQuota, QuotaExceeded, dotnet_span
from defender_tui.sandbox.limits.run_time_meter import RunTimeMeter
from defender_tui.sandbox.limits.terms import HuntingTerms
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import Tenant


class QuotaGuard:
    """Counts for all services; switched off, it lets everything through."""

    def __init__(self, clock: Clock, activity: Activity, *, is_on: bool) -> None:
        self._is_on = is_on
        self._activity = activity
        self._calls = CallMeter(clock)
        self._run_time = RunTimeMeter(clock)

    def count_call(self, name: str, caller: Caller, quotas: Sequence[CallQuota]) -> None:
        """Note a call that is counted by application and tenant.

        Raises:
            ServiceRefused: 429, there were too many.
        """
        if not self._is_on:
            return
        try:
            self._calls.count((name, caller.tenant.tenant_id, caller.app.client_id), quotas)
        except QuotaExceeded as exceeded:
            raise self._refusal(exceeded, code="429") from exceeded

    def count_query(self, tenant: Tenant, terms: HuntingTerms) -> None:
        """Note a query that is about to run, counted by tenant.

        Raises:
            ServiceRefused: 429, there were too many, or they ran too long.
        """
        if not self._is_on:
            return
        try:
            self._run_time.insist((terms.run_time_account, tenant.tenant_id), terms.run_time)
            self._calls.count((f"{terms.api} hunting", tenant.tenant_id), terms.calls)
        except QuotaExceeded as exceeded:
            code = "TooManyRequests" if terms.api == "graph" else "429"
            raise self._refusal(exceeded, code=code) from exceeded

    def add_run_time(self, tenant: Tenant, terms: HuntingTerms, elapsed_s: float) -> None:
        """Note how long a query ran."""
        account = (terms.run_time_account, tenant.tenant_id)
        self._run_time.add(account, terms.run_time, timedelta(seconds=elapsed_s))

    def _refusal(self, exceeded: QuotaExceeded, *, code: str) -> ServiceRefused:
        """Word a refusal.

        Source: https://learn.microsoft.com/defender-xdr/advanced-hunting-errors (2026-11-23)
        """
        self._activity.calls_throttled += 1
        wait_s = math.ceil(exceeded.retry_after.total_seconds())
        headers = {"Retry-After": str(wait_s)}
        if isinstance(exceeded.quota, CallQuota):
            message = f"API calls quota exceeded! maximum allowed {exceeded.quota}"
            return ServiceRefused(429, code, message, headers=headers)
        wait = dotnet_span(timedelta(seconds=wait_s))
        return ServiceRefused(
            429,
            "TooManyRequests",
            "You have exceeded processing resources allocated to this tenant. You can run queries "
            f"again in {wait}.",
            headers=headers,
        )
