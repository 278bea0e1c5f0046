"""The tenant, a first token, and what each API's token allows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from ...core.errors import AuthError, DefenderTuiError
from ...core.permissions import Capability, allows, judge, needed_roles
from ...core.portal import Asker
from ...core.profiles import ApiChoice, Profile
from ...core.resources import Resource
from ...core.role_gap import RoleGap, not_permitted
from ...core.tokens import AccessToken
from ..credential_test import resource_to_test
from .check import Check, broken, passed, skipped, warned

if TYPE_CHECKING:
    from ...client import DefenderClient

TENANT, SIGN_IN = "tenant", "sign-in"
_APIS = (Resource.GRAPH, Resource.XDR, Resource.MDE)
Answers = Mapping[Resource, AccessToken | DefenderTuiError]


def roles_on(resource: Resource) -> str:
    """Give the name of the line about one API's roles."""
    return f"roles on {resource.label}"


async def check_tenant(client: DefenderClient) -> Check:
    """Look whether the tenant exists."""
    try:
        issuer = await client.tokens.find_tenant()
    except DefenderTuiError as error:
        return broken(TENANT, error)
    return passed(TENANT, f"{client.profile.tenant_title}, issuer {issuer}")


async def check_tokens(client: DefenderClient) -> AsyncIterator[Check]:
    """Get a token for each API: a line for the first, then a line for the roles in each."""
    first = resource_to_test(client.profile)
    offered = [each for each in _APIS if each in client.profile.cloud.hosts]
    if first not in offered:
        yield skipped(SIGN_IN, f"{client.profile.cloud.title} offers no API that roles are for")
        return
    answers = {first: await _ask(client, first)}
    answer = answers[first]
    if isinstance(answer, DefenderTuiError):
        yield broken(SIGN_IN, answer)
        for resource in offered:
            yield skipped(roles_on(resource), "no sign-in, no token")
        return
    yield passed(
        SIGN_IN, f"a token for {first.label}, until {answer.expires_at:%Y-%m-%d %H:%M} UTC"
    )
    for resource in offered:
        if resource is not first:
            answers[resource] = await _ask(client, resource)
    wanted = _wanted(client.profile, answers)
    for resource in offered:
        yield _roles(client.profile, resource, answers[resource], wanted.get(resource, ()))


async def _ask(client: DefenderClient, resource: Resource) -> AccessToken | DefenderTuiError:
    try:
        return await client.tokens.acquire(resource)
    except DefenderTuiError as error:
        return error


def _wanted(profile: Profile, answers: Answers) -> Mapping[Resource, tuple[Capability, ...]]:
    """Give what each API must allow for the screens to work; `auto` settles where roles are."""
    wanted: dict[Resource, tuple[Capability, ...]] = {}
    for choice, capability in (
        (profile.incidents_api, Capability.BROWSE_INCIDENTS),
        (profile.hunting_api, Capability.HUNT),
    ):
        resource = Resource.XDR if choice is ApiChoice.XDR else Resource.GRAPH
        if choice is ApiChoice.AUTO:
            allowing = (
                each
                for each in (Resource.GRAPH, Resource.XDR)
                if isinstance(answer := answers.get(each), AccessToken)
                and allows(capability, each, answer.roles)
            )
            resource = next(allowing, resource)
        wanted[resource] = (*wanted.get(resource, ()), capability)
    return wanted


def _roles(
    profile: Profile,
    resource: Resource,
    answer: AccessToken | DefenderTuiError,
    wanted: tuple[Capability, ...],
) -> Check:
    name = roles_on(resource)
    if isinstance(answer, DefenderTuiError):
        if wanted or not isinstance(answer, AuthError):
            return broken(name, answer)
        return skipped(name, f"this profile does not use it; {answer.message}")
    if answer.decoded is None:
        return skipped(name, "the token cannot be read, which is no fault")
    roles = answer.roles
    allowed = [verdict.capability for verdict in judge(resource, roles) if verdict.is_allowed]
    found = f"{', '.join(roles) or 'none'}; allowed: {', '.join(allowed) or 'nothing'}"
    lacking = [one for one in wanted if one not in allowed]
    if not lacking:
        return passed(name, found) if wanted or allowed else skipped(name, f"{found}; not used")
    gap = RoleGap(resource, needed_roles(lacking[0], resource), roles)
    if allowed:
        return warned(name, f"{found}; not allowed: {', '.join(lacking)}", gap.step)
    message = f"The token allows nothing that this profile uses it for: {', '.join(lacking)}."
    return broken(name, not_permitted(message, gap, asker=Asker.of(profile)))
