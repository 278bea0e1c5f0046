"""Any text as a literal of a language, from which nothing in the text can break out.

Tenants, file names and queries are other people's text, and code is what people run.
"""

from __future__ import annotations

import json
import re

from ..errors import ConfigError

# PowerShell ends a single-quoted string at any of these.
# Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules
_QUOTES = "'\u2018\u2019\u201a\u201b"
_QUOTE = re.compile(f"[{_QUOTES}]")
_HERE_END = re.compile(rf"^\s*[{_QUOTES}]@", re.MULTILINE)


def shell_text(text: str) -> str:
    """Give a text as one word of a POSIX shell.

    Raises:
        ConfigError: it holds a NUL, which no argument can.
    """
    if "\0" in text:
        raise ConfigError(
            "A NUL cannot be written into a shell command.", hint="Retype the names in it."
        )
    return "'" + text.replace("'", "'\\''") + "'"


def python_text(text: str) -> str:
    """Give a text as a Python string."""
    inner = json_text(text)
    # JSON writes what is beyond 16 bits as two halves, which Python would keep apart.
    return inner if text.isascii() else ascii(text)


def csharp_text(text: str) -> str:
    """Give a text as a regular C# string, whose escapes are those of JSON."""
    return json_text(text)


def powershell_text(text: str) -> str:
    """Give a text as an expression of PowerShell, in parentheses where it needs an escape."""
    if text.isprintable():
        return _single_quoted(text)
    return f"({_single_quoted(json_text(text))} | ConvertFrom-Json)"


def powershell_lines(text: str) -> str:
    """Give a text of several lines as a here-string; one that such a string cannot hold, escaped.

    A here-string ends where a line begins with its closing quote.
    """
    if not _HERE_END.search(text) and all(line.isprintable() for line in text.split("\n")):
        return f"@'\n{text}\n'@"
    return powershell_text(text)


def json_text(text: str) -> str:
    """Give a text as a JSON string in ASCII without control characters."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def _single_quoted(text: str) -> str:
    return "'" + _QUOTE.sub(lambda quote: quote.group() * 2, text) + "'"
