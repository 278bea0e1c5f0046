"""Codes of a tenant, an application, an API or a cloud that is not where it was looked for."""

from __future__ import annotations

from ..portal import Page
from .remedy import Remedy

_TENANT = (
    "Check the directory (tenant) id, or the domain, in "
    f"{Page.OVERVIEW.path}, and that the profile names the right cloud."
)
_APP = (
    f"Check the application (client) id and the directory (tenant) id in {Page.OVERVIEW.path}. "
    "An app of another tenant needs an administrator's consent in this one first."
)
_API = (
    "Check the profile's cloud. In the right one the API is not licensed, or was never set up: "
    "its service principal is missing in the tenant."
)


def _app(cause: str, step: str = _APP, page: Page | None = Page.OVERVIEW) -> Remedy:
    return Remedy(cause, step, page)


def _tenant(cause: str) -> Remedy:
    return Remedy(cause, _TENANT)


REMEDIES = {
    700016: _app("{tenant} does not know {app}."),
    700011: _app("{app} was not found."),
    7000112: _app(
        "{app} is disabled in {tenant}.",
        f"Set “Enabled for users to sign-in” to Yes in {Page.ENTERPRISE.path}.",
        None,
    ),
    90002: _tenant("{tenant} was not found."),
    900023: _tenant("{tenant} is neither a tenant's id nor a verified domain."),
    50059: _tenant("the request named no tenant."),
    50128: _tenant("the domain name of {tenant} is not valid."),
    90019: _tenant("the request named no tenant."),
    9001023: _tenant("an application cannot sign in at an address shared by all tenants."),
    90038: Remedy(
        "{tenant} lives in another national cloud.",
        "Choose that cloud in Credentials: GCC High, DoD or China.",
    ),
    900382: Remedy(
        "{app} is registered in another cloud.",
        "Register an application in the cloud of the tenant and use its ids.",
    ),
    900432: Remedy(
        "{app} is registered in another cloud.",
        "Register an application in the cloud of the tenant and use its ids.",
    ),
    500011: Remedy("{tenant} does not have this API.", _API, quotes=True),
    50001: Remedy("{tenant} does not have this API.", _API, quotes=True),
}
