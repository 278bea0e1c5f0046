"""Checking a registration as far as it has come, one visible check after the other."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ..core.credentials import Certificate, ClientSecret, FederatedToken, SecretPlace
from ..core.errors import AuthError, DefenderTuiError, NotPermitted
from ..core.permissions import Capability
from ..core.profiles import Profile
from ..core.registration.features import Roles, lacking, roles_for
from ..core.resources import Resource
from ..core.secret import Secret, SecretPurpose
from .credential_test import StepState

if TYPE_CHECKING:
    from ..client import DefenderClient

_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
# What the identity provider answers before it looks at the credential.
# Source: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
_NO_TENANT = frozenset({90002, 900023, 50059, 50128, 90019, 9001023, 90038})
# What it answers about the credential, which it does for an application that it knows.
_NO_PROOF = frozenset(
    {7000215, 7000222, 7000218, 700025, 70002, 700027, 50012, 700024, 50027, 50013, 50048}
    | {700030, 70021, 700211, 700212, 700213, 7002131, 700222, 700229}
)


class Check(StrEnum):
    """The checks in their order, in the words of the screen."""

    TENANT = "tenant exists"
    APP = "application known there"
    PROOF = "credential accepted"
    ROLES = "roles present"


@dataclass(frozen=True, slots=True)
class CheckNews:
    """One check's news.

    `detail` is a short fact, which may be server text; `error` goes with FAILED. `tenant_id` comes
    with the tenant's own check: its id, also where it was named by a domain.
    """

    check: Check
    state: StepState
    detail: str = ""
    error: DefenderTuiError | None = None
    tenant_id: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the token checks look for: the chosen features, and the roles planned for each API."""

    features: frozenset[Capability]
    roles: Roles


def proof_title(profile: Profile) -> str:
    """Say for a profile's kind of credential what its acceptance means."""
    match profile.credential:
        case ClientSecret():
            return "secret valid"
        case Certificate():
            return "certificate registered"
        case FederatedToken():
            return "federated token trusted"
        case _:
            return Check.PROOF.value


async def check_registration(
    client: DefenderClient, wanted: Wanted, *, last: Check = Check.ROLES
) -> AsyncIterator[CheckNews]:
    """Go through the checks up to `last` with an open client; the first failed one ends it.

    Up to APP nothing of the credential need be right: the identity provider tells an application
    that it does not know from one whose credential is wrong. Every token is asked for anew.
    """
    check = Check.TENANT
    try:
        yield CheckNews(check, StepState.RUNNING)
        issuer = await client.tokens.find_tenant()
        tenant_id = found.group() if (found := _GUID.search(issuer)) else None
        detail = f"directory (tenant) id {tenant_id}" if tenant_id else f"issuer {issuer}"
        yield CheckNews(check, StepState.PASSED, detail, tenant_id=tenant_id)
        if last is Check.TENANT:
            return
        check = Check.APP
        yield CheckNews(check, StepState.RUNNING)
        refusal = await _refusal(client, next(iter(wanted.roles), Resource.GRAPH))
        yield CheckNews(check, StepState.PASSED, _app_detail(refusal))
        if last is Check.APP:
            return
        check = Check.PROOF
        yield CheckNews(check, StepState.RUNNING)
        if refusal is not None:
            raise refusal
        yield CheckNews(check, StepState.PASSED, proof_title(client.profile))
        if last is Check.PROOF:
            return
        check = Check.ROLES
        yield CheckNews(check, StepState.RUNNING)
        yield CheckNews(check, StepState.PASSED, await _roles_found(client, wanted))
    except DefenderTuiError as error:
        at = Check.TENANT if _is_about(error, _NO_TENANT) else check
        yield CheckNews(at, StepState.FAILED, error.message, error)


async def _refusal(client: DefenderClient, api: Resource) -> AuthError | None:
    """Ask for a token; give the refusal of a credential and raise any other."""
    try:
        await client.tokens.acquire(api)
    except AuthError as error:
        if _is_about(error, _NO_PROOF):
            return error
        raise
    return None


def _app_detail(refusal: AuthError | None) -> str:
    if refusal is None:
        return "it got a token"
    return f"it answered for its credential (AADSTS{refusal.aadsts})"


def _is_about(error: DefenderTuiError, codes: Collection[int]) -> bool:
    return isinstance(error, AuthError) and error.aadsts in codes


async def _roles_found(client: DefenderClient, wanted: Wanted) -> str:
    found = []
    for api in wanted.roles:
        token = await client.tokens.acquire(api)
        missing = lacking(wanted.features, token.roles, api)
        if missing:
            needed = roles_for(missing, [api])[api]
            raise NotPermitted(
                f"The token for {api.label} does not allow to {_and(missing)}: "
                f"it lacks {', '.join(needed)}.",
                hint="Add the permission, press Grant admin consent (again after each that is "
                "added), then check again: roles appear only in new tokens.",
                required=needed,
                held=token.roles,
            )
        found.append(f"{api.label}: {', '.join(token.roles)}")
    return " · ".join(found)


def _and(features: Mapping[Capability, object]) -> str:
    return ", ".join(feature.value for feature in features)


def without_credential(draft: Profile) -> tuple[Profile, dict[SecretPurpose, Secret]]:
    """Give a draft with a made-up secret, to learn whether the application is known at all.

    The identity provider refuses it, as it should, and lists one failed sign-in.
    """
    made_up = Secret(secrets.token_urlsafe(30))
    profile = replace(draft, credential=ClientSecret(SecretPlace.RUN))
    return profile, {SecretPurpose.CLIENT_SECRET: made_up}
