"""What time a host thinks it is."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from ..failures import network_error, reading_proxy_settings
from ..identity import LOOPBACK
from .reach import TIMEOUT_S


async def server_time(url: str, context: ssl.SSLContext) -> datetime | None:
    """Give the time in the `Date` of an answer; `None` when the host tells none.

    A cache in between tells by `Age` how old the answer is.

    Raises:
        NetworkError, ConfigError: there was no answer.
    """
    with reading_proxy_settings():
        http = httpx.AsyncClient(verify=context, timeout=TIMEOUT_S, mounts=dict.fromkeys(LOOPBACK))
    async with http:
        try:
            answer = await http.get(url)
        except httpx.HTTPError as cause:
            host = httpx.URL(url).netloc.decode("ascii")
            raise network_error(cause, what="ask for the time", host=host) from cause
    try:
        stated = parsedate_to_datetime(answer.headers.get("date", ""))
        age = timedelta(seconds=int(answer.headers.get("age", "0")))
        return (stated if stated.tzinfo else stated.replace(tzinfo=UTC)) + age
    except (ValueError, OverflowError):
        return None
