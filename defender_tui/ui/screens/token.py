"""The Token screen: which tokens there are, what stands in them, what they allow."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from ...core.claims import decode_token
from ...core.errors import DefenderTuiError
from ...core.secret import Secret
from ...core.token_warnings import TokenWarning
from ..ports import TokenWork
from ..text import shown
from ..token.asking import TokenAsking
from ..token.detail import TokenDetail
from ..token.judging import slot_warnings
from ..token.messages import (
    DecodeFailed,
    TokenDecoded,
)
from ..token.paste import PasteToken
from ..token.rows import SLOT_COLUMNS, SlotRows
from ..token.state import TokenSlot, pasted_slot
from ..widgets.cell_view import CellView
from ..widgets.grid import Grid

_TICK_S = 1.0


class TokenScreen(TokenAsking):
    """One row for each API at the side, the chosen one's token in full beside it."""

    MODE: ClassVar[str] = "token"
    AUTO_FOCUS = "#slots"

    DEFAULT_CSS = """
    TokenScreen {
        & #token-body { height: 1fr; layout: horizontal; }
        & #slots { width: 44; height: 1fr; }
        &.-narrow #token-body { layout: vertical; }
        &.-narrow #slots { width: 1fr; height: 6; }
        &.-narrow TokenDetail { border-left: none; border-top: solid $foreground 20%; }
    }
    """

    def __init__(self, session: TokenWork) -> None:
        super().__init__(session)
        self._slots: tuple[TokenSlot, ...] = ()

    def compose_body(self) -> ComposeResult:
        with Container(id="token-body"):
            yield Grid(SLOT_COLUMNS, id="slots")
            yield TokenDetail(self._work.now)

    def on_mount(self) -> None:
        self._ticker = self.set_interval(_TICK_S, self.tick, name="token time left")
        self.watch(self.app, "app_focus", self._focus_changed, init=False)
        self.reload()

    def session_switched(self) -> None:
        """Drop what was known under the other profile; a pasted token stays."""
        self.shelf.forget()
        self.reload()

    def on_screen_resume(self) -> None:
        self._ticker.resume()
        self.reload()

    def on_screen_suspend(self) -> None:
        self._ticker.pause()
        self.detail.raw.mask()

    def _focus_changed(self, is_focused: bool) -> None:
        if not is_focused:
            self.detail.raw.mask()

    def on_resize(self) -> None:
        self.detail.set_narrow(self.size.width < 100)

    @property
    def _list(self) -> Grid:
        return self.query_one("#slots", Grid)

    def chosen_slot(self) -> TokenSlot:
        return self._slots[min(self._list.cursor_row, len(self._slots) - 1)]

    def choose(self, key: str) -> None:
        """Put the cursor on a row; one that is not there changes nothing."""
        keys = [slot.key for slot in self._slots]
        if key in keys:
            self._list.move_cursor(row=keys.index(key))

    # What there is

    def reload(self) -> None:
        """Take the tokens in hand from the session and draw both sides."""
        self._slots = self.shelf.slots()
        self._list.set_source(SlotRows(self._slots, self._work.now))
        self.show_chosen()

    def show_chosen(self) -> None:
        """Show the chosen token; its failure comes up once and stays closed when it was closed."""
        slot = self.chosen_slot()
        self.look_up(slot)
        self.detail.show(slot, self.shelf.findings(slot.value), self._warnings(slot))
        self.show_code()
        if slot.error is self.told_error:
            return
        self.told_error = slot.error
        if slot.error is None or slot.api is None:
            self.clear_error()
        else:
            what = f"Could not get a token for {shown(slot.api.label, limit=80).plain}"
            self.show_error(slot.error, what=what, retry="acquire")

    def _warnings(self, slot: TokenSlot) -> tuple[TokenWarning, ...]:
        work = self._work
        return slot_warnings(slot, work.profile, work.now(), work.clock_skew_s)

    def tick(self) -> None:
        """Draw anew what depends on the time."""
        self._list.refresh_rows()
        self.detail.warn(self._warnings(self.chosen_slot()))
        self.detail.tick(self._work.now())

    @on(Grid.RowHighlighted, "#slots")
    def _slot_chosen(self) -> None:
        self.show_chosen()

    # Reading, copying, pasting

    def action_open(self) -> None:
        self.detail.enter()

    def action_turn_tab(self, step: int) -> None:
        """Go to another tab of the token."""
        self.detail.turn(step)

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        claim = self.detail.claim
        if event.grid is self._list:
            self.detail.enter()
        elif claim is not None:
            self.app.push_screen(CellView(claim.name, claim.value))

    def action_back(self) -> None:
        self._list.focus()

    def action_reveal(self) -> None:
        if self.detail.token is None:
            self.notify("There is no token to show yet: F5 asks for one.", markup=False)
            return
        self.detail.go_to("raw")
        self.detail.raw.toggle()

    def action_paste(self) -> None:
        self.app.push_screen(PasteToken(), self._pasted_in)

    def _pasted_in(self, value: Secret | None) -> None:
        if value is not None:
            self.guarded(
                partial(self._decoding, value),
                name="decode",
                group="token-decode",
                description="decode a pasted token",
            )

    async def _decoding(self, value: Secret) -> None:
        try:
            decoded = await asyncio.to_thread(decode_token, value)
        except DefenderTuiError as error:
            self.post_message(DecodeFailed(error))
        else:
            self.post_message(TokenDecoded(value, decoded))

    @on(TokenDecoded)
    def _token_decoded(self, event: TokenDecoded) -> None:
        self.shelf.put_pasted(pasted_slot(event.value, event.decoded))
        self.reload()
        self._list.move_cursor(row=len(self._slots) - 1)

    @on(DecodeFailed)
    def _decode_failed(self, event: DecodeFailed) -> None:
        self.show_error(event.error, what="Could not decode the token", retry="paste")
