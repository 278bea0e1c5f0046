"""The zone in which the program shows the times of results: one for all screens."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.dom import DOMNode

from ..core.zones import Zone


@runtime_checkable
class HasZone(Protocol):
    """An app that lets its user turn the zone."""

    @property
    def zone(self) -> Zone: ...


def zone_of(node: DOMNode) -> Zone:
    """Give the zone of the app that a widget or screen is in; UTC where it has no choice."""
    app = node.app
    return app.zone if isinstance(app, HasZone) else Zone.UTC
