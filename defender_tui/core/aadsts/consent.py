"""Codes of an application that is known but not let in: consent, assignment, API permissions."""

from __future__ import annotations

from ..portal import Page
from .remedy import Remedy

_GRANT = f"An administrator of the tenant presses Grant admin consent in {Page.PERMISSIONS.path}."


def _consent(cause: str, step: str = _GRANT) -> Remedy:
    return Remedy(cause, step, Page.PERMISSIONS)


REMEDIES = {
    7000229: Remedy(
        "{app} has no service principal in {tenant}.",
        "An administrator of that tenant grants admin consent; for an app of another tenant that "
        "is its consent link.",
        Page.PERMISSIONS,
    ),
    70001: _consent(
        "the application is disabled or not installed in {tenant}.",
        f"Enable sign-in in {Page.ENTERPRISE.path}; if it is not there, an administrator of the "
        "tenant grants admin consent.",
    ),
    65001: _consent("consent is missing."),
    90094: _consent("an administrator's consent is missing."),
    501051: _consent(
        "the API wants a role assigned to this app.",
        f"Add an application permission of that API and grant admin consent in "
        f"{Page.PERMISSIONS.path}.",
    ),
    50105: Remedy(
        "the app is not assigned to this API.",
        f"Assign it in {Page.ASSIGNMENTS.path}, or grant admin consent for a role of that API.",
    ),
    650052: _consent(
        "{tenant} has no subscription for this API.",
        "Ask whoever runs the tenant for the licence; with one, create the API's service "
        "principal in the tenant and grant admin consent.",
    ),
    650054: _consent(
        "the app asks for an API that is gone.",
        f"Remove it in {Page.PERMISSIONS.path}, then grant admin consent again.",
    ),
    650056: _consent(
        "the app's permissions are not set up right.",
        f"Correct them in {Page.PERMISSIONS.path}, then grant admin consent again.",
    ),
    650057: _consent(
        "the API is not among the app's permissions.",
        f"Add it in {Page.PERMISSIONS.path}, then grant admin consent.",
    ),
}
