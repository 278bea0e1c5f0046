"""Findings in a form that reads well in an assertion."""

from __future__ import annotations

from defender_tui.kql import Severity, diagnose, load_schema


def errors(query: str) -> list[str]:
    """Give the text under each error."""
    return _of(query, Severity.ERROR)


def warnings(query: str) -> list[str]:
    """Give the text under each warning."""
    return _of(query, Severity.WARNING)


def advice(query: str) -> list[str]:
    """Give the text under each piece of advice."""
    return _of(query, Severity.INFORMATION)


def mended(query: str) -> str:
    """Apply the fix of the first finding that has one and is more than advice."""
    for one in diagnose(query, load_schema()):
        if one.fix is not None and one.severity is not Severity.INFORMATION:
            return one.fix.apply(query)
    return query


def _of(query: str, severity: Severity) -> list[str]:
    found = diagnose(query, load_schema())
    return [query[one.start : one.end] for one in found if one.severity is severity]
