"""The hunting language: its words, tables, tokens, statements and literals, and help with writing.

Completion, diagnostics and formatting are loaded when they are first asked for: most users of this
package only cut text into tokens.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .lexer import LineState, Token, TokenKind, tokenize, tokenize_line
from .literals import quote, unquote
from .schema import Column, HuntingSchema, Table, load_schema
from .statements import Span, query_at

if TYPE_CHECKING:
    from .completion import (
        Completion,
        CompletionKind,
        Hover,
        SignatureHelp,
        complete,
        describe,
        ghost_text,
        hover,
        signature_at,
    )
    from .diagnostics import Diagnostic, Fix, Severity, diagnose, diagnose_timespan
    from .formatting import format_query

__all__ = [
    "Column",
    "Completion",
    "CompletionKind",
    "Diagnostic",
    "Fix",
    "Hover",
    "HuntingSchema",
    "LineState",
    "Severity",
    "SignatureHelp",
    "Span",
    "Table",
    "Token",
    "TokenKind",
    "complete",
    "describe",
    "diagnose",
    "diagnose_timespan",
    "format_query",
    "ghost_text",
    "hover",
    "load_schema",
    "query_at",
    "quote",
    "signature_at",
    "tokenize",
    "tokenize_line",
    "unquote",
]


_DIAGNOSTICS = ("Diagnostic", "Fix", "Severity", "diagnose", "diagnose_timespan")


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "completion"
    if name in _DIAGNOSTICS:
        module = "diagnostics"
    elif name == "format_query":
        module = "formatting"
    return getattr(import_module(f"{__name__}.{module}"), name)
