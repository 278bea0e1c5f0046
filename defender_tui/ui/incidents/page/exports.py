"""What can be written to a file from the Incidents screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from ....core.incident_export import (
    LIST_FORMS,
    PAGE_FORMS,
    ExportForm,
    list_text,
    page_text,
)
from ....core.incidents import Incident
from ...text import shown
from ..words import counted
from .exporting import Export

if TYPE_CHECKING:
    from ...ports import IncidentWork

_FORM_WORDS = {
    ExportForm.CSV: "as CSV",
    ExportForm.JSON: "as JSON",
    ExportForm.MARKDOWN: "as a Markdown report",
}
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def exports(
    listed: Sequence[Incident], whole: Incident | None, now_name: str, work: IncidentWork
) -> list[Export]:
    """Give what can be written: the list in each form, then the incident in each.

    The incident is only offered once it is read with its alerts. `now_name` goes into the name of
    the list's file.
    """
    found = [
        Export(
            Content(f"The list, {counted(len(listed), 'incident')}, {_FORM_WORDS[form]}"),
            partial(list_text, tuple(listed), form),
            f"incidents-{now_name}{form.value}",
        )
        for form in LIST_FORMS
        if listed
    ]
    if whole is not None and whole.alerts is not None:
        name = _NOT_IN_NAMES.sub("-", whole.id)[:40]
        found += [
            Export(
                Content.assemble("Incident ", shown(whole.id, limit=20), f" {_FORM_WORDS[form]}"),
                partial(page_text, whole, form, written_at=work.now()),
                f"incident-{name}{form.value}",
            )
            for form in PAGE_FORMS
        ]
    return found
