"""What a refusal means in plain words, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

from ..portal import Page


@dataclass(frozen=True, slots=True)
class Remedy:
    """Cause and step of one code.

    In both `{tenant}` and `{app}` stand for what was asked for. `page` is where the step is done.
    `is_general` marks a code that comes along with one that tells more. `quotes` lets the
    provider's own sentence stand beside, where it names what differs.
    """

    cause: str
    step: str
    page: Page | None = None
    is_general: bool = False
    quotes: bool = False
