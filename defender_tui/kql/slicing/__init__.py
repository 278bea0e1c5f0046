"""Cutting a query into parts by time, so that all parts together give what it would give whole."""

from __future__ import annotations

from .moments import moment_words, ticks_of
from .ordering import RowOrder
from .refusal import Refusal
from .sliced import SlicedQuery
from .slicing import slice_query
from .windows import Window

__all__ = [
    "Refusal",
    "RowOrder",
    "SlicedQuery",
    "Window",
    "moment_words",
    "slice_query",
    "ticks_of",
]
