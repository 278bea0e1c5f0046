"""Errors as the command line tells them: one line and an exit code."""

from __future__ import annotations

from ..core.errors import (
    ApiError,
    AuthError,
    ConfigError,
    DefenderTuiError,
    NotPermitted,
    Throttled,
)
from ..core.text import one_line

PROGRAM = "defender-tui"
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_NOT_PERMITTED = 3
EXIT_THROTTLED = 4


class UsageError(DefenderTuiError):
    """The command was put together wrongly; nothing was done."""


def exit_code(error: DefenderTuiError) -> int:
    """Give the exit code for a failure."""
    if isinstance(error, UsageError):
        return EXIT_USAGE
    if isinstance(error, NotPermitted):
        return EXIT_NOT_PERMITTED
    if isinstance(error, Throttled):
        return EXIT_THROTTLED
    return EXIT_FAILED


def failure_line(error: DefenderTuiError) -> str:
    """Give the one line for stderr: what failed, for what, and what to do. Safe for a terminal."""
    parts = (error.message, _roles(error), _facts(error), error.hint)
    return one_line(f"{PROGRAM}: {' '.join(part for part in parts if part)}")


def _roles(error: DefenderTuiError) -> str:
    if not isinstance(error, NotPermitted):
        return ""
    missing = [role for role in (*error.required, *error.held) if role not in error.message]
    if not missing:
        return ""
    held = f"The token has {', '.join(error.held) or 'no roles'}."
    if not error.required:
        return held
    needs = "Needs" if len(error.required) == 1 else "Needs one of"
    names_more = error.missing and error.missing != error.required
    lacks = f" Missing {', '.join(error.missing)}." if names_more else ""
    return f"{needs} {', '.join(error.required)}. {held}{lacks}"


def _facts(error: DefenderTuiError) -> str:
    if isinstance(error, ApiError | AuthError | ConfigError):
        facts = [
            f"{name.lower()} {value}"
            for name, value in error.details()
            if name in _SUPPORT and value not in error.message
        ]
        return f"({', '.join(facts)})" if facts else ""
    return ""


# Where to look, and what someone at the vendor would ask for.
_SUPPORT = frozenset(
    {"Place", "Request", "Code", "Entra said", "Open", "Trace", "Correlation", "File"}
)
