"""The Setup screen: an application registered step by step, checked, and saved as a profile."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from ...core.credentials import SecretPlace
from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...core.registration.guide_step import GuideStep, StepId
from ...core.registration.landing import LandingVerdict, read_landing
from ...core.registration.steps import guide_steps
from ...core.secret import Secret, SecretPurpose
from ...workflows.setup import Check, Wanted, without_credential
from ..ports import SetupWork
from ..setup.check_pane import CheckOrder, CheckPane
from ..setup.drawing import heading, landing_facts, step_lines, steps_in_one_line
from ..setup.form import SetupForm, for_tenant
from ..setup.marks import Place, mark_of
from ..setup.messages import KeyPairMade, SetupFailed, SetupSaved
from ..setup.report import Progress
from ..setup.step_text import StepText, refill
from ..widgets.copying import copy_value
from ..widgets.facts import Facts
from .base import WorkScreen

# How far F5 goes in each step; before the ids there is nothing to ask for. Roles stand in a token,
# so without a credential the permissions are checked no further than the application.
_LAST_CHECK: Mapping[StepId, Check] = {
    StepId.IDS: Check.APP,
    StepId.PERMISSIONS: Check.ROLES,
    StepId.CONSENT: Check.ROLES,
    StepId.PROOF: Check.PROOF,
    StepId.PARTNER: Check.ROLES,
    StepId.CHECK: Check.ROLES,
}
_STATE_BYTES = 24


class SetupScreen(WorkScreen):
    """The steps at the left, the current one with its fields and checks beside them."""

    MODE: ClassVar[str] = "setup"
    AUTO_FOCUS = "#features"

    DEFAULT_CSS = """
    SetupScreen {
        & #setup-body { height: 1fr; }
        & #steps {
            width: 32; height: 1fr; padding: 0 1; border: none; background: transparent;
            border-right: solid $foreground 20%; scrollbar-size: 1 1;
        }
        & #steps-line { display: none; height: 2; padding: 0 1; }
        & #step-page { width: 1fr; padding: 0 2; scrollbar-size: 1 1; }
        & #step-heading { margin: 0 0 1 0; }
        & #landing { margin: 0 0 1 0; }
        &.-narrow #steps, &.-narrow #step-heading { display: none; }
        &.-narrow #steps-line { display: block; }
        &.-narrow #step-page { padding: 0 1; }
    }
    """

    def __init__(self, session: SetupWork) -> None:
        super().__init__(session, mode="credentials")
        self._work = session
        self._place = Place()
        self._landing: LandingVerdict | None = None
        # It tells the answer to our own consent link from any other.
        self._state = secrets.token_hex(_STATE_BYTES)
        self._steps: tuple[GuideStep, ...] = ()

    def compose_body(self) -> ComposeResult:
        yield Static(Content(""), id="steps-line")
        with Horizontal(id="setup-body"):
            yield OptionList(id="steps", compact=True)
            with VerticalScroll(id="step-page", can_focus=False):
                yield Static(Content(""), id="step-heading")
                yield StepText()
                yield SetupForm(self._work.profile, self._work.profile_names())
                yield Facts(id="landing")
                yield CheckPane(self._work)

    def on_mount(self) -> None:
        self._draw()

    @property
    def _form(self) -> SetupForm:
        return self.query_one(SetupForm)

    @property
    def _pane(self) -> CheckPane:
        return self.query_one(CheckPane)

    @property
    def _text(self) -> StepText:
        return self.query_one(StepText)

    @property
    def _step(self) -> GuideStep:
        return next(one for one in self._steps if one.id is self._place.current)

    # Steps

    def action_turn(self, by: int) -> None:
        places = [step.id for step in self._steps]
        place = places.index(self._place.current) + by
        if 0 <= place < len(places):
            self._go(places[place])

    @on(OptionList.OptionSelected, "#steps")
    def _step_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._go(self._steps[event.option_index].id)

    def _go(self, step: StepId) -> None:
        self._place = self._place.at(step)
        self._draw()
        self.query_one("#step-page").scroll_home(animate=False)
        self.call_after_refresh(self._focus_step)

    def _focus_step(self) -> None:
        if not self._form.focus_step(self._place.current) and not self._text.focus_values():
            self.query_one("#steps").focus()

    def action_leave(self) -> None:
        self.app.call_later(self.app.run_action, "app.go('credentials')")

    # Values

    def action_copy(self) -> None:
        value = self._text.chosen
        if value is None:
            self.notify("This step has nothing to copy.", markup=False)
        else:
            copy_value(self.app, value.text)

    @on(StepText.ValueChosen)
    def _value_chosen(self, event: StepText.ValueChosen) -> None:
        copy_value(self.app, event.value.text)

    def action_open(self) -> None:
        link = self._step.link
        if link is None:
            words = "Its page is known once the application id is typed in."
            self.notify(words if self._step.path else "This step has no page.", markup=False)
            return
        self.app.open_url(link)

    def action_copy_script(self, kind: str) -> None:
        from ...core.registration.az_script import az_script
        from ...core.registration.powershell_script import powershell_script

        script = az_script if kind == "az" else powershell_script
        copy_value(self.app, script(self._form.plan))

    # Checks

    def action_check(self) -> None:
        if self._pane.is_running:
            self._pane.stop()
            return
        step = self._place.current
        last = _LAST_CHECK.get(step)
        if step in (StepId.PERMISSIONS, StepId.CONSENT) and not self._form.has_proof:
            last = Check.APP
        if last is None:
            self.notify("There is nothing to check yet: F8 goes on.", markup=False)
            return
        tenant = ""
        if step is StepId.PARTNER and not (tenant := self._customer()):
            return
        wrong = self._form.wrong_step(StepId.IDS if last is Check.APP else StepId.PROOF)
        if wrong is not None:
            self._go(wrong)
            return
        self.clear_error()
        self._pane.start(self._order(last, tenant))

    def _customer(self) -> str:
        """Read the pasted address; give the tenant to test, empty when there is none."""
        redirect = self._form.plan.redirect_uri
        address = self._form.landed
        self._landing = read_landing(address, redirect_uri=redirect, state=self._state)
        self._draw()
        return self._landing.claimed_tenant or "" if self._landing.is_granted else ""

    def _order(self, last: Check, tenant: str) -> CheckOrder:
        plan = self._form.plan
        draft, typed = self._form.draft(self._place_of_secret), self._form.typed
        if last is Check.APP:
            draft, typed = without_credential(draft)
        if tenant:
            draft = for_tenant(draft, tenant)
        return CheckOrder(draft, typed, Wanted(plan.features, plan.roles), last, tenant)

    @property
    def _place_of_secret(self) -> SecretPlace:
        return self._work.secret_places()[0]

    @on(CheckPane.Told)
    def _checks_told(self) -> None:
        report = self._pane.report
        if report.tenant and report.progress is Progress.PASSED:
            self._form.add_customer(report.tenant)
        self._draw()

    @on(CheckPane.Broke)
    def _checks_broke(self, event: CheckPane.Broke) -> None:
        self.show_error(event.error, "Could not check the registration", retry="check")

    @on(SetupForm.Changed)
    def _form_changed(self, event: SetupForm.Changed) -> None:
        if event.step is not StepId.PARTNER:
            self._pane.outdate()
        self._draw()

    # Key pair and profile

    def action_make_key(self) -> None:
        self.guarded(self._making_key, name="key", group="key", description="make a key pair")

    async def _making_key(self) -> None:
        try:
            pair = await self._work.make_key_pair(self._form.profile_name)
        except DefenderTuiError as error:
            self.post_message(SetupFailed(error, "Could not make a key", "make_key"))
        else:
            self.post_message(KeyPairMade(pair))

    @on(KeyPairMade)
    def _key_made(self, event: KeyPairMade) -> None:
        self._form.use_key_pair(event.pair.private_file, event.pair.certificate_file)
        words = f"Upload {event.pair.certificate_file}. Thumbprint {event.pair.thumbprint}."
        self.notify(words, markup=False, timeout=20)
        self._draw()

    def action_save(self) -> None:
        form = self._form
        wrong = form.wrong_step(StepId.PROOF)
        if wrong is not None or not form.name_is_right():
            self._go(wrong or StepId.CHECK)
            return
        self.clear_error()
        draft = form.draft(self._place_of_secret)
        self.guarded(
            partial(self._saving, draft, form.typed),
            name="save",
            group="save",
            description="save the profile",
            exclusive=False,
        )

    async def _saving(self, draft: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        try:
            await self._work.save_profile(draft, typed)
        except DefenderTuiError as error:
            self.post_message(SetupFailed(error, "Could not save the profile", "save"))
        else:
            self.post_message(SetupSaved(draft))

    @on(SetupSaved)
    def _saved(self, event: SetupSaved) -> None:
        self.notify(f"Saved {event.profile.name}. It is at work now.", markup=False)
        self.look_for_switch()
        self.action_leave()

    @on(SetupFailed)
    def _failed(self, event: SetupFailed) -> None:
        self.show_error(event.error, event.what, retry=event.retry)

    # Drawing

    def _draw(self) -> None:
        """Draw everything but the fields and the checks, which draw themselves."""
        self._steps = guide_steps(self._form.plan, state=self._state)
        current = self._place.current
        marks = {
            step.id: mark_of(step.id, self._place, self._pane.report, self._landing)
            for step in self._steps
        }
        place = list(marks).index(current)
        refill(self.query_one("#steps", OptionList), step_lines(marks, current), place)
        self.query_one("#steps-line", Static).update(steps_in_one_line(marks, current))
        self.query_one("#step-heading", Static).update(heading(list(marks), current))
        self._text.show(self._step)
        landing = self.query_one("#landing", Facts)
        landing.display = current is StepId.PARTNER and self._landing is not None
        landing.show(landing_facts(self._landing) if self._landing else ())
        self._form.show_step(current)
