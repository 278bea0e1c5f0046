from __future__ import annotations

from ..ui.conftest import quick_pilot

__all__ = ["quick_pilot"]
