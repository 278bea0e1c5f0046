"""Codes of a client secret that was not accepted."""

from __future__ import annotations

from ..portal import Page
from .remedy import Remedy

REMEDIES = {
    7000215: Remedy(
        "the client secret is wrong.",
        "Use the secret's value, not its id (a GUID is the id). If the value is lost, add a new "
        f"secret in {Page.SECRETS.path}.",
        Page.SECRETS,
    ),
    7000222: Remedy(
        "the client secret has expired.",
        f"Add a new secret in {Page.SECRETS.path} and enter its value, or use a certificate.",
        Page.SECRETS,
    ),
    7000218: Remedy(
        "no credential was sent.",
        "Give the profile a client secret, a certificate or a federated token in Credentials.",
    ),
    700025: Remedy(
        "the app is a public client and takes no credential.",
        f"Turn off “Allow public client flows” in {Page.AUTHENTICATION.path}.",
        Page.AUTHENTICATION,
    ),
    70002: Remedy(
        "the credentials were not accepted.",
        f"Compare the credential of the profile with {Page.SECRETS.path}.",
        Page.SECRETS,
        is_general=True,
    ),
}
