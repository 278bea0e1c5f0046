"""Codes of a request that was put together wrongly, and of signing in with a device code."""

from __future__ import annotations

from .remedy import Remedy

_REPORT = "This is a fault of the request, not of the tenant: report it with the trace id."


def _fault(cause: str, *, is_general: bool = False) -> Remedy:
    return Remedy(cause, _REPORT, is_general=is_general, quotes=True)


REMEDIES = {
    70011: _fault("the scope is not valid."),
    1002012: _fault("the scope lacks /.default."),
    700022: _fault("the scope names several APIs."),
    700023: _fault("the scope names no API."),
    901002: _fault("a parameter of the old endpoint went to the new one."),
    900144: _fault("the request lacked a parameter."),
    90014: _fault("the request lacked a parameter."),
    90013: _fault("the request held a wrong parameter."),
    90023: _fault("the request was not valid.", is_general=True),
    9002313: _fault("the request was malformed.", is_general=True),
    70003: _fault("the kind of sign-in is not supported.", is_general=True),
    70016: Remedy(
        "the device code waits to be entered.",
        "Finish signing in on the page that the code was shown for.",
    ),
    70018: Remedy("the device code was wrong.", "Start again and enter the new code."),
    70019: Remedy("the device code has expired.", "Start again and enter the new code in time."),
}
