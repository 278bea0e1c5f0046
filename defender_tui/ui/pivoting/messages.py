"""What goes between an incident and hunting; the app hands it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

# The app hears these, so they wait for no model at run time.
if TYPE_CHECKING:
    from ...core.incidents import Incident
    from ...workflows.hunt import HuntOutcome


class HuntWanted(Message):
    """A prepared query about an entity of an incident was chosen."""

    def __init__(self, query: str, incident_id: str) -> None:
        super().__init__()
        self.query = query
        self.incident_id = incident_id


class IncidentWanted(Message):
    """An incident is to be shown, by its own id or by that of one of its alerts."""

    def __init__(self, *, incident_id: str = "", alert_id: str = "") -> None:
        super().__init__()
        self.incident_id = incident_id
        self.alert_id = alert_id


class NoteWanted(Message):
    """What a query found is to be noted on an incident; the id is a first guess, or empty."""

    def __init__(self, query: str, outcome: HuntOutcome, incident_id: str) -> None:
        super().__init__()
        self.query = query
        self.outcome = outcome
        self.incident_id = incident_id


class NoteFound(Message):
    """The incident to note on was read, under a generation of the session."""

    def __init__(self, incident: Incident, comment: str, generation: int) -> None:
        super().__init__()
        self.incident = incident
        self.comment = comment
        self.generation = generation


class NoteSent(Message):
    """The note was written; `words` say so."""

    def __init__(self, incident_id: str, words: str) -> None:
        super().__init__()
        self.incident_id = incident_id
        self.words = words
