"""Taking a response action on one device: choosing, saying why, confirming, following."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ...core.machines import ActionKind, Machine
from ...workflows.device_actions import Joined, MayHaveStarted, NotStarted, Started
from ..text import shown
from ..widgets.confirm import Confirm
from ..widgets.facts import Facts
from ..worker import WorkFailed
from .following import ActionFollowing, Step
from .messages import DeviceRead, DeviceUnread, OrderAnswered
from .offers import Offer, offers
from .order_form import KnownFile, OrderForm
from .words import (
    device_facts,
    device_title,
    question,
    result_words,
)

if TYPE_CHECKING:
    from ..ports import DeviceWork


class RespondOnDevice(ActionFollowing):
    """A device's response actions; gives the last action that it saw, `None` without one.

    `device_id` is Defender's id of the device, empty where only its DNS name is known. `files` are
    what evidence names, for a quarantine. It is pushed on any screen, and closes when the session
    works with another profile.
    """

    DEFAULT_CSS = """
    RespondOnDevice {
        & > Vertical { width: 84; max-width: 98%; max-height: 96%; overflow-y: auto; }
        & #step { height: auto; margin: 1 0; }
        & #device, & #trouble { height: auto; }
        & #device.-hidden { display: none; }
        & OptionList {
            height: auto; max-height: 12; padding: 0; background: transparent; border: none;
        }
        &.-short {
            & > Vertical { padding: 0 2; }
            & #step { margin: 0; }
            & #device { display: none; }
            & OptionList { max-height: 8; }
            & TextArea { height: 2; }
            & .order--label { margin: 0; }
        }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 (Textual's type)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5,ctrl+enter", "order", "Go on", id="respond.order"),
        Binding("p", "copy_link", "Package link", id="respond.link"),
        Binding("x", "cancel_action", "Cancel the action", id="respond.cancel"),
        Binding("r", "read_again", "Look again", id="respond.again"),
    ]

    def __init__(
        self,
        session: DeviceWork,
        device_id: str,
        device_name: str,
        *,
        files: Sequence[KnownFile] = (),
    ) -> None:
        super().__init__(session, device_id, device_name)
        self._files = tuple(files)
        self._generation = session.generation
        self._machine: Machine | None = None
        self._offers: tuple[Offer, ...] = ()
        self._comment = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(device_title(self.device_name, self.work.profile))
            yield Facts(id="device")
            yield Vertical(id="step")
            yield Facts(id="trouble")
            yield Static(Content(""), id="respond-keys", classes="dialog--keys")

    async def on_mount(self) -> None:
        await self.action_read_again()

    # Reading and choosing

    async def action_read_again(self) -> None:
        """Look the device up, and begin from there."""
        if self._is_elsewhere():
            return
        self.stop_following()
        await self._go(Step.READING, Static(Content("Looking the device up …")))
        self.read_device()

    @on(DeviceRead)
    async def _device_read(self, event: DeviceRead) -> None:
        self._machine = event.machine
        self._offers = offers(event.machine, event.token)
        facts = device_facts(event.machine, event.actions, self.work.now())
        self.query_one("#device", Facts).show(facts)
        await self._choose()

    @on(DeviceUnread)
    async def _device_unread(self, event: DeviceUnread) -> None:
        await self._go(Step.BROKEN)
        self.tell(event.error)

    async def _choose(self) -> None:
        options = (
            Option(_offer_line(offer), id=offer.kind.name, disabled=bool(offer.problem))
            for offer in self._offers
        )
        listed = OptionList(*options, compact=True)
        await self._go(Step.CHOOSING, listed)
        listed.focus()
        listed.action_first()

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        form = OrderForm(ActionKind[event.option.id or ""], self._files, self._comment)
        await self._go(Step.FILLING, form)
        form.focus_first()

    # Ordering

    def action_order(self) -> None:
        """Ask once more, then give the order."""
        machine = self._machine
        request = self.query_one(OrderForm).request()
        if request is None or machine is None:
            return

        def answered(is_wanted: bool | None) -> None:
            if is_wanted and not self._is_elsewhere():
                self.query_one(OrderForm).disabled = True
                self._enter(Step.SENDING)
                self.give_order(machine.id, request)

        asked = question(request, machine.dns_name or self.device_name, self.work.profile)
        self.app.push_screen(Confirm(asked, verb="Do it"), answered)

    def _is_elsewhere(self) -> bool:
        """Close when the session works with another profile; the device is not one of its own."""
        if self.work.generation == self._generation:
            return False
        self.notify("The profile was switched meanwhile: nothing was sent.", markup=False)
        self.dismiss(None)
        return True

    @on(OrderAnswered)
    async def _order_answered(self, event: OrderAnswered) -> None:
        match event.result:
            case Started(action) | Joined(action):
                words = Static(shown(result_words(event.result), limit=300))
                # That the usual happened is told by the action's state.
                is_usual = event.result == Started(action)
                await self._go(Step.FOLLOWING, *(() if is_usual else (words,)), Facts(id="action"))
                self.show_action(action)
                self.follow(action)
            case MayHaveStarted(error):
                words = Static(shown(result_words(event.result), limit=300))
                await self._go(Step.BROKEN, words)
                self.tell(error)
            case NotStarted(error):
                self._back_to_form()
                self.tell(error)

    def _back_to_form(self) -> None:
        form = self.query_one(OrderForm)
        form.disabled = False
        self._enter(Step.FILLING)
        form.focus_first()

    # Everywhere

    def action_call_off(self) -> None:
        """Go back a step, or close; an order on its way is waited for."""
        if self.step is Step.SENDING:
            self.notify("The order is on its way: wait for its answer.", markup=False)
        elif self.step is Step.FILLING:
            self._comment = self.query_one(OrderForm).comment
            self.call_later(self._choose)
        else:
            if self.action is not None and not self.action.is_over:
                self.notify("The action goes on without being watched.", markup=False)
            self.dismiss(self.action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        allowed = {
            "order": self.step is Step.FILLING,
            "cancel_action": self.can_cancel,
            "copy_link": self.has_package,
            "read_again": self.step in (Step.BROKEN, Step.FOLLOWING),
        }
        return allowed.get(action, True)

    @on(WorkFailed)
    def _work_failed(self, event: WorkFailed) -> None:
        event.stop()
        if self.step in (Step.READING, Step.SENDING):
            # What was being sent may have been taken: looking again comes before repeating it.
            self._enter(Step.BROKEN)
        self.tell(event.error)

    async def _go(self, step: Step, *widgets: Widget) -> None:
        """Replace what the last step showed."""
        place = self.query_one("#step", Vertical)
        await place.remove_children()
        await place.mount_all(widgets)
        self._enter(step)

    def _enter(self, step: Step) -> None:
        self.step = step
        # What it is chosen by; later the room is for what was chosen.
        self.query_one("#device", Facts).set_class(step is not Step.CHOOSING, "-hidden")
        self.query_one("#trouble", Facts).show(())
        self.show_keys()

    def show_keys(self) -> None:
        keys = {
            Step.READING: "Esc Close",
            Step.BROKEN: "r Look again   Esc Close",
            Step.CHOOSING: "Enter Choose   Esc Close",
            Step.FILLING: "Tab Next   ctrl+s Go on   Esc Back",
            Step.SENDING: "The order is on its way …",
            Step.FOLLOWING: "r Another action   Esc Close",
        }[self.step]
        if self.can_cancel:
            keys = f"x Cancel the action   {keys}"
        if self.has_package:
            keys = f"p Copy the package link   {keys}"
        self.query_one("#respond-keys", Static).update(Content(keys))
        self.refresh_bindings()


def _offer_line(offer: Offer) -> Content:
    if not offer.problem:
        return Content(offer.title)
    return Content.assemble(offer.title, (f"   {offer.problem}", "$text-muted"))
