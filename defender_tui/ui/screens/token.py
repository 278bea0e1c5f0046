"""The Token screen: which tokens there are, what stands in them, what they allow."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from ...core.claims import decode_token
from ...core.errors import DefenderTuiError
from ...core.resources import Resource
from ...core.secret import Secret
from ..ports import TokenWork
from ..text import shown
from ..token.detail import TokenDetail
from ..token.messages import AcquireFailed, DecodeFailed, TokenAcquired, TokenDecoded
from ..token.paste import PasteToken
from ..token.rows import SLOT_COLUMNS, SlotRows
from ..token.shelf import TokenShelf
from ..token.state import SHORT_TITLES, TokenSlot, pasted_slot
from ..widgets.cell_view import CellView
from ..widgets.confirm import Confirm
from ..widgets.copying import copy_value
from ..widgets.grid import Grid
from .base import WorkScreen

_ALL = (Resource.GRAPH, Resource.XDR, Resource.MDE)
_TICK_S = 1.0
_PATIENCE_S = 0.3


class TokenScreen(WorkScreen):
    """One row for each API at the side, the chosen one's token in full beside it."""

    MODE: ClassVar[str] = "token"
    AUTO_FOCUS = "#slots"

    DEFAULT_CSS = """
    TokenScreen {
        & #token-body { height: 1fr; layout: horizontal; }
        & #slots { width: 43; height: 1fr; }
        &.-narrow #token-body { layout: vertical; }
        &.-narrow #slots { width: 1fr; height: 6; }
        &.-narrow TokenDetail { border-left: none; border-top: solid $foreground 20%; }
    }
    """

    def __init__(self, session: TokenWork) -> None:
        super().__init__(session)
        self._work = session
        self._shelf = TokenShelf(session)
        self._told_error: DefenderTuiError | None = None
        self._slots: tuple[TokenSlot, ...] = ()

    def compose_body(self) -> ComposeResult:
        with Container(id="token-body"):
            yield Grid(SLOT_COLUMNS, id="slots")
            yield TokenDetail(self._work.now)

    def on_mount(self) -> None:
        self._ticker = self.set_interval(_TICK_S, self.tick, name="token time left")
        self.watch(self.app, "app_focus", self._focus_changed, init=False)
        self._reload()

    def session_switched(self) -> None:
        """Drop what was known under the other profile; a pasted token stays."""
        self._shelf.forget()
        self._reload()

    def on_screen_resume(self) -> None:
        self._ticker.resume()
        self._reload()

    def on_screen_suspend(self) -> None:
        self._ticker.pause()
        self._detail.raw.mask()

    def _focus_changed(self, is_focused: bool) -> None:
        if not is_focused:
            self._detail.raw.mask()

    def on_resize(self) -> None:
        self._detail.set_narrow(self.size.width < 100)

    @property
    def _detail(self) -> TokenDetail:
        return self.query_one(TokenDetail)

    @property
    def _list(self) -> Grid:
        return self.query_one("#slots", Grid)

    @property
    def _chosen(self) -> TokenSlot:
        return self._slots[min(self._list.cursor_row, len(self._slots) - 1)]

    # What there is

    def _reload(self) -> None:
        """Take the tokens in hand from the session and draw both sides."""
        self._slots = self._shelf.slots()
        self._list.set_source(SlotRows(self._slots, self._work.now))
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the chosen token; its failure comes up once and stays closed when it was closed."""
        slot = self._chosen
        self._detail.show(slot)
        if slot.error is self._told_error:
            return
        self._told_error = slot.error
        if slot.error is None or slot.resource is None:
            self.clear_error()
        else:
            what = f"Could not get a token for {slot.resource.label}"
            self.show_error(slot.error, what=what, retry="acquire")

    def tick(self) -> None:
        """Draw anew what depends on the time."""
        self._list.refresh_rows()
        self._detail.tick(self._work.now())

    @on(Grid.RowHighlighted, "#slots")
    def _slot_chosen(self) -> None:
        self._show_chosen()

    # Acquiring

    def action_acquire(self) -> None:
        resource = self._chosen.resource
        if self._chosen.is_pasted or resource is None:
            self.notify("A pasted token is only read. Choose an API.", markup=False)
        elif self._shelf.is_asking(resource):
            self._stop(resource)
        else:
            self._ask(resource)

    def action_acquire_all(self) -> None:
        for resource in _ALL:
            if not self._shelf.is_asking(resource):
                self._ask(resource)

    def _ask(self, resource: Resource) -> None:
        self._shelf.begin(resource)
        self.set_timer(_PATIENCE_S, self._reload, name="say that it is asking")
        self.guarded(
            partial(self._acquiring, resource, self._work.generation),
            name=f"acquire {resource.value}",
            group=f"token-{resource.value}",
            description=f"get a token for {resource.label}",
        )

    def _stop(self, resource: Resource) -> None:
        self.workers.cancel_group(self, f"token-{resource.value}")
        self._shelf.stop(resource)
        self._reload()
        self.notify(f"Stopped asking for a {SHORT_TITLES[resource]} token.", markup=False)

    async def _acquiring(self, resource: Resource, generation: int) -> None:
        try:
            token = await self._work.acquire(resource, fresh=True)
        except DefenderTuiError as error:
            self.post_message(AcquireFailed(resource, error, generation))
        else:
            self.post_message(TokenAcquired(token, generation))

    @on(TokenAcquired)
    def _token_acquired(self, event: TokenAcquired) -> None:
        if event.generation == self._work.generation:
            self._shelf.succeed(event.token.resource)
            self._reload()
            self.refresh_frame()

    @on(AcquireFailed)
    def _acquire_failed(self, event: AcquireFailed) -> None:
        if event.generation == self._work.generation:
            self._shelf.fail(event.resource, event.error)
            self._told_error = None
            self._reload()

    # Reading, copying, pasting

    def action_open(self) -> None:
        self._detail.enter()

    def action_turn_tab(self, step: int) -> None:
        """Go to another tab of the token."""
        self._detail.turn(step)

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        claim = self._detail.claim
        if event.grid is self._list:
            self._detail.enter()
        elif claim is not None:
            self.app.push_screen(CellView(claim.name, claim.value))

    def action_back(self) -> None:
        self._list.focus()

    def action_reveal(self) -> None:
        if self._detail.token is None:
            self.notify("There is no token to show yet.", markup=False)
            return
        self._detail.go_to("raw")
        self._detail.raw.toggle()

    def action_copy(self) -> None:
        claim, token = self._detail.claim, self._detail.token
        if claim is not None:
            copy_value(self.app, claim.value)
        elif token is None or self._detail.tab != "raw":
            self.notify("Choose a claim, or Raw for the token itself.", markup=False)
        else:
            self._offer_copy(token)

    def _offer_copy(self, token: Secret) -> None:
        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                copy_value(self.app, token.reveal())

        slot = self._chosen
        profile = self._work.profile
        tenant = profile.tenant_title if profile and not slot.is_pasted else "where it is from"
        question = Content.assemble(
            "Copy the ",
            (slot.title, "bold"),
            " token to the terminal's clipboard? Whoever has it can act as the app in ",
            shown(tenant, limit=80),
            " until it expires.",
        )
        self.app.push_screen(Confirm(question, verb="Copy"), answered)

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
        self._shelf.put_pasted(pasted_slot(event.value, event.decoded))
        self._reload()
        self._list.move_cursor(row=len(self._slots) - 1)

    @on(DecodeFailed)
    def _decode_failed(self, event: DecodeFailed) -> None:
        self.show_error(event.error, what="Could not decode the token", retry="paste")
