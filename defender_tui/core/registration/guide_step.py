"""One step of the guided registration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepId(StrEnum):
    """The steps in their order, in the words of the list."""

    CHOOSE = "Choose what it may do"
    REGISTER = "Register the application"
    IDS = "Note its ids"
    PERMISSIONS = "Add the permissions"
    CONSENT = "Grant admin consent"
    PROOF = "Give it a credential"
    PARTNER = "Let customers consent"
    CHECK = "Check it and save"


@dataclass(frozen=True, slots=True)
class CopyValue:
    """A text to be pasted somewhere; `label` says where."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideStep:
    """What to do in one step.

    `path` is where to click, from the start page on; empty for a step that needs no portal. `link`
    leads there and is `None` while it is not known. `presses` are in their order; `traps` are what
    goes wrong here. `formerly` tells what older instructions call it.
    """

    id: StepId
    path: str = ""
    link: str | None = None
    presses: tuple[str, ...] = ()
    values: tuple[CopyValue, ...] = ()
    traps: tuple[str, ...] = ()
    formerly: str = ""

    @property
    def title(self) -> str:
        """Its line in the list."""
        return self.id.value
