"""Completion, signature help, hover and ghost text for hunting queries."""

from __future__ import annotations

from .completing import complete
from .completion import Completion, CompletionKind
from .documentation import describe
from .ghost import ghost_text
from .hovering import Hover, hover
from .signature_help import SignatureHelp, signature_at

__all__ = [
    "Completion",
    "CompletionKind",
    "Hover",
    "SignatureHelp",
    "complete",
    "describe",
    "ghost_text",
    "hover",
    "signature_at",
]
