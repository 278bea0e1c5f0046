"""What the address of a consent page asks for.

Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from starlette.requests import Request

from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.site import EntraSite, tenant_name
from defender_tui.sandbox.entra.wanted_resource import named_resource
from defender_tui.sandbox.origin import BASE_PATHS, host_origin
from defender_tui.sandbox.tenant import App, Tenant

_DEFAULT = "/.default"
_CHOSEN_LATER = ("common", "organizations")


class Form(Enum):
    """Which of the three addresses was called."""

    V1 = auto()
    V2 = auto()
    AUTHORIZE = auto()


_NEEDED = {
    Form.V1: ("client_id", "redirect_uri"),
    Form.V2: ("client_id", "scope", "redirect_uri"),
    Form.AUTHORIZE: ("client_id", "response_type"),
}


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """What is asked for, and where the browser goes afterwards.

    `tenants` are those that may consent, one unless the administrator is to choose. `resources` are
    the names of those whose roles are asked for; `scope` and `state` are as they were sent.
    """

    form: Form
    app: App
    home: Tenant
    tenants: tuple[Tenant, ...]
    resources: tuple[str, ...]
    redirect_uri: str
    scope: str
    state: str | None

    @classmethod
    def read(cls, form: Form, request: Request, site: EntraSite) -> ConsentRequest:
        """Read the address.

        Raises:
            SignInRefused: something is missing, unknown or not registered.
        """
        asked = _parameters(request)
        for name in _NEEDED[form]:
            if not asked.get(name):
                raise refused(900144, parameter=name)
        name, client_id = tenant_name(request), asked["client_id"]
        tenants = site.tenants if name in _CHOSEN_LATER else (site.tenant(name),)
        found = site.register.registration(client_id)
        if found is None:
            raise refused(700016, app=client_id, tenant=name)
        app, home = found.app, found.home
        if not app.is_multi_tenant:
            if name in _CHOSEN_LATER:
                raise refused(50194, app=app.client_id, name=app.name)
            if tenants[0].tenant_id != home.tenant_id:
                raise refused(700016, app=app.client_id, tenant=tenants[0].name)
        scope = asked.get("scope", "") if form is Form.V2 else ""
        return cls(
            form=form,
            app=app,
            home=home,
            tenants=tenants,
            resources=_wanted(scope, request, home) if scope else tuple(app.asked_for),
            redirect_uri=_redirect_uri(asked.get("redirect_uri", ""), app),
            scope=scope,
            state=asked.get("state"),
        )


def _parameters(request: Request) -> Mapping[str, str]:
    asked: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in asked:
            raise refused(9000411, parameter=name)
        asked[name] = value
    return asked


def _wanted(scope: str, request: Request, home: Tenant) -> tuple[str, ...]:
    """Give the resources whose roles are meant.

    A scope that names one permission is for people who sign in, and gives the application no role.
    """
    origin = host_origin(request)
    own_urls = {origin + path: name for name, path in BASE_PATHS.items()}
    names: dict[str, None] = {}
    for one in scope.split():
        if not one.lower().endswith(_DEFAULT):
            continue
        audience = one[: -len(_DEFAULT)]
        resource = named_resource(audience, own_urls=own_urls)
        if resource is None:
            raise refused(500011, resource=audience, tenant=home.name)
        names[resource.name] = None
    return tuple(names)


def _redirect_uri(text: str, app: App) -> str:
    if not app.redirect_uris:
        raise refused(500113)
    if not text:
        return _with_path(app.redirect_uris[0])
    if not any(_is_same(text, known) for known in app.redirect_uris):
        raise refused(50011, redirect_uri=text, app=app.client_id)
    return _with_path(text)


def _is_same(text: str, registered: str) -> bool:
    """Tell whether an address is the registered one; on `localhost` any port will do.

    Source: https://learn.microsoft.com/entra/identity-platform/reply-url (2026-11-23)
    """
    try:
        given, known = urlsplit(_with_path(text)), urlsplit(_with_path(registered))
        is_local = known.hostname == "localhost" and given.hostname == "localhost"
    except ValueError:
        return False
    if is_local and not given.username:
        return given._replace(netloc="") == known._replace(netloc="")
    return given == known


def _with_path(address: str) -> str:
    """Give the address with a slash where it has no path, as browsers send it."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise refused(90023) from error
    return address if parts.path else parts._replace(path="/").geturl()
