"""How to come by an application when there is none yet: the way to the guided registration."""

from __future__ import annotations

from textual.content import Content

from ..commands import commands_of

TITLE = "I have no app yet"
_WORDS = (
    "goes through it step by step: what to press in Entra, what to copy, and a check after each "
    "step that can be checked. It can make the key and the certificate, write scripts for az and "
    "PowerShell, and read what a customer's administrator consented to. It ends in a profile."
)


def guide_text() -> Content:
    """Give the pointer to the guided registration, by its key."""
    command = next(one for one in commands_of("app") if one.id == "app.setup")
    return Content.assemble((command.key_text, "bold"), " ", _WORDS)
