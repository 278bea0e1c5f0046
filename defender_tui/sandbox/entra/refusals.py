"""Refusals by Entra: what is raised, and the body that it becomes.

Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes (2026-11-23)
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from defender_tui.sandbox.entra.wordings import WORDINGS, Wording
from defender_tui.sandbox.json_value import JsonObject

_NOBODY = "00000000-0000-0000-0000-000000000000"
_DAY = "2026-11-23T08:30:00.0000000Z"
_EXAMPLES: Mapping[str, str] = {
    "app": _NOBODY,
    "name": "application",
    "tenant": _NOBODY,
    "resource": "https://graph.microsoft.com",
    "redirect_uri": "https://portal.azure.com",
    "scope": "https://graph.microsoft.com/User.Read",
    "grant": "password",
    "method": "GET",
    "parameter": "client_id",
    "reason": "The key was not found.",
    "issuer": "https://issuer.example",
    "subject": "workload",
    "audience": "api://AzureADTokenExchange",
    "now": _DAY,
    "valid_from": _DAY,
    "valid_to": _DAY,
}
"""What stands in a refusal that nothing caused."""


class SignInRefused(Exception):
    """Entra refuses; `code` is the number after `AADSTS`."""

    def __init__(self, code: int, wording: Wording, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.error = wording.error
        self.text = text
        self.suberror = wording.suberror
        self.claims = wording.claims
        self.status = wording.status or (401 if wording.error == "invalid_client" else 400)
        self.headers = {"Retry-After": str(wording.retry_after_s)} if wording.retry_after_s else {}

    def as_json(self, *, now: datetime, trace_id: str, correlation_id: str) -> JsonObject:
        """Give the body of the answer."""
        timestamp = now.strftime("%Y-%m-%d %H:%M:%SZ")
        body: JsonObject = {
            "error": self.error,
            "error_description": (
                f"AADSTS{self.code}: {self.text} Trace ID: {trace_id} "
                f"Correlation ID: {correlation_id} Timestamp: {timestamp}"
            ),
            "error_codes": [self.code],
            "timestamp": timestamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.code}",
        }
        if self.suberror:
            body["suberror"] = self.suberror
        if self.claims:
            body["claims"] = self.claims
        return body


def refused(code: int, **details: str) -> SignInRefused:
    """Give the refusal of a code that `WORDINGS` holds; its text needs all of its details."""
    wording = WORDINGS[code]
    return SignInRefused(code, wording, wording.text.format_map(details))


def refused_in_other_words(code: int, error: str, text: str) -> SignInRefused:
    """Give a refusal whose code means several things, in the words of the rarer one."""
    return SignInRefused(code, Wording(error, text), text)


def refusal_for(code: int) -> SignInRefused:
    """Give the refusal of any code, although nothing caused it; its details are examples."""
    wording = WORDINGS.get(code) or _wording_of_an_unknown(code)
    return SignInRefused(code, wording, wording.text.format_map(_EXAMPLES))


def new_trace_id() -> str:
    """Give the id under which Entra keeps what it knows about one request."""
    return str(uuid.uuid4())


def _wording_of_an_unknown(code: int) -> Wording:
    """Codes that begin alike come from one part of Entra, which answers with one `error`."""
    families = (
        ("7000", "invalid_client"),
        ("700", "unauthorized_client"),
        ("50", "invalid_grant"),
        ("53", "invalid_grant"),
        ("65", "invalid_grant"),
    )
    number = str(code)
    found = (error for beginning, error in families if number.startswith(beginning))
    return Wording(next(found, "invalid_request"), "The sign-in was refused.")
