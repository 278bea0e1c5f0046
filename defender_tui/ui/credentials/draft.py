"""What stands in the form, and the profile that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...core.clouds import CLOUDS, Cloud
from ...core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    ManagedIdentity,
    SecretPlace,
    StandingCredential,
    VaultValue,
    needed_secrets,
)
from ...core.profiles import ApiChoice, CachePlace, CustomerTenant, Profile
from ...core.secret import SecretPurpose
from .places import offered_place
from .tenant_lines import tenants_in, tenants_text

ENVIRONMENT_PROFILE = "env"
FIRST_NAME = "default"
_FIRST_CREDENTIAL = ClientSecret(SecretPlace.RUN)
API_TITLES: Mapping[ApiChoice, str] = {
    ApiChoice.GRAPH: "Microsoft Graph",
    ApiChoice.XDR: "Defender XDR API",
    ApiChoice.AUTO: "by the roles held",
}


@dataclass(frozen=True, slots=True)
class FormValues:
    """The form's fields without any secret; texts as typed, trimmed.

    `customers` are the lines of a partner's tenants, which count with `is_partner`.
    """

    name: str = FIRST_NAME
    is_partner: bool = False
    tenant_id: str = ""
    customers: str = ""
    client_id: str = ""
    cloud: str = "public"
    incidents_api: ApiChoice = ApiChoice.GRAPH
    hunting_api: ApiChoice = ApiChoice.GRAPH
    cache: CachePlace = CachePlace.MEMORY
    credential: Credential = _FIRST_CREDENTIAL


def clouds_for(current: Profile | None) -> Mapping[str, Cloud]:
    """Give the clouds to choose from; the current profile's own addresses come last."""
    if current is None or current.cloud.based_on is None:
        return CLOUDS
    return {**CLOUDS, current.cloud.name: current.cloud}


def values_from(current: Profile | None, places: tuple[SecretPlace, ...]) -> FormValues:
    """Fill the form from a profile; without one, start at the usual choices.

    `places` are where this machine can keep a secret.
    """
    if current is None:
        return FormValues(credential=offered_here(ClientSecret(), places))
    return FormValues(
        name=FIRST_NAME if current.name == ENVIRONMENT_PROFILE else current.name,
        is_partner=current.is_partner,
        tenant_id=current.tenant_id,
        customers=tenants_text(current.tenants),
        client_id=current.client_id,
        cloud=current.cloud.name,
        incidents_api=current.incidents_api,
        hunting_api=current.hunting_api,
        cache=current.cache,
        credential=offered_here(current.credential, places),
    )


def offered_here(credential: Credential, places: tuple[SecretPlace, ...]) -> Credential:
    """Give a credential whose secrets are in places that this machine has."""
    if isinstance(credential, VaultValue):
        return replace(credential, reader=_standing_here(credential.reader, places))
    return _standing_here(credential, places)


def _standing_here(
    credential: StandingCredential, places: tuple[SecretPlace, ...]
) -> StandingCredential:
    match credential:
        case ClientSecret(place):
            return ClientSecret(offered_place(place, places))
        case Certificate(passphrase=SecretPlace() as place):
            return replace(credential, passphrase=offered_place(place, places))
        case _:
            return credential


def draft_profile(values: FormValues, current: Profile | None) -> Profile:
    """Make the profile that the form describes.

    What the form does not show (the tenant's name, a CA file) stays as long as it still belongs to
    the chosen tenant and cloud; how hunts are paced and remembered always stays. A partner stays in
    the tenant at work while it is still listed.
    """
    cloud = clouds_for(current)[values.cloud]
    same_cloud = current is not None and current.cloud == cloud
    tenants = tenants_in(values.customers) if values.is_partner else ()
    tenant_id, tenant_name = _tenant_at_work(values, tenants, current)
    return Profile(
        name=values.name,
        tenant_id=tenant_id,
        client_id=_client_id(values, current),
        cloud=cloud,
        credential=values.credential,
        incidents_api=values.incidents_api,
        hunting_api=values.hunting_api,
        tenant_name=tenant_name,
        ca_file=current.ca_file if current and same_cloud else None,
        tenants=tenants,
        hunts_per_minute=current.hunts_per_minute if current else None,
        keeps_history=current.keeps_history if current else True,
        cache=values.cache,
    )


def _tenant_at_work(
    values: FormValues, tenants: tuple[CustomerTenant, ...], current: Profile | None
) -> tuple[str, str | None]:
    if not tenants:
        same = current is not None and current.tenant_id == values.tenant_id
        return values.tenant_id, current.tenant_name if current and same else None
    here = current.tenant_id if current else None
    tenant = next((one for one in tenants if one.tenant_id == here), tenants[0])
    return tenant.tenant_id, tenant.name


def _client_id(values: FormValues, current: Profile | None) -> str:
    """Give the application's id; of a managed identity what is known of it."""
    if not isinstance(values.credential, ManagedIdentity):
        return values.client_id
    same = current is not None and current.credential == values.credential
    return values.credential.client_id or (current.client_id if current and same else "")


def held_secrets(
    name: str, client_id: str, credential: Credential, current: Profile | None
) -> dict[SecretPurpose, SecretPlace]:
    """Give the secrets that are kept for these values, so that none of them need be typed.

    A secret is kept under its profile's name and belongs to one application; a passphrase to one
    file.
    """
    if current is None or current.name != name:
        return {}
    if current.client_id.lower() != client_id.lower():
        return {}
    held = needed_secrets(current.credential)
    if _files(current.credential) != _files(credential):
        held.pop(SecretPurpose.CERTIFICATE_PASSPHRASE, None)
        held.pop(SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE, None)
    return held


def _files(credential: Credential) -> object:
    opener = credential.reader if isinstance(credential, VaultValue) else credential
    return opener.file if isinstance(opener, Certificate) else None
