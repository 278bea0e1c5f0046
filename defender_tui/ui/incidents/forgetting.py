"""The incidents that lie on disk: deleting them, and telling what went wrong with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.profiles import CachePlace, Profile
from ..screens.base import WorkScreen
from ..text import shown
from .queue_messages import KeepingFailed
from .words import counted

if TYPE_CHECKING:
    from ..ports import IncidentWork


class Forgotten(Message):
    """What was kept on disk for a profile was deleted."""

    def __init__(self, profile: Profile, file_count: int) -> None:
        super().__init__()
        self.profile = profile
        self.file_count = file_count


class NotForgotten(Message):
    """What was kept on disk could not be deleted."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


class Forgetting(WorkScreen):
    """A screen on which the kept incidents of the current profile can be deleted."""

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._shelf = session

    def action_forget_kept(self) -> None:
        """Delete from disk what was kept of the queue; the list on the screen stays."""
        profile = self._shelf.profile
        if profile is None:
            self.notify("Set up a profile first.", markup=False)
            return
        self.guarded(
            partial(self._forgetting, profile),
            name="forget the kept incidents",
            group="forget",
            description="delete the kept incidents",
        )

    async def _forgetting(self, profile: Profile) -> None:
        try:
            count = await self._shelf.forget_kept_incidents(profile.name)
        except DefenderTuiError as error:
            self.post_message(NotForgotten(error))
        else:
            self.post_message(Forgotten(profile, count))

    @on(Forgotten)
    def _forgotten(self, event: Forgotten) -> None:
        profile, count = event.profile, event.file_count
        what = f"The kept incidents of “{profile.name}” were deleted: {counted(count, 'file')}."
        if not count:
            what = f"No incidents of “{profile.name}” were kept on disk."
        if profile.cache is CachePlace.DISK:
            what += " The profile says cache = disk, so the next change to the list is kept again."
        self.notify(shown(what, limit=300).plain, markup=False)

    @on(NotForgotten)
    def _not_forgotten(self, event: NotForgotten) -> None:
        retry = self.action_forget_kept
        self.show_error(event.error, "Could not delete the kept incidents", retry=retry)

    @on(KeepingFailed)
    def _keeping_failed(self, event: KeepingFailed) -> None:
        words = shown(event.words, limit=300).plain
        self.notify(words, severity="warning", markup=False)
