"""MSAL's HTTP on httpx: it never leaves the authority, and remembers what MSAL throws away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ..core.errors import ProtocolError
from ..core.links import pinned
from .grants import ProviderAnswer

MAX_ANSWER_BYTES = 1024 * 1024


class PinnedHttp:
    """What MSAL is given as its HTTP client.

    `refusal` is the last error answer. `clock_skew_s` is how far the provider's clock was ahead of
    this machine's at the last answer, to the second; `None` when no answer said.
    """

    def __init__(self, client: httpx.Client, authority: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._authority = authority
        self.refusal: ProviderAnswer | None = None
        self.clock_skew_s: float | None = None

    def get(self, url: str, **options: object) -> ProviderAnswer:
        return self._send("GET", url, options)

    def post(self, url: str, **options: object) -> ProviderAnswer:
        return self._send("POST", url, options)

    def close(self) -> None:
        """Nothing to close: the client belongs to the caller."""

    def _send(self, method: str, url: str, options: Mapping[str, object]) -> ProviderAnswer:
        pinned(url, self._authority, what="address of the token endpoint")
        answer = read_answer(self._client, method, url, options)
        skew_s = _skew_s(answer.headers.get("date"), self._now())
        self.clock_skew_s = self.clock_skew_s if skew_s is None else skew_s
        if answer.status_code >= 300:
            self.refusal = answer
        return answer


def read_answer(
    client: httpx.Client, method: str, url: str, options: Mapping[str, object]
) -> ProviderAnswer:
    """Send what MSAL wants sent, and read the answer whole.

    Raises:
        ProtocolError: it is larger than any token.
        httpx.HTTPError, httpx.InvalidURL: there is no answer.
    """
    given = {name: options.get(name) for name in ("params", "headers")}
    form = _as_text(options.get("data"))
    with client.stream(method, url, data=form, **given) as response:  # type: ignore[arg-type]
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > MAX_ANSWER_BYTES:
                raise ProtocolError(
                    f"The identity provider's answer is larger than {MAX_ANSWER_BYTES >> 20} MiB.",
                    hint="Check the authority of the profile's cloud, and any proxy in between.",
                )
    return ProviderAnswer(
        response.status_code, content.decode("utf-8", "replace"), response.headers
    )


def _as_text(form: object) -> dict[str, object] | None:
    """Give a form without bytes, which httpx sends as Python writes them: assertions come so."""
    if not isinstance(form, Mapping):
        return None
    return {
        name: value.decode("ascii") if isinstance(value, bytes) else value
        for name, value in form.items()
    }


def _skew_s(date: str | None, now: datetime) -> float | None:
    if date is None:
        return None
    try:
        theirs = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    return (theirs - now).total_seconds()
