"""Where the incident list is kept between two runs, and how it is got rid of."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Select

from ...core.profiles import CachePlace, profile_name_problem
from ..widgets.form import FormField
from .choices import choice_control, chosen

_OPTIONS = (
    ("memory, until you quit", CachePlace.MEMORY.value),
    ("files on this machine", CachePlace.DISK.value),
)


class KeepingField(FormField):
    """A choice that says what lies on disk; it is not there where nothing can be kept."""

    def __init__(self, place: CachePlace, *, id: str) -> None:
        super().__init__("Keep incidents in", choice_control(_OPTIONS, place.value), id=id)

    @property
    def place(self) -> CachePlace:
        """The place that is chosen."""
        return CachePlace(chosen(self))

    def put(self, place: CachePlace) -> None:
        """Choose a place without telling anyone of a change."""
        select: Select[str] = self.query_one(Select)
        with self.prevent(Select.Changed), select.prevent(Select.Changed):
            select.value = place.value

    def settle(self, folder: Path | None, name: str, *, is_kept: bool) -> None:
        """Say what the choice means for a profile of that name.

        `folder` is that of all kept lists, `None` where none are kept; `is_kept` tells whether the
        profile keeps its list on disk so far.
        """
        self.display = folder is not None
        if folder is None:
            return
        if self.place is CachePlace.DISK:
            own = folder if profile_name_problem(name) else folder / name.strip()
            self.note = (
                "Lists as last read, unencrypted, for you alone, until D on Incidents, saving "
                f"“memory” or deleting the profile deletes them. Folder: {own}"
            )
        else:
            self.note = "Saving deletes what is kept on disk." if is_kept else ""

    def watch_note(self) -> None:
        super().watch_note()
        self._show_whole()

    def on_descendant_focus(self) -> None:
        self._show_whole()

    def _show_whole(self) -> None:
        # It is the form's last field: in a low terminal its words would be below the edge.
        if self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)
