"""A request for a token and a call of an API, before they are written in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, urlencode

from ..credentials import ManagedIdentity
from ..custom_resource import CustomResource
from ..profiles import Profile
from ..resources import Resource
from ..wire.request import ApiRequest

SECRET_VARIABLE = "AZURE_CLIENT_SECRET"


class TokenVersion(StrEnum):
    """The endpoint to ask: v1 takes a resource, v2 a scope. The token is the same from either."""

    V1 = "v1"
    V2 = "v2"


@dataclass(frozen=True, slots=True)
class TokenCall:
    """A request for a token.

    `form` holds every field but the secret; it is empty for a managed identity, whose machine gives
    the token out at `url` to whoever asks with the header `Metadata: true`.
    """

    url: str
    form: Mapping[str, str]

    @property
    def needs_secret(self) -> bool:
        """Whether it is for an application that proves itself by a secret."""
        return bool(self.form)


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call that needs the token. `body` goes as a JSON object of texts."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] | None = None


def token_call(
    profile: Profile, api: Resource | CustomResource, version: TokenVersion = TokenVersion.V2
) -> TokenCall:
    """Give the token request that the profile needs: a managed identity's, or one with a secret.

    Raises:
        ConfigError: the profile's cloud lacks the API.

    Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
    """
    scope = api.scope if isinstance(api, CustomResource) else profile.cloud.scope(api)
    resource = scope.removesuffix("/.default")
    if isinstance(profile.credential, ManagedIdentity):
        return TokenCall(_identity_url(profile.credential, resource), {})
    tenant = quote(profile.tenant_id, safe="", errors="replace")
    form = {"grant_type": "client_credentials", "client_id": profile.client_id}
    if version is TokenVersion.V1:
        url = f"{profile.cloud.authority}/{tenant}/oauth2/token"
        return TokenCall(url, {**form, "resource": resource})
    return TokenCall(
        f"{profile.cloud.authority}/{tenant}/oauth2/v2.0/token", form | {"scope": scope}
    )


def _identity_url(identity: ManagedIdentity, resource: str) -> str:
    """Give the address at which a virtual machine in Azure finds its identity's token.

    Source: https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    """
    chosen = {
        "client_id": identity.client_id,
        "object_id": identity.object_id,
        "msi_res_id": identity.resource_id,
    }
    params = {"api-version": "2018-02-01", "resource": resource}
    params |= {name: value for name, value in chosen.items() if value}
    return f"http://169.254.169.254/metadata/identity/oauth2/token?{_encoded(params)}"


def _encoded(params: Mapping[str, str]) -> str:
    return urlencode(params, quote_via=quote, safe="$", errors="replace")


def api_call(profile: Profile, request: ApiRequest) -> ApiCall:
    """Give a request with its whole address.

    Raises:
        ConfigError: the profile's cloud lacks the API.
    """
    query = _encoded(request.params)
    url = profile.cloud.base_url(request.resource) + request.path + (f"?{query}" if query else "")
    body = None
    if request.body is not None:
        body = {name: str(value) for name, value in request.body.items()}
    return ApiCall(request.method, url, {"Accept": "application/json", **request.headers}, body)
