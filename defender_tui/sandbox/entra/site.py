"""What Entra's calls work with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.answers import is_guid
from defender_tui.sandbox.entra.certificates import AppCertificates
from defender_tui.sandbox.entra.outside_issuer import ISSUER_PATH, OutsideIssuer
from defender_tui.sandbox.entra.refusals import refused, refused_in_other_words
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.tokens import TokenMint
from defender_tui.sandbox.origin import host_origin
from defender_tui.sandbox.register import Register
from defender_tui.sandbox.tenant import Tenant

SHARED_TENANTS = ("common", "organizations", "consumers")
_DOMAIN = re.compile(r"(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})+", re.ASCII)
_SIGN_IN_ORIGINS = ("https://login.microsoftonline.com", "https://login.windows.net")


@dataclass(frozen=True, slots=True)
class EntraSite:
    """The directory with its keys and clocks.

    `assertion_clock` is the time by which clients write their assertions, which is the machine's
    even where `clock` was set to another day. `url` is where we were told to serve, if at all.
    """

    register: Register
    keys: KeyRing
    mint: TokenMint
    certificates: AppCertificates
    outside: OutsideIssuer
    clock: Clock
    assertion_clock: Clock
    activity: Activity
    url: str | None = None

    @property
    def tenants(self) -> tuple[Tenant, ...]:
        """All tenants as they are now, the home tenant first."""
        return self.register.tenants

    def tenant(self, name: str, *, error: str = "invalid_request") -> Tenant:
        """Give the tenant of that id or domain; `error` is what an unknown one is answered with.

        Raises:
            SignInRefused: nobody has that name, or it is none.
        """
        for tenant in self.tenants:
            if name in tenant.names:
                return tenant
        if is_guid(name) or _DOMAIN.fullmatch(name):
            refusal = refused(90002, tenant=name)
            raise refused_in_other_words(90002, error, refusal.text)
        raise refused(900023, tenant=name)

    def issuers(self, request: Request) -> frozenset[str]:
        """Give the addresses at which the outside issuer is known."""
        origins = {host_origin(request), self.url or host_origin(request)}
        return frozenset(origin + ISSUER_PATH for origin in origins)

    def endpoint_names(self, request: Request, tenant: Tenant) -> frozenset[str]:
        """Give what assertions may call a tenant's token endpoint: its address, or the issuer."""
        origins = (host_origin(request), self.url or host_origin(request), *_SIGN_IN_ORIGINS)
        paths = ("/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "")
        names = {
            f"{origin}/{name}{path}".lower()
            for origin in origins
            for name in tenant.names
            for path in paths
        }
        return frozenset(names | {f"https://sts.windows.net/{tenant.tenant_id}"})


def tenant_name(request: Request) -> str:
    """Give the tenant that the path names; case does not count."""
    return str(request.path_params["tenant"]).lower()
