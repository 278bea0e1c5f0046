"""Key Vault's secrets as an ASGI application, to be mounted under a base path or a host.

Source: https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret (2026-11-23)
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.entra.tokens import Caller
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.keyvault import answers
from defender_tui.sandbox.keyvault.vault import SecretVersion, Vault
from defender_tui.sandbox.origin import host_origin, service_url
from defender_tui.sandbox.refusals import ServiceRefused

_NAME = re.compile(r"[0-9A-Za-z-]{1,127}")
_LATEST = "2025-07-01"
_VERSIONS = frozenset(
    {
        *("2015-06-01", "2016-10-01", "7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", _LATEST),
        "2026-04-01",  # sent by azure-keyvault-secrets 4.12
    }
)
_LARGEST_PAGE = 25


@dataclass(frozen=True, slots=True)
class VaultSite:
    """What the calls work with.

    The first vault is the one under the base path, and the one of hosts that no other has.
    `make_vaults` is called when a secret is first asked for.
    """

    bearer: BearerCheck
    make_vaults: Callable[[], Sequence[Vault]]


def keyvault_app(site: VaultSite) -> Starlette:
    """Give the application."""
    calls = _Calls(site)
    changes = ["PUT", "PATCH", "DELETE"]
    app = Starlette(
        routes=[
            Route("/secrets", calls.names),
            Route("/secrets/{name}/versions", calls.versions),
            Route("/secrets/{name}", calls.secret),
            Route("/secrets/{name}", calls.change, methods=changes),
            Route("/secrets/{name}/", calls.secret),
            Route("/secrets/{name}/{version}", calls.secret),
            Route("/secrets/{name}/{version}", calls.change, methods=changes),
        ],
        exception_handlers={
            ServiceRefused: answers.refusal_answer,
            HTTPException: answers.unroutable,
        },
    )
    app.router.redirect_slashes = False
    return app


class _Calls:
    def __init__(self, site: VaultSite) -> None:
        self._site = site
        self._vaults: Sequence[Vault] = ()

    async def secret(self, request: Request) -> Response:
        """Answer with one version of a secret, the newest when none is named."""
        vault = await self._entered(request, "getSecret/action")
        name, version = self._name(request), request.path_params.get("version", "")
        held = _held(vault, name)
        found = next((one for one in held if version in ("", one.version.lower())), None)
        if found is None:
            raise answers.secret_not_found(f"{name}/{version}")
        if not found.is_enabled:
            raise answers.secret_disabled()
        body: JsonObject = {"value": await asyncio.to_thread(found.value)}
        return JSONResponse(body | _described(request, name, found, with_version=True))

    async def names(self, request: Request) -> Response:
        """Answer with what there is, without values."""
        vault = await self._entered(request, "readMetadata/action")
        return _page(
            request,
            [
                _described(request, name, held[0], with_version=False)
                for name, held in sorted(vault.secrets.items())
            ],
        )

    async def versions(self, request: Request) -> Response:
        """Answer with the versions of a secret, without values."""
        vault = await self._entered(request, "readMetadata/action")
        name = self._name(request)
        held = _held(vault, name)
        return _page(request, [_described(request, name, one, with_version=True) for one in held])

    async def change(self, request: Request) -> Response:
        """Refuse to change a secret: who may read may not write."""
        caller, vault = await self._caller(request)
        raise answers.role_missing(caller, vault, "setSecret/action")

    async def _entered(self, request: Request, action: str) -> Vault:
        """Give the vault that is asked, to a caller who may read there.

        Raises:
            ServiceRefused: as `_caller` says, and 403 for those who may not.
        """
        caller, vault = await self._caller(request)
        if not caller.app.reads_vault:
            raise answers.role_missing(caller, vault, action)
        return vault

    async def _caller(self, request: Request) -> tuple[Caller, Vault]:
        """Give who asks, and the vault that is asked.

        Raises:
            ServiceRefused: 401 with the challenge, 400 without a version of the API, 403 for an
                address that the vault does not let in.
        """
        vault = self._vault(request)
        try:
            if not request.headers.get("authorization"):
                raise answers.token_missing()
            caller = await self._site.bearer.require(request)
            if caller.tenant.tenant_id != vault.tenant.tenant_id:
                raise answers.foreign_tenant(caller, vault)
        except ServiceRefused as refusal:
            refusal.headers.setdefault("WWW-Authenticate", _challenge(request, vault))
            raise
        _require_version(request)
        if vault.lets_nobody_in:
            address = request.client.host if request.client else "127.0.0.1"
            raise answers.behind_firewall(caller, vault, address)
        return caller, vault

    def _vault(self, request: Request) -> Vault:
        if not self._vaults:
            self._vaults = self._site.make_vaults()
        asked = str(request.path_params.get("vault", "")).lower()
        return next((one for one in self._vaults if one.name == asked), self._vaults[0])

    def _name(self, request: Request) -> str:
        name = str(request.path_params["name"])
        if not _NAME.fullmatch(name):
            message = f"The request URI contains an invalid name: {name}"
            raise ServiceRefused(400, "BadParameter", message)
        return name


def _challenge(request: Request, vault: Vault) -> str:
    """Give the header that says where a token is to be had; the real host sends to the real one."""
    is_real_host = "vault" in request.path_params
    authority = "https://login.microsoftonline.com" if is_real_host else host_origin(request)
    return (
        f'Bearer authorization="{authority}/{vault.tenant.tenant_id}", '
        'resource="https://vault.azure.net"'
    )


def _require_version(request: Request) -> None:
    version = request.query_params.get("api-version")
    if not version:
        raise ServiceRefused(400, "BadParameter", "api-version must be specified.")
    if version not in _VERSIONS:
        message = (
            f"The specified version ({version}) is not recognized. Consider using the latest "
            f"supported version ({_LATEST})."
        )
        raise ServiceRefused(400, "BadParameter", message)


def _held(vault: Vault, name: str) -> Sequence[SecretVersion]:
    """Give the versions of a secret; case does not count in names."""
    for known, held in vault.secrets.items():
        if known.lower() == name.lower():
            return held
    raise answers.secret_not_found(name)


def _described(
    request: Request, name: str, secret: SecretVersion, *, with_version: bool
) -> JsonObject:
    url = f"{service_url(request)}/secrets/{name}"
    body: JsonObject = {
        "contentType": secret.content_type,
        "id": f"{url}/{secret.version}" if with_version else url,
        "attributes": secret.attributes(),
    }
    if secret.is_certificate:
        body["kid"] = f"{service_url(request)}/keys/{name}/{secret.version}"
        body["managed"] = True
    if secret.tags:
        body["tags"] = dict(secret.tags)
    return body


def _page(request: Request, items: list[JsonObject]) -> Response:
    asked = request.query_params
    size = _number(asked.get("maxresults", ""), at_least=1) or _LARGEST_PAGE
    if size > _LARGEST_PAGE:
        message = f"Invalid maxresults: the largest page is {_LARGEST_PAGE}."
        raise ServiceRefused(400, "BadParameter", message)
    start = _number(asked.get("$skiptoken", ""), at_least=0) or 0
    end = start + size
    link = None
    if end < len(items):
        query = {"api-version": asked["api-version"], "$skiptoken": end, "maxresults": size}
        link = f"{service_url(request)}{request.scope['path'].removeprefix(_root(request))}"
        link += "?" + urlencode(query)
    return JSONResponse({"value": items[start:end], "nextLink": link})


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _number(text: str, *, at_least: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) >= at_least):
        raise ServiceRefused(400, "BadParameter", f"The value '{text}' is no valid number here.")
    return int(text)
