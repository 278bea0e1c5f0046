"""The one async client for Entra, Microsoft Graph and Defender XDR.

`DefenderClient` is imported on first use, so that naming this package costs nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import DefenderClient

__all__ = ["DefenderClient"]

# httpx brings a command line of its own, and does without where click and rich are missing. They
# are there for others, and importing what it wants of them takes as long as httpx itself.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> object:
    if name == "DefenderClient":
        from .client import DefenderClient

        return DefenderClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
