"""A refusal by one of the services, before it is written in that service's own shape."""

from __future__ import annotations

from collections.abc import Mapping


class ServiceRefused(Exception):
    """The service answers with an error instead of data."""

    def __init__(
        self, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
