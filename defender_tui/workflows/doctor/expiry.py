"""When the credential ends, where that is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...core.credentials import Certificate, ClientSecret, Credential, VaultValue
from ...core.errors import DefenderTuiError
from ...core.portal import Page
from ...core.resources import Resource
from .check import Check, failed, passed, skipped, warned
from .credential import Held

if TYPE_CHECKING:
    from ...client import DefenderClient

EXPIRY = "expiry"
# Any of them lets an application read its own registration.
# Source: https://learn.microsoft.com/en-us/graph/api/application-get
READING_ROLES = frozenset(
    {
        "Application.Read.All",
        "Application.ReadWrite.All",
        "Application.ReadWrite.OwnedBy",
        "Directory.Read.All",
    }
)
SOON = timedelta(days=30)


async def check_expiry(
    client: DefenderClient, credential: Credential, held: Held, now: datetime
) -> Check:
    """Look when the secret or certificate at hand ends."""
    if isinstance(credential, Certificate) and held.expires_at is not None:
        return _judged("the certificate", held.expires_at, now)
    if isinstance(credential, VaultValue):
        return skipped(EXPIRY, "not known: it rests in Key Vault")
    if not isinstance(credential, ClientSecret):
        return skipped(EXPIRY, "this kind of credential is renewed by who issues it")
    token = client.tokens.known(Resource.GRAPH)
    if token is None or not READING_ROLES.intersection(token.roles):
        return skipped(EXPIRY, "not known: needs Application.Read.All on Microsoft Graph")
    try:
        known = await client.applications.credentials(client.profile.client_id)
    except DefenderTuiError as error:
        return skipped(EXPIRY, f"not known: {error.message}")
    # Secrets made long ago show no beginning; two may begin alike, so the later end counts.
    ends = [one.ends_at for one in known.secrets if one.hint == held.hint and one.ends_at]
    if not ends:
        return skipped(EXPIRY, "not known: the directory shows no secret that begins like this one")
    return _judged("the client secret", max(ends), now)


def _judged(what: str, ends_at: datetime, now: datetime) -> Check:
    day = f"{ends_at:%Y-%m-%d}"
    step = f"Add a new one in {Page.SECRETS.path}, and change the profile in Credentials."
    if ends_at <= now:
        return failed(EXPIRY, f"{what} ended on {day}", step)
    left = (ends_at - now).days
    if ends_at - now < SOON:
        return warned(EXPIRY, f"{what} ends on {day}, in {left} days", step)
    return passed(EXPIRY, f"{what} ends on {day}, in {left} days")
