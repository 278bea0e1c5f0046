"""The line that says which profile is at work, and which one is in the form."""

from __future__ import annotations

from textual.content import Content

from ...core.profiles import Profile
from ..text import shown
from .draft import ENVIRONMENT_PROFILE
from .words import credential_words

_NAME_CELLS = 64


def who_line(at_work: Profile | None, in_form: Profile | None) -> Content:
    """Say which profile is at work and where it comes from, then what else the form holds."""
    if at_work is None:
        return Content("No profile yet. Fill in the form; F7 tells how to come by an app.")
    if in_form is None:
        return Content.assemble(_name(at_work), " is at work. The form holds a new profile.")
    if in_form.name != at_work.name:
        return Content.assemble(_name(at_work), " is at work. The form holds ", _name(in_form), ".")
    if at_work.name == ENVIRONMENT_PROFILE:
        return Content.assemble(
            ("From the environment", "bold"),
            " (AZURE_TENANT_ID, AZURE_CLIENT_ID). Save stores it as a profile.",
        )
    return Content.assemble(
        _name(at_work),
        " · ",
        shown(at_work.tenant_title, limit=_NAME_CELLS),
        f" · {at_work.cloud.title} · ",
        credential_words(at_work.credential),
    )


def _name(profile: Profile) -> Content:
    return shown(profile.name, limit=_NAME_CELLS).stylize("bold")
