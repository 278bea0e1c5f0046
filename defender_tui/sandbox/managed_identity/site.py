"""What the addresses of managed identities work with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from defender_tui.sandbox.entra.claims_request import ClaimsRequest
from defender_tui.sandbox.entra.client_proof import Proof
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.entra.token_request import Grant
from defender_tui.sandbox.entra.tokens import IssuedToken
from defender_tui.sandbox.entra.wanted_resource import found_resource
from defender_tui.sandbox.origin import BASE_PATHS
from defender_tui.sandbox.tenant import App, Tenant

Wanted = Mapping[str, str]
"""Query parameters by name."""


class IdentityNotFound(Exception):
    """Nobody of that id was assigned to the machine, or several ids were given."""


@dataclass(frozen=True, slots=True)
class IdentitySite:
    """A machine in the home tenant; `header` is the word that its App Service expects."""

    entra: EntraSite
    header: str

    @property
    def tenant(self) -> Tenant:
        """The tenant that the machine belongs to."""
        return self.entra.tenants[0]

    async def issue(self, app: App, resource: str) -> IssuedToken:
        """Give an identity's token for a resource.

        Raises:
            SignInRefused: Entra gives none.
        """
        entra, tenant = self.entra, self.tenant
        own_urls = {f"{entra.url}{path}": name for name, path in BASE_PATHS.items()}
        try:
            found = found_resource(resource, app, tenant, own_urls=own_urls)
        except SignInRefused:
            entra.activity.tokens_refused += 1
            raise
        grant = Grant(app, tenant, found, resource, Proof.ASSERTION, ClaimsRequest())
        token = await asyncio.to_thread(entra.mint.issue, grant, now=entra.clock.now())
        entra.activity.tokens_issued += 1
        return token

    def identity(self, *, client_id: str, object_id: str, resource_id: str) -> App:
        """Give the identity of that id; the machine's own one when none is given.

        Raises:
            IdentityNotFound: there is none, or more than one id was given.
        """
        given = (client_id.lower(), object_id.lower(), resource_id.lower())
        if not any(given):
            return self.tenant.identities[0]
        for app in self.tenant.identities:
            own = (app.client_id, app.principal_id, app.resource_id.lower())
            fits = [theirs == ours for theirs, ours in zip(given, own, strict=True) if theirs]
            if fits == [True]:
                return app
        raise IdentityNotFound
