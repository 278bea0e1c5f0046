"""Quotas, and how the services write the times in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class CallQuota:
    """So many calls in any stretch of time as long as `span`."""

    most: int
    span: timedelta

    def __str__(self) -> str:
        return f"{self.most} per {dotnet_span(self.span)}"


@dataclass(frozen=True, slots=True)
class RunTimeQuota:
    """So much running time in each cycle; cycles of a day begin at midnight UTC."""

    most: timedelta
    cycle: timedelta


class QuotaExceeded(Exception):
    """A quota is used up, and will not be any more after `retry_after`."""

    def __init__(self, quota: CallQuota | RunTimeQuota, retry_after: timedelta) -> None:
        super().__init__(str(quota))
        self.quota = quota
        self.retry_after = retry_after


def dotnet_span(span: timedelta) -> str:
    """Give a span the way .NET prints it: days only when there are any, fractions in 100 ns."""
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    days = f"{span.days}." if span.days else ""
    fraction = f".{span.microseconds:06d}0" if span.microseconds else ""
    return f"{days}{hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"
