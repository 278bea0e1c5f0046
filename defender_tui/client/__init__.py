"""The one async client for Entra, Microsoft Graph and Defender XDR.

`DefenderClient` is imported on first use, so that naming this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import DefenderClient

__all__ = ["DefenderClient"]


def __getattr__(name: str) -> object:
    if name == "DefenderClient":
        from .client import DefenderClient

        return DefenderClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
