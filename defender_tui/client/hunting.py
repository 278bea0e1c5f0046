"""Hunting queries through either API; the answer goes to disk and from there into a table."""

from __future__ import annotations
