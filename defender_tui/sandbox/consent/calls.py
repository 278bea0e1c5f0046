"""The addresses of the consent page, and the one that takes back what changed in the directory."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.consent import landing, page
from defender_tui.sandbox.consent.request import ConsentRequest, Form
from defender_tui.sandbox.entra.refusals import SignInRefused, new_trace_id, refused
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.tenant import RESOURCES, Standing, Tenant

_LARGEST_FORM_BYTES = 10_000
_PROMPTS = ("consent", "admin_consent")


class ConsentCalls:
    """Asks an administrator, and grants what was agreed to."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the routes."""
        forms = {
            "/{tenant}/adminconsent": Form.V1,
            "/{tenant}/v2.0/adminconsent": Form.V2,
            "/{tenant}/oauth2/authorize": Form.AUTHORIZE,
        }
        return [
            *(
                Route(path, self._answering(form), methods=["GET", "POST"])
                for path, form in forms.items()
            ),
            Route("/sandbox/directory", self._forget, methods=["DELETE"]),
        ]

    def _answering(self, form: Form) -> Callable[[Request], Awaitable[Response]]:
        async def answering(request: Request) -> Response:
            try:
                return await self._answer(form, request)
            except SignInRefused as refusal:
                return page.error_page(
                    refusal, trace_id=new_trace_id(), correlation_id=str(uuid.uuid4())
                )

        return answering

    async def _answer(self, form: Form, request: Request) -> Response:
        # First what may take long to come: meanwhile others may change the tenants.
        fields = await _fields(request) if request.method == "POST" else {}
        asked = ConsentRequest.read(form, request, self._site)
        if form is Form.AUTHORIZE and request.query_params.get("prompt") not in _PROMPTS:
            # Only consent is asked for here: nobody can sign in to a sandbox.
            raise refused(90023)
        if request.method != "POST":
            return page.consent_page(asked)
        if fields.get("decision") != "accept":
            return RedirectResponse(landing.cancelled(asked), status_code=302)
        tenant = self._consenting(asked, fields.get("tenant", ""))
        self._site.register.consent(tenant, asked.app, asked.resources)
        self._site.activity.consents_granted += 1
        return RedirectResponse(landing.accepted(asked, tenant), status_code=302)

    def _consenting(self, asked: ConsentRequest, chosen: str) -> Tenant:
        """Give the tenant that consents.

        Raises:
            SignInRefused: none was chosen, or it cannot consent.
        """
        for tenant in asked.tenants:
            if len(asked.tenants) == 1 or tenant.tenant_id == chosen:
                break
        else:
            raise refused(50059)
        known = tenant.app(asked.app.client_id)
        if known is not None and known.standing is Standing.DISABLED:
            raise refused(7000112, app=known.client_id, name=known.name)
        for resource in RESOURCES:
            if resource.name in asked.resources and resource.name in tenant.unlicensed:
                raise refused(650052, resource=resource.title, tenant=tenant.name)
        return tenant

    async def _forget(self, _request: Request) -> Response:
        """Bring every tenant back to what it knew at the start; tell how many there are."""
        self._site.register.forget_changes()
        return JSONResponse({"tenants": len(self._site.tenants)})


async def _fields(request: Request) -> dict[str, str]:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_FORM_BYTES:
            raise refused(9002313)
    try:
        pairs = parse_qs(bytes(content).decode())
    except ValueError as error:
        raise refused(9002313) from error
    return {name: values[-1] for name, values in pairs.items()}
