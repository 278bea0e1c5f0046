"""A query's address in the portal."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from ...core.portal_links import PortalLinks
from ...core.profiles import Profile
from ..widgets.copying import copy_value


def offer_query_link(screen: Screen[None], query: str, profile: Profile | None) -> None:
    """Show the address that opens a query in the portal; too long a query is copied instead."""
    if profile is None or not query.strip():
        screen.notify("Set up a profile (F2) and type a query first.", markup=False)
        return
    from ..incidents.page.link_dialog import LinkDialog

    link = PortalLinks.of(profile.cloud, profile.tenant_id).hunting(query)
    if link is None:
        screen.notify("The query is too long for an address: it is copied instead.", markup=False)
        copy_value(screen.app, query)
    else:
        screen.app.push_screen(LinkDialog(Content("this query in advanced hunting"), link))
