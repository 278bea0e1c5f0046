"""Codes that an administrator's rules, or Entra's own troubles, bring about."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.wording import Wording

_TRANSIENT = "A transient error has occurred. Please try again."
_POLICY_CLAIMS = (
    '{"access_token":{"capolids":{"essential":true,'
    '"values":["c4e1e2f0-5d0e-4b5c-8a39-0d1d2f7a6b10"]}}}'
)


def _blocked(text: str) -> Wording:
    return Wording("invalid_grant", text, suberror="message_only", claims=_POLICY_CLAIMS)


def _unavailable(text: str = _TRANSIENT) -> Wording:
    return Wording("temporarily_unavailable", text, status=503)


POLICY_WORDINGS: Mapping[int, Wording] = {
    501051: Wording(
        "invalid_grant",
        "Application '{app}' is not assigned to a role for the application '{resource}'.",
    ),
    50105: Wording(
        "invalid_grant",
        "Your administrator has configured the application '{app}' to block users unless they "
        "are specifically granted ('assigned') access to the application.",
    ),
    65001: Wording(
        "invalid_grant",
        "The user or administrator has not consented to use the application with ID '{app}'. "
        "Send an interactive authorization request for this user and resource.",
        suberror="consent_required",
    ),
    90094: Wording(
        "invalid_grant",
        "An administrator of '{tenant}' has set a policy that prevents you from granting "
        "'{app}' the permissions it is requesting. Contact an administrator.",
        suberror="consent_required",
    ),
    53003: _blocked(
        "Access has been blocked by Conditional Access policies. The access policy does not "
        "allow token issuance."
    ),
    50131: _blocked("Device is not in required state, or access was blocked by policy."),
    53011: _blocked("User blocked due to risk on home tenant."),
    530032: _blocked("Access was blocked by a security policy that the tenant's admin set."),
    530035: _blocked("Access has been blocked by security defaults."),
    50196: Wording(
        "invalid_grant",
        "The server terminated an operation because it encountered a client request loop. Please "
        "contact your app vendor.",
    ),
    90055: Wording(
        "temporarily_unavailable",
        "There are too many incoming requests from the tenant. Please try again later.",
        status=429,
        retry_after_s=30,
    ),
    90006: _unavailable("External server returned a retryable error. Please try again."),
    90012: _unavailable("The request has timed out. Please try again."),
    90024: _unavailable(),
    90033: _unavailable(),
    500021: Wording(
        "invalid_grant",
        "Access to tenant '{tenant}' is denied by the tenant restriction policy of the network.",
    ),
    500022: Wording(
        "invalid_grant",
        "Access to tenant '{tenant}' is denied: the tenant restriction header names no tenant.",
    ),
}
