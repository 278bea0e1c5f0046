"""Asking for tokens, and for what is known of them elsewhere."""

from __future__ import annotations

from functools import partial

from textual import on

from ...core.custom_resource import CustomResource, CustomToken
from ...core.errors import DefenderTuiError
from ...core.resources import Resource
from ...core.secret import Secret
from ...core.tokens import AccessToken
from ..ports import TokenWork
from ..text import shown
from .add_resource import AddResource
from .handling import TokenHandling
from .looking_up import look_up
from .messages import AcquireFailed, TokenAcquired, TokenLookedUp
from .shelf import TokenShelf
from .state import Api, TokenSlot, key_of

_ALL = (Resource.GRAPH, Resource.XDR, Resource.MDE)
_PATIENCE_S = 0.3


class TokenAsking(TokenHandling):
    """The part of the Token screen that works in the background; `shelf` holds what came of it."""

    def __init__(self, session: TokenWork) -> None:
        super().__init__(session)
        self.shelf = TokenShelf(session)
        self.told_error: DefenderTuiError | None = None

    def reload(self) -> None:
        """Hear that the shelf holds something else."""

    def show_chosen(self) -> None:
        """Hear that more is known of the chosen token."""

    def choose(self, key: str) -> None:
        """Hear which row the cursor should go to."""

    def action_acquire(self) -> None:
        api = self.chosen_slot().api
        if api is None:
            self.notify("A pasted token is only read. Choose an API.", markup=False)
        elif self.shelf.is_asking(api):
            self._stop(api)
        else:
            self._ask(api)

    def action_acquire_all(self) -> None:
        for resource in _ALL:
            if not self.shelf.is_asking(resource):
                self._ask(resource)

    def action_add_resource(self) -> None:
        """Ask for an API that is not one of ours, then for a token for it."""
        self.app.push_screen(AddResource(), self._resource_added)

    def _resource_added(self, api: CustomResource | None) -> None:
        if api is None:
            return
        self.shelf.add(api)
        self.reload()
        self.choose(key_of(api))
        if not self.shelf.is_asking(api):
            self._ask(api)

    def action_drop_tokens(self) -> None:
        """Drop every token in hand, so that whatever is done next shows newly granted roles."""
        self._work.forget_tokens()
        self.shelf.drop_tokens()
        self.reload()
        self.refresh_frame()
        self.notify(
            "Every token in hand was dropped. The next request gets new ones, with the roles of "
            "today.",
            markup=False,
        )

    def _ask(self, api: Api) -> None:
        self.shelf.begin(api)
        self.set_timer(_PATIENCE_S, self.reload, name="say that it is asking")
        self.guarded(
            partial(self._acquiring, api, self._work.generation),
            name=f"acquire {key_of(api)}",
            group=f"token-{key_of(api)}",
            description="get a token",
        )

    def _stop(self, api: Api) -> None:
        self.workers.cancel_group(self, f"token-{key_of(api)}")
        self.shelf.stop(api)
        self.reload()
        title = shown(self.chosen_slot().title, limit=60).plain
        self.notify(f"Stopped asking for a {title} token.", markup=False)

    async def _acquiring(self, api: Api, generation: int) -> None:
        try:
            token: AccessToken | CustomToken
            if isinstance(api, CustomResource):
                token = await self._work.acquire_custom(api)
            else:
                token = await self._work.acquire(api, fresh=True)
        except DefenderTuiError as error:
            self.post_message(AcquireFailed(api, error, generation))
        else:
            self.post_message(TokenAcquired(token, generation))

    @on(TokenAcquired)
    def _token_acquired(self, event: TokenAcquired) -> None:
        if event.generation == self._work.generation:
            token = event.token
            self.shelf.succeed(token.resource, token if isinstance(token, CustomToken) else None)
            self.reload()
            self.refresh_frame()

    @on(AcquireFailed)
    def _acquire_failed(self, event: AcquireFailed) -> None:
        if event.generation == self._work.generation:
            self.shelf.fail(event.api, event.error)
            self.told_error = None
            self.reload()

    # Finding out more

    def look_up(self, slot: TokenSlot, *, is_asked: bool = False) -> None:
        """Ask once for what is known elsewhere of a token; of a pasted one only when asked to."""
        token = slot.value
        if token is None or slot.decoded is None or (slot.is_pasted and not is_asked):
            return
        if self.shelf.findings(token) is not None and not is_asked:
            return
        self.shelf.note(token)
        self.guarded(
            partial(self._looking_up, slot, token),
            name="look a token up",
            group=f"token-look-up-{slot.key}",
            description="check a token's signature and grants",
        )

    async def _looking_up(self, slot: TokenSlot, token: Secret) -> None:
        findings = await look_up(self._work, slot, token)
        self.post_message(TokenLookedUp(token, findings))

    @on(TokenLookedUp)
    def _looked_up(self, event: TokenLookedUp) -> None:
        self.shelf.note(event.value, event.findings)
        self.show_chosen()

    def action_check_signature(self) -> None:
        """Check the chosen token's signature now, by the keys of its tenant."""
        slot = self.chosen_slot()
        if slot.decoded is None:
            self.notify("There is no token to check yet: F5 asks for one.", markup=False)
        else:
            self.look_up(slot, is_asked=True)
