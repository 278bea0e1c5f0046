"""The link by which a customer's administrator consents, and what came of it.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent
Source: https://learn.microsoft.com/en-us/defender-xdr/api-partner-access
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlencode

from ..clouds import Cloud
from ..resources import Resource


class ConsentForm(StrEnum):
    """The forms of the link; each asks the administrator for everything on the registration."""

    AUTHORIZE = "authorize"
    """As the vendor's page for partners shows it: a sign-in that asks for consent on the way."""
    ADMIN_V2 = "adminconsent v2"
    """Names one API; answers with `admin_consent`."""
    ADMIN_V1 = "adminconsent v1"
    """Names no API; answers with `admin_consent`."""


def consent_link(
    form: ConsentForm,
    *,
    client_id: str,
    cloud: Cloud,
    redirect_uri: str,
    state: str,
    tenant: str = "",
    api: Resource = Resource.XDR,
) -> str:
    """Give the link for one application.

    `state` is a random text that comes back in the address where the administrator lands, which
    tells our own request from anybody's. `redirect_uri` is one of the registration. Without
    `tenant`, the customer's id or domain, the account that signs in decides.

    Raises:
        ConfigError: the cloud does not have `api`.
    """
    authority = cloud.authority
    answer = {"redirect_uri": redirect_uri, "state": state}
    match form:
        case ConsentForm.AUTHORIZE:
            asked = {
                "prompt": "consent",
                "client_id": client_id,
                "response_type": "code",
                "sso_reload": "true",
            }
            path = f"{tenant or 'common'}/oauth2/authorize"
        case ConsentForm.ADMIN_V2:
            asked = {"client_id": client_id, "scope": cloud.scope(api)}
            path = f"{tenant or 'organizations'}/v2.0/adminconsent"
        case ConsentForm.ADMIN_V1:
            asked = {"client_id": client_id}
            path = f"{tenant or 'common'}/adminconsent"
    # Spelled out where an address may hold it, so that people can read what they pass on.
    query = urlencode(asked | answer, safe=":/")
    return f"{authority}/{path}?{query}"
