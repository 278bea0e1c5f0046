"""The Credentials screen: set a profile up, try it out, keep it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...core.secret import Secret, SecretPurpose
from ..credentials.form import CredentialForm
from ..credentials.messages import (
    ProfileSaved,
    SaveFailed,
    StepReported,
    TestBroke,
    TestEnded,
)
from ..credentials.panes import SidePane
from ..credentials.places import saved_where
from ..credentials.profile_pane import ProfileList, ProfilePane
from ..credentials.steps import Progress, TestReport, remedy_facts, report_facts
from ..credentials.who import who_line
from ..ports import CredentialWork
from ..text import shown
from ..widgets.confirm import Confirm
from ..widgets.facts import Facts
from .base import WorkScreen


class CredentialsScreen(WorkScreen):
    """A form for one profile, its test and its storing. What was typed outlives every failure."""

    MODE: ClassVar[str] = "credentials"
    AUTO_FOCUS = "CredentialForm FieldInput"

    DEFAULT_CSS = """
    CredentialsScreen {
        & #who { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & #credentials-body, & #report-scroll { height: 1fr; }
        & #form-side { width: 1fr; padding: 0 1; }
        & CredentialForm { height: auto; max-height: 70%; }
        & #form-buttons { height: 1; margin: 1 0; padding: 0 0 0 18; & Button { margin: 0 2 0 0; } }
        &.-short #who, &.-short #form-buttons { margin-bottom: 0; }
        &.-short.-reported CredentialForm { max-height: 45%; }
        & #remedy { padding: 0 1 0 3; }
        & SidePane { width: 40%; max-width: 49; padding: 0 2; border-left: solid $foreground 20%; }
        & VerticalScroll { scrollbar-size: 1 1; }
        & .pane--title { text-style: bold; }
        & SidePane Static { padding: 0 1 0 0; }
        &.-wide #cloud { margin: 1 0 0 0; }
        &.-narrow SidePane {
            display: none; width: 1fr; max-width: 100%; border-left: none; padding: 0 1;
        }
        &.-narrow.-aside SidePane { display: block; }
        &.-narrow.-aside #form-side { display: none; }
    }
    """

    def __init__(self, session: CredentialWork) -> None:
        super().__init__(session)
        self._work = session
        self._report = TestReport()
        self._run = 0
        self._is_saving = False
        self._tested: object = None

    def compose_body(self) -> ComposeResult:
        yield Static(Content(""), id="who")
        with Horizontal(id="credentials-body"):
            with Vertical(id="form-side"):
                work = self._work
                yield CredentialForm(work.profile, work.secret_places(), work.incident_folder)
                with Horizontal(id="form-buttons"):
                    yield Button(Content("Test  F5"), id="test", compact=True)
                    yield Button(Content("Save  ctrl+s"), id="save", compact=True)
                with VerticalScroll(id="report-scroll", can_focus=False):
                    yield Facts(id="report")
                    yield Facts(id="remedy")
            yield SidePane(self._work, id="side-pane")

    def on_mount(self) -> None:
        self._show_current()
        self._take(self._report)

    def session_switched(self) -> None:
        """Show the session's profile, unless something was typed here."""
        if not self._form.is_edited:
            self._fill(self._work.profile)
        self._show_current()

    @property
    def _form(self) -> CredentialForm:
        return self.query_one(CredentialForm)

    @on(CredentialForm.Changed)
    def _form_changed(self) -> None:
        # Filling the form is told as a change too, and may come after the keys that follow it.
        if not self._is_as_tested:
            self._take(self._report.outdated())

    @property
    def _is_as_tested(self) -> bool:
        return self._tested == (self._form.values, self._form.typed)

    def _show_current(self) -> None:
        self.query_one("#who", Static).update(who_line(self._work.profile, self._form.profile))
        self.query_one(ProfilePane).show_profiles()

    def _fill(self, profile: Profile | None) -> None:
        self._form.fill(profile, self._work.secret_places())
        self.query_one("#who", Static).update(who_line(self._work.profile, profile))

    def action_reset(self) -> None:
        in_form, at_work = self._form.profile, self._work.profile
        is_same = in_form is not None and at_work is not None and in_form.name == at_work.name
        self._fill(at_work if is_same else in_form)
        self._form_changed()

    # The list of profiles

    def action_profiles(self) -> None:
        listed = self.query_one(ProfileList)
        if listed.has_focus:
            self.action_back()
        else:
            self.add_class("-aside")
            # The list is there only after the next layout; what is typed until then is for it.
            self.set_focus(None)
            listed.focus()

    def action_back(self) -> None:
        if self.has_class("-aside") or self.query_one(SidePane).has_focus_within:
            self.remove_class("-aside")
            self._form.focus_first()

    def action_edit_profile(self) -> None:
        self.query_one(ProfilePane).edit()

    def action_switch_profile(self) -> None:
        self.query_one(ProfilePane).switch()

    def action_new_profile(self) -> None:
        self._edit(None)

    def action_duplicate_profile(self) -> None:
        self.query_one(ProfilePane).duplicate()

    def action_delete_profile(self) -> None:
        self.query_one(ProfilePane).delete()

    @on(ProfilePane.EditAsked)
    def _edit_asked(self, event: ProfilePane.EditAsked) -> None:
        self._edit(event.profile)

    def _edit(self, profile: Profile | None) -> None:
        """Put a profile into the form; what was typed there is dropped only when that is agreed."""
        if not self._form.is_edited:
            self._edit_if_agreed(profile, True)
            return
        question = Content("What you typed into the form is not saved. Drop it?")
        self.app.push_screen(
            Confirm(question, verb="Drop it"), partial(self._edit_if_agreed, profile)
        )

    def _edit_if_agreed(self, profile: Profile | None, is_agreed: bool | None) -> None:
        if is_agreed:
            self._fill(profile)
            self._form_changed()
            self.remove_class("-aside")
            self._form.focus_first()

    @on(ProfilePane.Changed)
    def _profiles_changed(self, event: ProfilePane.Changed) -> None:
        self.look_for_switch()
        self._show_current()
        self.notify(shown(event.said, limit=300).plain, markup=False)

    # Testing

    def action_test(self) -> None:
        if self._report.progress is Progress.RUNNING:
            self.workers.cancel_group(self, "test")
            self._take(self._report.ended(was_stopped=True))
            return
        form = self._form
        if not form.check():
            return
        self._run += 1
        self._tested = (form.values, form.typed)
        self.clear_error()
        self._take(TestReport(Progress.RUNNING))
        self.guarded(
            partial(self._testing, self._run, form.draft, form.typed),
            name="test",
            group="test",
            description="test credentials",
        )

    async def _testing(
        self, run: int, draft: Profile, typed: Mapping[SecretPurpose, Secret]
    ) -> None:
        try:
            async for step in self._work.test_credentials(draft, typed):
                self.post_message(StepReported(run, step))
        except DefenderTuiError as error:
            self.post_message(TestBroke(run, error))
        else:
            self.post_message(TestEnded(run))

    @on(StepReported)
    def _step_reported(self, event: StepReported) -> None:
        if event.run == self._run and self._report.progress is Progress.RUNNING:
            self._take(self._report.with_step(event.step))

    @on(TestEnded)
    def _test_ended(self, event: TestEnded) -> None:
        if event.run == self._run and self._report.progress is Progress.RUNNING:
            ended = self._report.ended()
            self._take(ended if self._is_as_tested else ended.outdated())

    @on(TestBroke)
    def _test_broke(self, event: TestBroke) -> None:
        if event.run == self._run:
            self._take(TestReport())
            self.show_error(event.error, what="Could not test the credentials", retry="test")

    def _take(self, report: TestReport) -> None:
        self._report = report
        self.set_class(report.progress is not Progress.NOT_RUN, "-reported")
        self.query_one("#report", Facts).show(report_facts(report))
        remedy = self.query_one("#remedy", Facts)
        remedy.display = report.error is not None
        remedy.show(remedy_facts(report.error) if report.error else ())
        # In a small terminal the steps may not fit: the last ones say most.
        scroll = self.query_one("#report-scroll", VerticalScroll)
        self.call_after_refresh(scroll.scroll_end, animate=False)

    # Saving

    def action_save(self) -> None:
        if self._is_saving or not self._form.check():
            return
        self._is_saving = True
        self.clear_error()
        self.guarded(
            partial(self._saving, self._form.draft, self._form.typed),
            name="save",
            group="save",
            description="save the profile",
        )

    async def _saving(self, draft: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        before = self._work.generation
        try:
            await self._work.save_profile(draft, typed)
        except DefenderTuiError as error:
            if self._work.generation != before:
                self.post_message(ProfileSaved(draft))
            self.post_message(SaveFailed(error))
        else:
            self.post_message(ProfileSaved(draft))

    @on(ProfileSaved)
    def _profile_saved(self, event: ProfileSaved) -> None:
        self._is_saving = False
        self._fill(self._work.profile)
        self.look_for_switch()
        self._show_current()
        where = saved_where(event.profile.credential)
        self.notify(f"Saved {event.profile.name}. {where}".rstrip(), markup=False)

    @on(SaveFailed)
    def _save_failed(self, event: SaveFailed) -> None:
        self._is_saving = False
        self.show_error(event.error, what="Could not save the profile in full", retry="save")

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        await self.run_action(str(event.button.id))
