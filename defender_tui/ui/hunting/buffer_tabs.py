"""The tabs over the editor: which texts there are, which one is in it, and keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from ...core.errors import DefenderTuiError
from ..editing.buffers import Buffer, Buffers, read_buffers, to_keep
from ..editing.writing_area import EditedText, WritingArea
from ..text import shown
from ..widgets.tab_line import TabLine
from ..worker import run_guarded

KEPT_UNDER = "hunting_buffers"
_KEEP_DELAY_S = 1.0
_NAME_CELLS = 18
_GAP = 3
_MORE = "‹"


class Keeping(Protocol):
    """Where the texts are kept from one start to the next."""

    async def preferences(self, screen: str) -> Mapping[str, object]: ...

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Closed:
    buffer: Buffer
    edited: EditedText


class BufferTabs(TabLine):
    """One tab a text, and one for a new one. Each keeps its cursor and what undo knows.

    The texts are read when this is mounted and kept a second after the last change; what was typed
    before they were read stays, as a tab of its own. Of two programs that run at once, the one that
    keeps last wins.
    """

    class Restored(Message):
        """The kept texts were read."""

        def __init__(self, buffers: Buffers | None) -> None:
            super().__init__()
            self.buffers = buffers

    def __init__(self, editor: WritingArea, keeping: Keeping, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._editor = editor
        self._keeping = keeping
        self._first_text = editor.text
        self._buffers = Buffers().written(editor.text, (0, 0))
        self._edited: dict[str, EditedText] = {}
        self._gone: list[_Closed] = []
        self._is_restored = False
        self._timer: Timer | None = None
        self._left = 0

    @property
    def buffers(self) -> Buffers:
        """All texts, the current one as it is in the editor."""
        return self._buffers.written(self._editor.text, self._editor.cursor_location)

    # Keeping

    def on_mount(self) -> None:
        self._draw()
        run_guarded(
            self,
            self._restoring,
            name="buffers",
            group="buffers",
            description="read the kept queries",
        )

    async def _restoring(self) -> None:
        kept = await self._keeping.preferences(KEPT_UNDER)
        self.post_message(self.Restored(read_buffers(kept)))

    def on_buffer_tabs_restored(self, event: Restored) -> None:
        event.stop()
        self._is_restored = True
        if event.buffers is None:
            return
        restored, typed = event.buffers, self.buffers
        if typed.names == ("query 1",) and typed.buffer.text in (self._first_text, ""):
            self._show(restored)
            return
        for buffer in typed.all:
            restored = restored.opened(buffer)
        self._buffers = restored
        self._edited.clear()
        self._draw()

    def text_changed(self) -> None:
        """Keep the texts soon: the editor's is another."""
        if not self._is_restored or self.buffers == self._buffers:
            return
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_KEEP_DELAY_S, self._keep)

    def _keep(self) -> None:
        self._timer = None
        self._buffers = self.buffers
        if self._is_restored:
            run_guarded(
                self,
                partial(self._keeping.keep_preferences, KEPT_UNDER, to_keep(self._buffers)),
                name="keep buffers",
                group="keep buffers",
                description="keep the queries",
                exclusive=False,
            )

    async def on_unmount(self) -> None:
        if self._timer is None:
            return
        try:
            await self._keeping.keep_preferences(KEPT_UNDER, to_keep(self.buffers))
        except DefenderTuiError as error:
            # No screen is left to say it on.
            words = shown(f"The last changes of the queries were not kept: {error.message}").plain
            self.app.exit(return_code=1, message=words)

    # Turning

    def open(self) -> None:
        """Begin an empty text."""
        self._put_away()
        self._show(self._buffers.opened())
        self._keep()

    def put(self, text: str, *, name: str = "") -> None:
        """Put a text into the current tab where nobody wrote there, else into a new one.

        The tab gets that `name`, unless another has it or it cannot be one.
        """
        if self._editor.text.strip() and self._editor.text != self._first_text:
            self.open()
        if name and self._buffers.buffer.name != name:
            with suppress(ValueError):
                self.rename(name)
        self._editor.replace(text, (0, 0), self._editor.document.end)
        self._editor.move_cursor((0, 0))

    def close(self) -> None:
        """Take the current text away; `reopen` brings it back while the program runs."""
        self._put_away()
        gone = self._buffers.buffer
        self._gone.append(_Closed(gone, self._edited.pop(gone.name)))
        self._show(self._buffers.closed())
        self._keep()

    def reopen(self) -> bool:
        """Bring back what was closed last; false when there is nothing."""
        if not self._gone:
            return False
        self._put_away()
        closed = self._gone.pop()
        buffers = self._buffers.opened(closed.buffer)
        self._edited[buffers.buffer.name] = closed.edited
        self._show(buffers)
        self._keep()
        return True

    def rename(self, name: str) -> None:
        """Give the current text another name.

        Raises:
            ValueError: the name cannot be had; the message says why.
        """
        self._buffers = self.buffers.renamed(name)
        self._draw()
        self._keep()

    def turn(self, step: int) -> None:
        """Go to a neighbour; behind the last comes the first."""
        self.turn_to(self._buffers.current + step)

    def turn_to(self, index: int) -> None:
        """Go to a text."""
        if len(self._buffers.all) > 1:
            self._put_away()
            self._show(self._buffers.turned_to(index))
            self._keep()

    def _put_away(self) -> None:
        self._buffers = self.buffers
        self._edited[self._buffers.buffer.name] = self._editor.put_away()

    def _show(self, buffers: Buffers) -> None:
        self._buffers = buffers
        buffer = buffers.buffer
        self._editor.take_out(self._edited.pop(buffer.name, None), buffer.text, buffer.cursor)
        self._draw()

    # Drawing

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        names = [_short(name) for name in self._buffers.names]
        current = self._buffers.current
        room = max(self.size.width - _GAP - 1, _NAME_CELLS)
        self._left = 0
        while self._left < current and _cells(self._shown_names(names, current)) > room:
            self._left += 1
        shown_names = self._shown_names(names, current)
        rest = names[current + 1 :]
        self.show([*shown_names, *rest, "+"], len(shown_names) - 1, gap=_GAP)

    def _shown_names(self, names: list[str], current: int) -> list[str]:
        """Give the names up to the current one, with a sign for those that found no room."""
        return [*([_MORE] if self._left else []), *names[self._left : current + 1]]

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        # With the sign in front, a click on it goes to the last text that it stands for.
        index = event.index + self._left - (1 if self._left else 0)
        if index == len(self._buffers.all):
            self.open()
        elif index != self._buffers.current:
            self.turn_to(index)
        self._editor.focus()


def _short(name: str) -> str:
    return shown(name, limit=_NAME_CELLS).plain


def _cells(names: list[str]) -> int:
    return sum(Content(name).cell_length + _GAP for name in names) - _GAP
