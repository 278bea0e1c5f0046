"""Who is known in each tenant now: those of the beginning, and what was changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.tenant import App, Standing, Tenant


@dataclass(frozen=True, slots=True)
class Registration:
    """An application where it was registered: what it asks for is said there."""

    app: App
    home: Tenant


class Register:
    """Gives tenants as they are now.

    A tenant that is given does not change any more: whoever wants to see a consent asks again.
    """

    def __init__(self, tenants: Sequence[Tenant]) -> None:
        self._beginning = {tenant.tenant_id: tenant for tenant in tenants}
        self._present = dict(self._beginning)
        self._homes: dict[str, str] = {}
        for tenant in tenants:
            for app in tenant.apps:
                self._homes.setdefault(app.client_id, tenant.tenant_id)

    @property
    def tenants(self) -> tuple[Tenant, ...]:
        """All tenants, the home tenant first."""
        return tuple(self._present.values())

    def tenant(self, tenant_id: str) -> Tenant | None:
        """Give the tenant of that id, None when there is none."""
        return self._present.get(tenant_id)

    def registration(self, client_id: str) -> Registration | None:
        """Give where an application was registered, None when it was nowhere.

        Of the tenants that know it, it is the first one that did.
        """
        home = self._present.get(self._homes.get(client_id.lower(), ""))
        app = home.app(client_id) if home else None
        return Registration(app, home) if home and app else None

    def consent(self, tenant: Tenant, app: App, resources: Collection[str]) -> App:
        """Grant the roles that an application asks for on the named resources; give it.

        It gets a principal in the tenant if it had none. Roles that it held before stay.
        """
        known = tenant.app(app.client_id)
        if known is None:
            principal = stable_uuid(tenant.seed, "principal", app.name, tenant.tenant_id)
            before = replace(app, principal_id=principal, roles={}, standing=Standing.USABLE)
        elif known.standing is Standing.WITHOUT_PRINCIPAL:
            before = replace(known, standing=Standing.USABLE)
        else:
            before = known
        granted = replace(before, roles=_together(before.roles, app.asked_for, resources))
        self.enter(tenant, granted)
        return granted

    def enter(self, tenant: Tenant, app: App) -> None:
        """Put an application into a tenant, in place of the one with its client id if any."""
        self._homes.setdefault(app.client_id, tenant.tenant_id)
        known = tenant.app(app.client_id)
        if known is None:
            apps = (*tenant.apps, app)
        else:
            apps = tuple(app if one is known else one for one in tenant.apps)
        self._present[tenant.tenant_id] = replace(tenant, apps=apps)

    def forget_changes(self) -> None:
        """Bring every tenant back to its beginning, without consents and registrations."""
        self._present = dict(self._beginning)


def _together(
    held: Mapping[str, tuple[str, ...]],
    wanted: Mapping[str, tuple[str, ...]],
    resources: Collection[str],
) -> dict[str, tuple[str, ...]]:
    together = dict(held)
    for name in resources:
        before = held.get(name, ())
        more = (role for role in wanted.get(name, ()) if role not in before)
        together[name] = (*before, *more)
    return together
