"""How the secrets of an application are called in a vault."""

from __future__ import annotations

from defender_tui.sandbox.tenant import App


def secret_name(app: App) -> str:
    """Give the name of an application's client secret."""
    return f"client-secret-{app.name}"


def pem_name(app: App) -> str:
    """Give the name of an application's key and certificate as PEM."""
    return f"client-certificate-{app.name}"


def pfx_name(app: App) -> str:
    """Give the name of an application's key and certificate as PFX."""
    return f"client-pfx-{app.name}"
