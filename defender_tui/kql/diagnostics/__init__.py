"""What is wrong with a query, and what could be better, without asking the service."""

from __future__ import annotations

from .diagnosing import diagnose
from .diagnostic import Diagnostic, Fix, Severity
from .timespans import diagnose_timespan

__all__ = ["Diagnostic", "Fix", "Severity", "diagnose", "diagnose_timespan"]
