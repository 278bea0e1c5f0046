"""A request as the faults see it: which service it is for, and where in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

from defender_tui.sandbox.managed_identity.answers import APP_SERVICE_PATH, IMDS_PATH
from defender_tui.sandbox.origin import BASE_PATHS, REAL_HOSTS

ENTRA = "entra"
IDENTITY = "managed-identity"
APIS = frozenset(BASE_PATHS)
_TOKEN_PATH = re.compile(r"/[^/]+/oauth2(/v2\.0)?/token")
_VAULT = "{vault}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way in.

    `path` is as with a base path, e.g. `/graph/v1.0/security/incidents`, also where the request
    came under the service's real host and has none.
    """

    scope: Scope
    service: str
    path: str

    @classmethod
    def of(cls, scope: Scope) -> Call:
        path = str(scope["path"])
        if path.startswith((IMDS_PATH, APP_SERVICE_PATH)):
            return cls(scope, IDENTITY, path)
        for name, base in BASE_PATHS.items():
            if path == base or path.startswith(f"{base}/"):
                return cls(scope, name, path)
        host = _host(scope)
        for name, hosts in REAL_HOSTS.items():
            if any(_is_host(host, real) for real in hosts):
                return cls(scope, name, BASE_PATHS[name] + path)
        return cls(scope, ENTRA, path)

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def is_for_token(self) -> bool:
        """Tell whether this asks Entra for a token."""
        return self.service == ENTRA and _TOKEN_PATH.fullmatch(self.path) is not None

    @property
    def base_path(self) -> str:
        """The base path as it stands in the request's address; empty under a real host."""
        base = BASE_PATHS.get(self.service, "")
        return base if str(self.scope["path"]).startswith(base) else ""

    def request(self) -> Request:
        """Give the request without its body."""
        return Request(self.scope)


def _host(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            return str(value.decode("latin-1")).partition(":")[0].lower()
    return ""


def _is_host(host: str, real: str) -> bool:
    if _VAULT in real:
        return host.endswith(real.removeprefix(_VAULT)) and host != real.removeprefix(_VAULT)
    return host == real
