"""Trying out a credential, one visible step after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..core.errors import DefenderTuiError
from ..core.filters import IncidentFilter
from ..core.permissions import Capability, allows, judge, needed_roles
from ..core.profiles import ApiChoice, Profile
from ..core.resources import Resource
from ..core.role_gap import RoleGap, not_permitted
from ..core.tokens import AccessToken

if TYPE_CHECKING:
    from ..client import DefenderClient


class Step(StrEnum):
    """The steps in their order, in the words of the screen."""

    TENANT = "tenant found"
    SECRET = "app known and credential accepted"
    ROLES = "roles present"
    API = "API answered"


class StepState(StrEnum):
    """How far a step is."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TestStep:
    """One step's news; `detail` is a short fact (may be server text), `error` goes with FAILED."""

    __test__ = False  # pytest collects classes by name

    step: Step
    state: StepState
    detail: str = ""
    error: DefenderTuiError | None = None


async def try_out(client: DefenderClient) -> AsyncIterator[TestStep]:
    """Go through the steps with an open client; the first failed one ends it.

    Every token is asked for anew, so that neither a stale secret nor stale roles can pass.
    """
    step = Step.TENANT
    try:
        yield TestStep(step, StepState.RUNNING)
        issuer = await client.tokens.find_tenant()
        yield TestStep(step, StepState.PASSED, f"issuer {issuer}")
        step = Step.SECRET
        yield TestStep(step, StepState.RUNNING)
        token = await client.tokens.acquire(resource_to_test(client.profile))
        yield TestStep(step, StepState.PASSED, f"token for {token.resource.label}")
        step = Step.ROLES
        yield TestStep(step, StepState.RUNNING)
        yield TestStep(step, StepState.PASSED, _roles_found(token))
        step = Step.API
        yield TestStep(step, StepState.RUNNING)
        yield TestStep(step, StepState.PASSED, await _ask_api(client, token))
    except DefenderTuiError as error:
        yield TestStep(step, StepState.FAILED, error.message, error)


def resource_to_test(profile: Profile) -> Resource:
    """Give the API whose token tells most about the profile."""
    choices = (profile.incidents_api, profile.hunting_api)
    return Resource.XDR if all(one is ApiChoice.XDR for one in choices) else Resource.GRAPH


def _roles_found(token: AccessToken) -> str:
    usable = [verdict.by for verdict in judge(token.resource, token.roles) if verdict.by]
    if usable:
        return ", ".join(token.roles)
    needed = (
        needed_roles(Capability.BROWSE_INCIDENTS, token.resource)[0],
        needed_roles(Capability.HUNT, token.resource)[0],
    )
    raise not_permitted(
        f"The token for {token.resource.label} holds no role that this program can use.",
        RoleGap(token.resource, needed, token.roles),
    )


async def _ask_api(client: DefenderClient, token: AccessToken) -> str:
    if allows(Capability.BROWSE_INCIDENTS, token.resource, token.roles):
        async for page in client.incidents.pages(IncidentFilter(), page_size=1):
            newest = page.incidents[0].id if page.incidents else None
            return f"newest incident {newest}" if newest else "no incidents yet"
    if allows(Capability.HUNT, token.resource, token.roles):
        run = await client.hunting.run("DeviceInfo | count")
        run.table.close()
        return "a hunting query ran"
    return f"{token.resource.label} accepts the token"
