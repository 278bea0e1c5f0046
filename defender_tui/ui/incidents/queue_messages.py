"""What the queue tells: a page arrived, reading broke off, another incident is at hand."""

from __future__ import annotations

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...workflows.incident_sync import QueueProgress


class PageRead(Message):
    """One more page of reading number `run` arrived."""

    def __init__(self, run: int, progress: QueueProgress) -> None:
        super().__init__()
        self.run = run
        self.progress = progress


class ReadingFailed(Message):
    """Reading number `run` broke off; the screen shows why."""

    def __init__(self, run: int, error: DefenderTuiError) -> None:
        super().__init__()
        self.run = run
        self.error = error


class KeepingFailed(Message):
    """What was read could not be written to disk, or what was there could not be used."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class NewsRead(Message):
    """A reading is complete that found incidents new or changed."""

    def __init__(self, incidents: tuple[Incident, ...]) -> None:
        super().__init__()
        self.incidents = incidents


class IncidentHighlighted(Message):
    """Another incident came under the cursor, or what is known of it changed."""

    def __init__(self, incident: Incident | None) -> None:
        super().__init__()
        self.incident = incident


class IncidentOpened(IncidentHighlighted):
    """An incident was opened."""
