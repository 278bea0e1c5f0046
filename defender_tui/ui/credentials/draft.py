"""What stands in the form, and the profile that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.clouds import CLOUDS, Cloud
from ...core.profiles import (
    ApiChoice,
    ClientSecret,
    Profile,
    SecretPlace,
    client_id_problem,
    profile_name_problem,
    tenant_problem,
)

ENVIRONMENT_PROFILE = "env"
FIRST_NAME = "default"
PLACE_TITLES: Mapping[SecretPlace, str] = {
    SecretPlace.KEYRING: "this machine's keyring",
    SecretPlace.RUN: "this run only",
    SecretPlace.ENVIRONMENT: "the environment (AZURE_CLIENT_SECRET)",
}
API_TITLES: Mapping[ApiChoice, str] = {
    ApiChoice.GRAPH: "Microsoft Graph",
    ApiChoice.XDR: "Defender XDR API",
    ApiChoice.AUTO: "by the roles held",
}


@dataclass(frozen=True, slots=True)
class FormValues:
    """The form's fields without the secret; texts as typed, trimmed."""

    name: str = FIRST_NAME
    tenant_id: str = ""
    client_id: str = ""
    cloud: str = "public"
    incidents_api: ApiChoice = ApiChoice.GRAPH
    hunting_api: ApiChoice = ApiChoice.GRAPH
    place: SecretPlace = SecretPlace.RUN

    @property
    def is_complete(self) -> bool:
        """Whether a profile can be made of them."""
        problems = (
            profile_name_problem(self.name),
            tenant_problem(self.tenant_id),
            client_id_problem(self.client_id),
        )
        return not any(problems)


def offered_places(places: tuple[SecretPlace, ...]) -> tuple[SecretPlace, ...]:
    """Give the places to choose from, the best first; a keyring only where there is a real one."""
    keyring = (SecretPlace.KEYRING,) if SecretPlace.KEYRING in places else ()
    return (*keyring, SecretPlace.RUN, SecretPlace.ENVIRONMENT)


def clouds_for(current: Profile | None) -> Mapping[str, Cloud]:
    """Give the clouds to choose from; the current profile's own addresses come last."""
    if current is None or current.cloud.based_on is None:
        return CLOUDS
    return {**CLOUDS, current.cloud.name: current.cloud}


def values_from(current: Profile | None, places: tuple[SecretPlace, ...]) -> FormValues:
    """Fill the form from the current profile; without one, start at the usual choices.

    `places` are where this machine can keep a secret.
    """
    offered = offered_places(places)
    best = offered[0]
    if current is None:
        return FormValues(place=best)
    held = current.credential.place
    return FormValues(
        name=FIRST_NAME if current.name == ENVIRONMENT_PROFILE else current.name,
        tenant_id=current.tenant_id,
        client_id=current.client_id,
        cloud=current.cloud.name,
        incidents_api=current.incidents_api,
        hunting_api=current.hunting_api,
        place=held if held in offered else best,
    )


def draft_profile(values: FormValues, current: Profile | None) -> Profile:
    """Make the profile that the form describes.

    What the form does not show (the tenant's name, a CA file) stays as long as it still belongs to
    the chosen tenant and cloud.
    """
    cloud = clouds_for(current)[values.cloud]
    same_tenant = current is not None and current.tenant_id == values.tenant_id
    same_cloud = current is not None and current.cloud == cloud
    return Profile(
        name=values.name,
        tenant_id=values.tenant_id,
        client_id=values.client_id,
        cloud=cloud,
        credential=ClientSecret(values.place),
        incidents_api=values.incidents_api,
        hunting_api=values.hunting_api,
        tenant_name=current.tenant_name if current and same_tenant else None,
        ca_file=current.ca_file if current and same_cloud else None,
    )


def has_kept_secret(values: FormValues, current: Profile | None) -> bool:
    """Tell whether the secret in hand belongs to these values, so that none need be typed.

    A secret is kept under its profile's name and belongs to one application; the environment holds
    its own.
    """
    if values.place is SecretPlace.ENVIRONMENT:
        return True
    return (
        current is not None
        and current.name == values.name
        and current.credential.place is values.place
        and current.client_id.lower() == values.client_id.lower()
    )


def saved_where(place: SecretPlace) -> str:
    """Say in one sentence where the secret is after saving."""
    return {
        SecretPlace.KEYRING: "The secret is in this machine's keyring.",
        SecretPlace.RUN: "The secret is kept for this run only and is gone when you quit.",
        SecretPlace.ENVIRONMENT: "The secret is read from AZURE_CLIENT_SECRET at every start.",
    }[place]
