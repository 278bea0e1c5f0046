"""Values as literals of a shell, whatever is in them."""

from __future__ import annotations

import re

# PowerShell takes each of these for the sign that ends a literal.
# Source: https://learn.microsoft.com/en-us/powershell/scripting/lang-spec/chapter-02
_POWERSHELL_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")


def bash_literal(value: str) -> str:
    """Quote a value for bash. NUL, which no argument can hold, becomes U+FFFD."""
    text = _storable(value).replace("'", "'\"'\"'")
    return f"'{text}'"


def powershell_literal(value: str) -> str:
    """Quote a value for PowerShell, which also ends a literal at a typographic quote."""
    return "'" + _POWERSHELL_QUOTES.sub(lambda mark: mark.group() * 2, _storable(value)) + "'"


def _storable(value: str) -> str:
    # Lone surrogates cannot be written to a file, and a carriage return does not survive one.
    clean = re.sub("[\x00\ud800-\udfff]", "\ufffd", value)
    return clean.replace("\r\n", "\n").replace("\r", "\n")
