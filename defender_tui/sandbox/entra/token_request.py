"""A request for an application's token, checked in the order in which Entra complains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from defender_tui.sandbox.entra.claims_request import ClaimsRequest, read_claims_request
from defender_tui.sandbox.entra.client_assertion import ClientAssertion
from defender_tui.sandbox.entra.client_proof import Proof, ProofCheck
from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.entra.wanted_resource import found_resource, wanted_audience
from defender_tui.sandbox.tenant import App, Resource, Standing, Tenant


@dataclass(frozen=True, slots=True)
class Grant:
    """What was asked for and may be given."""

    app: App
    tenant: Tenant
    resource: Resource
    audience: str
    proof: Proof
    claims: ClaimsRequest


def granted(
    form: TokenForm,
    tenant: Tenant,
    check: ProofCheck,
    *,
    is_v1: bool,
    own_urls: Mapping[str, str],
) -> Grant:
    """Give what the form may have; blocks while signatures are checked.

    `own_urls` maps the sandbox's own API addresses to resource names: they can be asked for too.

    Raises:
        SignInRefused: something is missing, wrong or not allowed.
    """
    grant_type = form.need("grant_type")
    if grant_type != "client_credentials":
        raise refused(70003, grant=grant_type)
    client_id = form.get("client_id") or _client_of_assertion(form)
    audience = wanted_audience(form, is_v1=is_v1)
    claims = read_claims_request(form.get("claims"))
    app = tenant.app(client_id)
    if app is None:
        raise refused(700016, app=client_id, tenant=tenant.name)
    proof = check.require(form, app)
    if app.standing is Standing.DISABLED:
        raise refused(7000112, app=app.client_id, name=app.name)
    if app.standing is Standing.WITHOUT_PRINCIPAL:
        raise refused(7000229, app=app.client_id, tenant=tenant.tenant_id)
    resource = found_resource(audience, app, tenant, own_urls=own_urls)
    return Grant(app, tenant, resource, audience, proof, claims)


def _client_of_assertion(form: TokenForm) -> str:
    """Give the client id that an assertion carries, for a form that has no field for it."""
    if not form.get("client_assertion"):
        raise refused(900144, parameter="client_id")
    return ClientAssertion.read(form).subject
