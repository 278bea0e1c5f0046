"""`defender-tui incident`: show one incident, or change it."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from ...core.changes import UNSET, IncidentChange, Unset
from ...core.incidents import Incident
from ...core.words import DETERMINATIONS, Classification, IncidentStatus, Severity
from ..failure import UsageError
from ..incident_lines import print_incident, print_incidents
from ..incident_output import chosen_form, put_out
from ..opening import opened_session
from ..streams import note, print_json

FORMS = ("table", "markdown", "json", "csv")
_DETERMINATIONS = {word for words in DETERMINATIONS.values() for word in words}
# The words that each field knows; a field without any takes free text.
_WORDS: dict[str, Sequence[str]] = {
    "status": tuple(IncidentStatus),
    "severity": tuple(Severity),
    "classification": tuple(Classification),
    "determination": tuple(sorted(_DETERMINATIONS)),
    "assigned_to": (),
    "title": (),
    "tags": (),
}


def run(arguments: Namespace) -> int:
    """Show the incident, after changing it where --set or --comment ask for that.

    Raises:
        UsageError: --set names what is no field, or a file's ending no form.
        DefenderTuiError: it could not be had or changed.
    """
    change = incident_change(arguments.changes, arguments.comment)
    chosen_form(arguments, FORMS)
    return asyncio.run(_run(arguments, change))


async def _run(arguments: Namespace, change: IncidentChange) -> int:
    async with opened_session(arguments) as session:
        if change.changes_fields or change.comment:
            incident = await session.change_incident(arguments.id, change)
            tenant = session.profile.tenant_title if session.profile else "the tenant"
            note(f"Incident {incident.id} was changed in {tenant}.")
        else:
            incident = await session.load_incident(arguments.id)
        form = chosen_form(arguments, FORMS)
        print_all = partial(_print, incident, form, session.now())
        await put_out(print_all, arguments.output, f"Incident {incident.id}")
    return 0


def incident_change(assignments: Sequence[tuple[str, str]], comment: str | None) -> IncidentChange:
    """Put a change together from `name=value` pairs; words of fixed sets are taken in any case.

    `assigned-to=` and `tags=` take the owner or all tags off. Several tags are comma-separated.

    Raises:
        UsageError: a name is no field that can be set, or is given twice.
    """
    given: dict[str, str] = {}
    for name, value in assignments:
        field = name.replace("-", "_").casefold()
        if field not in _WORDS:
            known = ", ".join(field.replace("_", "-") for field in _WORDS)
            raise UsageError(f"--set {name} is no field of an incident.", hint=f"Use {known}.")
        if field in given:
            raise UsageError(f"--set {name} is given twice.", hint="Keep one of them.")
        given[field] = value

    def word(field: str) -> str | Unset:
        return _as_known(given[field], _WORDS[field]) if field in given else UNSET

    return IncidentChange(
        status=word("status"),
        severity=word("severity"),
        classification=word("classification"),
        determination=word("determination"),
        title=word("title"),
        assigned_to=(given["assigned_to"] or None) if "assigned_to" in given else UNSET,
        tags=_tags(given["tags"]) if "tags" in given else UNSET,
        comment=comment or None,
    )


def _as_known(text: str, words: Sequence[str]) -> str:
    return next((str(word) for word in words if word.casefold() == text.casefold()), text)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())


def _print(incident: Incident, form: str, now: datetime) -> None:
    if form == "json":
        print_json(incident)
    elif form == "csv":
        print_incidents([incident], form)
    elif form == "markdown":
        from ...core.incident_report import incident_report

        print(incident_report(incident, written_at=now), end="")
    else:
        print_incident(incident)
