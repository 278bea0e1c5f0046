"""Queries laid out the way they are read."""

from __future__ import annotations

from .formatting import format_query

__all__ = ["format_query"]
