"""Short words for the list of incidents."""

from __future__ import annotations


def short_owner(owner: str | None) -> str:
    """Give an owner without the domain; a dash for nobody."""
    if not owner:
        return "—"
    return owner.partition("@")[0] or owner


def counted(number: int, what: str) -> str:
    """Give a number with its noun: “1 incident”, “1,204 incidents”."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
