"""The consent page and its error page as HTML; whatever comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from starlette.responses import HTMLResponse, Response

from defender_tui.sandbox.consent.request import ConsentRequest
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.tenant import RESOURCES

_HEADERS = {
    "Cache-Control": "no-store, no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #f4f4f2; margin: 0 }
main { max-width: 30rem; margin: 8vh auto; padding: 2rem; background: #fff; border: 1px solid #ddd }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
code { font-size: .9em } dt { font-weight: 600; margin-top: .75rem } dd { margin: 0 0 0 1rem }
p.small { color: #666; font-size: .875rem } button, select { font: inherit; padding: .4rem 1rem }
button[value=accept] { background: #14507a; color: #fff; border: 1px solid #14507a }
"""


def consent_page(request: ConsentRequest) -> Response:
    """Give the page that asks."""
    app = request.app
    body = f"""<h1>Permissions requested</h1>
<p><b>{escape(app.name)}</b> of {escape(request.home.name)} asks to be allowed, for the whole
organization and without a signed-in user:</p>
<dl>{"".join(_asked(request)) or "<dd>nothing</dd>"}</dl>
<form method="post">
{_tenants(request)}
<p><button name="decision" value="accept">Accept</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>
<p class="small">Application <code>{escape(app.client_id)}</code>. You will be sent to
<code>{escape(request.redirect_uri)}</code>. This is the consent page of a sandbox; nothing real is
granted.</p>"""
    return _page("Permissions requested", body, status=200)


def error_page(refusal: SignInRefused, *, trace_id: str, correlation_id: str) -> Response:
    """Give the page that says why nothing is asked."""
    body = f"""<h1>Sorry, but we’re having trouble signing you in.</h1>
<p>AADSTS{refusal.code}: {escape(refusal.text)}</p>
<p class="small">Trace ID: <code>{escape(trace_id)}</code><br>
Correlation ID: <code>{escape(correlation_id)}</code></p>"""
    return _page("Sign in", body, status=400)


def _asked(request: ConsentRequest) -> Iterable[str]:
    for resource in RESOURCES:
        roles = request.app.asked_for.get(resource.name, ())
        if resource.name in request.resources and roles:
            yield f"<dt>{escape(resource.title)}</dt>"
            yield from (f"<dd>{escape(role)}</dd>" for role in roles)


def _tenants(request: ConsentRequest) -> str:
    """Give who consents: a choice where the address leaves it open."""
    if len(request.tenants) == 1:
        tenant = request.tenants[0]
        return f"<p>For {escape(tenant.name)} (<code>{escape(tenant.tenant_id)}</code>).</p>"
    options = "".join(
        f'<option value="{escape(tenant.tenant_id)}">{escape(tenant.name)}</option>'
        for tenant in request.tenants
    )
    return f'<p><label>You administer <select name="tenant">{options}</select></label></p>'


def _page(title: str, body: str, *, status: int) -> Response:
    html = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main>{body}</main></body></html>\n"
    )
    return HTMLResponse(html, status_code=status, headers=_HEADERS)
