"""From what a person wants to do to the application permissions that it takes, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..clouds import Cloud
from ..permissions import Capability, needed_roles
from ..resources import Resource

Roles = Mapping[Resource, tuple[str, ...]]

APIS = (Resource.GRAPH, Resource.XDR, Resource.MDE)
USUAL_FEATURES = frozenset({Capability.BROWSE_INCIDENTS, Capability.READ_ALERTS, Capability.HUNT})
USUAL_APIS = frozenset(APIS)


def offered_apis(cloud: Cloud) -> tuple[Resource, ...]:
    """Give the APIs with application permissions that a cloud has; empty for China's."""
    return tuple(api for api in APIS if api in cloud.hosts)


def roles_for(
    features: Collection[Capability], apis: Iterable[Resource] = USUAL_APIS
) -> dict[Resource, tuple[str, ...]]:
    """Choose the fewest roles that allow the features on every API that offers them.

    A role that changes things also reads them, so the reading one is left out beside it. An API on
    which nothing is wanted is absent; roles come in the order of the features.
    """
    wanted = frozenset(apis)
    chosen = {api: _on(api, features) for api in APIS if api in wanted}
    return {api: roles for api, roles in chosen.items() if roles}


def _on(api: Resource, features: Collection[Capability]) -> tuple[str, ...]:
    ways = [needed_roles(one, api) for one in Capability if one in features]
    taken: list[str] = []
    # What only one role allows settles most; what several allow may then be settled by it.
    for roles in sorted(filter(None, ways), key=len):
        if not any(role in taken for role in roles):
            taken.append(roles[0])
    order = {role: place for place, roles in enumerate(ways) for role in reversed(roles)}
    return tuple(sorted(taken, key=lambda role: order[role]))


def lacking(
    features: Collection[Capability], roles: Collection[str], api: Resource
) -> dict[Capability, tuple[str, ...]]:
    """Name the features that the held roles do not allow on one API, each with what would."""
    return {
        one: needed
        for one in Capability
        if one in features
        if (needed := needed_roles(one, api)) and not any(role in roles for role in needed)
    }
