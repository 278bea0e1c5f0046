"""A request for an application's token, checked in the order in which Entra complains."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from defender_tui.sandbox.entra import refusals
from defender_tui.sandbox.tenant import RESOURCES, App, Resource, Tenant

_DEFAULT = "/.default"


@dataclass(frozen=True, slots=True)
class Grant:
    """What was asked for and may be given."""

    app: App
    resource: Resource
    audience: str


@dataclass(frozen=True, slots=True)
class TokenForm:
    """The fields of a form, whatever content type it came with, plus HTTP Basic credentials."""

    fields: Mapping[str, str]

    @classmethod
    def read(cls, body: bytes, authorization: str | None) -> TokenForm:
        """Read the body; a client id and secret in the header count when the body has none.

        Raises:
            SignInRefused: the body is no form, or says a thing twice.
        """
        try:
            # An `&` too much at an end or in between is nothing; all else must be a pair.
            text = "&".join(part for part in body.decode().split("&") if part)
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
        except ValueError as error:
            raise refusals.malformed() from error
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise refusals.malformed()
        return cls(_basic_credentials(authorization) | fields)

    def get(self, name: str) -> str:
        """Give a field without the blanks around it, empty when it was not sent."""
        return self.fields.get(name, "").strip()

    def need(self, name: str) -> str:
        """Give a field.

        Raises:
            SignInRefused: it was not sent, or is empty.
        """
        value = self.get(name)
        if not value:
            raise refusals.parameter_missing(name)
        return value


def granted(form: TokenForm, tenant: Tenant, *, is_v1: bool, own_urls: Mapping[str, str]) -> Grant:
    """Give what the form may have.

    `own_urls` maps the sandbox's own API addresses to resource names: they can be asked for too.

    Raises:
        SignInRefused: something is missing, wrong or not allowed.
    """
    grant_type = form.need("grant_type")
    if grant_type != "client_credentials":
        raise refusals.grant_not_supported(grant_type)
    client_id = form.need("client_id")
    if is_v1:
        wanted = form.need("resource")
    else:
        if form.get("resource"):
            raise refusals.resource_parameter_sent()
        wanted = _scope_resource(form.need("scope"))
    app = tenant.app(client_id)
    if app is None:
        raise refusals.app_not_found(client_id, tenant.name)
    _check_credential(form, app)
    resource = _resource(wanted, RESOURCES, own_urls)
    if resource is None:
        raise refusals.resource_not_found(wanted, tenant.name)
    return Grant(app, resource, wanted)


def _basic_credentials(authorization: str | None) -> dict[str, str]:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise refusals.malformed() from error
    client_id, _, secret = text.partition(":")
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}


def _scope_resource(scope: str) -> str:
    if " " in scope:
        raise refusals.scope_invalid(scope)
    if not scope.lower().endswith(_DEFAULT):
        raise refusals.scope_not_default(scope)
    return scope[: -len(_DEFAULT)]


def _check_credential(form: TokenForm, app: App) -> None:
    secret = form.fields.get("client_secret", "")
    if secret:
        if not hmac.compare_digest(secret.encode(), app.client_secret.encode()):
            raise refusals.secret_wrong(app.client_id)
    elif form.get("client_assertion"):
        raise refusals.certificate_not_registered(app.client_id)
    else:
        raise refusals.credential_missing()


def _resource(
    wanted: str, resources: Sequence[Resource], own_urls: Mapping[str, str]
) -> Resource | None:
    own_name = own_urls.get(wanted.rstrip("/"))
    for resource in resources:
        if resource.name == own_name or resource.is_named_by(wanted):
            return resource
    return None
