"""Hunting queries rewritten into the KQL that the local engine runs."""

from __future__ import annotations

from defender_tui.kql.adapt.adapting import Adapted, adapt
from defender_tui.kql.adapt.draft import Change, Surroundings
from defender_tui.kql.adapt.refusal import CannotAdapt

__all__ = ["Adapted", "CannotAdapt", "Change", "Surroundings", "adapt"]
