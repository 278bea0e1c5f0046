"""Codes of a tenant's or a network's policy, and of a service that is busy or failing."""

from __future__ import annotations

from ..portal import Page
from .remedy import Remedy

_ACCESS = (
    "Run from a network that the policy allows, or show trace and correlation id to the policy's "
    f"owner, who finds the sign-in in {Page.SIGN_INS.path}."
)
_SECURITY = (
    "Show trace and correlation id to the tenant's security team, who find the sign-in in "
    f"{Page.SIGN_INS.path}."
)
_RESTRICTIONS = (
    "The network's owner allows the tenant in the proxy's tenant restrictions; or leave that proxy "
    "out for the identity provider."
)
_WAIT = "Wait a minute, then try again. Nothing needs to be changed."

REMEDIES = {
    53003: Remedy("Conditional Access blocked the app.", _ACCESS, quotes=True),
    50131: Remedy("Conditional Access blocked the app.", _ACCESS, quotes=True),
    53011: Remedy("the app was blocked for its risk.", _SECURITY),
    530032: Remedy("a security policy of the tenant blocked the app.", _SECURITY),
    530035: Remedy("the tenant's security defaults blocked the app.", _SECURITY),
    500021: Remedy("the network lets only other tenants through.", _RESTRICTIONS),
    500022: Remedy("the network lets only other tenants through.", _RESTRICTIONS),
    50196: Remedy(
        "too many token requests were made in a loop.",
        "Wait some minutes, and look for another program that asks with this application.",
    ),
    90055: Remedy("the tenant is being throttled.", _WAIT),
    90006: Remedy("the identity provider had a passing fault.", _WAIT),
    90012: Remedy("the identity provider took too long.", _WAIT),
    90024: Remedy("the identity provider had a passing fault.", _WAIT),
    90033: Remedy("the identity provider had a passing fault.", _WAIT),
}
