"""What is to be registered: the answers that the guided registration works with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..app_roles import has_these_ids, role_id
from ..clouds import PUBLIC, Cloud
from ..permissions import Capability
from ..portal import Asker, Page
from ..resources import Resource
from .features import USUAL_APIS, USUAL_FEATURES, Roles, offered_apis, roles_for

USUAL_NAME = "defender-tui"
REDIRECT_URI = "https://portal.azure.com"
_NAME_LIMIT = 120


class Proof(StrEnum):
    """How the application is to prove who it is, by the words of the command line."""

    SECRET = "secret"
    CERTIFICATE = "certificate"
    FEDERATED = "federated"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose tokens a federated credential trusts; both are compared exactly, case included."""

    issuer: str
    subject: str


EXAMPLE_TRUST = Trust(
    "https://token.actions.githubusercontent.com", "repo:contoso/soc:environment:production"
)
"""What a federated credential looks like, where none was named."""


@dataclass(frozen=True, slots=True)
class RegistrationPlan:
    """One application to register. Holds no secret.

    `tenant_id` and `client_id` are empty until they are known; a `client_id` means that the
    application is there already. `certificate_file` is the public part, for upload. `is_partner`
    makes it multi-tenant, for the tenants of customers.
    """

    app_name: str = USUAL_NAME
    tenant_id: str = ""
    client_id: str = ""
    cloud: Cloud = PUBLIC
    features: frozenset[Capability] = USUAL_FEATURES
    apis: frozenset[Resource] = USUAL_APIS
    proof: Proof = Proof.SECRET
    certificate_file: Path | None = None
    trust: Trust | None = None
    is_partner: bool = False
    redirect_uri: str = REDIRECT_URI

    @property
    def roles(self) -> Roles:
        """The roles to ask for, by API; the APIs that the cloud lacks are absent."""
        offered = offered_apis(self.cloud)
        return roles_for(self.features, [api for api in offered if api in self.apis])

    @property
    def sign_in_audience(self) -> str:
        """The registration's `signInAudience`."""
        return "AzureADMultipleOrgs" if self.is_partner else "AzureADMyOrg"

    @property
    def known_cloud(self) -> str:
        """The name of the cloud of Microsoft's, also for a profile with hosts of its own."""
        return self.cloud.based_on or self.cloud.name

    @property
    def has_known_role_ids(self) -> bool:
        """Whether the role ids of `core.app_roles` hold in this cloud."""
        return has_these_ids(self.cloud)

    @property
    def federation_audience(self) -> str:
        """The audience of tokens that are exchanged by federation in this cloud."""
        return self.cloud.federated_audience

    def link_to(self, page: Page) -> str | None:
        """Give a page's address for this application; `None` when none is known yet."""
        return Asker(self.tenant_id, self.client_id, self.cloud.authority).link_to(page)


def required_resource_access(roles: Roles) -> list[dict[str, object]]:
    """Give the registration's `requiredResourceAccess` for the public cloud and GCC.

    It only declares what is wanted; the consent is what grants it.

    Source: https://learn.microsoft.com/en-us/graph/api/resources/requiredresourceaccess
    """
    return [
        {
            "resourceAppId": api.app_id,
            "resourceAccess": [
                {"id": identifier, "type": "Role"}
                for role in held
                if (identifier := role_id(api, role)) is not None
            ],
        }
        for api, held in roles.items()
    ]


def manifest_text(roles: Roles) -> str:
    """Give the same as the text to paste into the registration's manifest."""
    return json.dumps({"requiredResourceAccess": required_resource_access(roles)}, indent=2)


def app_name_problem(value: str) -> str | None:
    """Say what is wrong with an application's name as typed; `None` when it can be right."""
    text = value.strip()
    if not text:
        return "The application needs a name."
    if len(text) > _NAME_LIMIT:
        return f"A name has at most {_NAME_LIMIT} characters."
    if not text.isprintable():
        return "The name holds a character that cannot be seen."
    if not text[0].isalnum():
        return "Begin the name with a letter or a digit: command lines give other signs a meaning."
    return None
