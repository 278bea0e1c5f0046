"""The Credentials screen: set a profile up, try it out, keep it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...core.secret import Secret
from ..credentials.draft import ENVIRONMENT_PROFILE, PLACE_TITLES, saved_where
from ..credentials.form import CredentialForm
from ..credentials.messages import (
    ProfileSaved,
    SaveFailed,
    StepReported,
    TestBroke,
    TestEnded,
)
from ..credentials.panes import SidePane
from ..credentials.steps import Progress, TestReport, remedy_facts, report_facts
from ..ports import CredentialWork
from ..text import shown
from ..widgets.facts import Facts
from .base import WorkScreen


class CredentialsScreen(WorkScreen):
    """A form for one profile, its test and its storing. What was typed outlives every failure."""

    MODE: ClassVar[str] = "credentials"
    AUTO_FOCUS = "CredentialForm FieldInput"

    DEFAULT_CSS = """
    CredentialsScreen {
        & #who { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & #credentials-body { height: 1fr; }
        & #form-side { width: 1fr; padding: 0 1; }
        & CredentialForm { height: auto; max-height: 70%; }
        & #form-buttons { height: 1; margin: 1 0; padding: 0 0 0 16; }
        & #form-buttons Button { margin: 0 2 0 0; }
        & #report-scroll { height: 1fr; }
        & #remedy { padding: 0 1 0 3; }
        & SidePane { width: 40%; max-width: 49; padding: 0 2; border-left: solid $foreground 20%; }
        & VerticalScroll { scrollbar-size: 1 1; }
        & .pane--title { text-style: bold; }
        & SidePane Static { padding: 0 1 0 0; }
        & #profile-list { margin: 0 0 1 0; }
        &.-wide #cloud { margin: 1 0 0 0; }
        &.-narrow SidePane {
            display: none; width: 1fr; max-width: 100%; border-left: none; padding: 0 1;
        }
        &.-narrow.-guide SidePane { display: block; }
        &.-narrow.-guide #form-side { display: none; }
    }
    """

    def __init__(self, session: CredentialWork) -> None:
        super().__init__(session)
        self._work = session
        self._report = TestReport()
        self._run = 0
        self._is_saving = False
        self._was_changed_since = False

    def compose_body(self) -> ComposeResult:
        yield Static(Content(""), id="who")
        with Horizontal(id="credentials-body"):
            with Vertical(id="form-side"):
                yield CredentialForm(self._work.profile, self._work.secret_places())
                with Horizontal(id="form-buttons"):
                    yield Button(Content("Test  F5"), id="test", compact=True)
                    yield Button(Content("Save  ctrl+s"), id="save", compact=True)
                with VerticalScroll(id="report-scroll", can_focus=False):
                    yield Facts(id="report")
                    yield Facts(id="remedy")
            yield SidePane(id="side-pane")

    def on_mount(self) -> None:
        self._show_current()
        self._take(self._report)

    def session_switched(self) -> None:
        """Show the session's profile, unless something was typed here."""
        if not self._form.is_edited:
            self._form.fill(self._work.profile, self._work.secret_places())
        self._show_current()

    @property
    def _form(self) -> CredentialForm:
        return self.query_one(CredentialForm)

    @on(CredentialForm.Changed)
    def _form_changed(self) -> None:
        self._was_changed_since = True
        self._take(self._report.outdated())

    def _show_current(self) -> None:
        self.query_one("#who", Static).update(who_line(self._work.profile))
        self.query_one(SidePane).show_profiles(self._work.profile_names(), self._work.profile)

    def action_reset(self) -> None:
        self._form.fill(self._work.profile, self._work.secret_places())
        self._form_changed()

    def action_guide(self) -> None:
        is_shown = not self.has_class("-guide")
        self.set_class(is_shown, "-guide")
        if is_shown:
            self.query_one(SidePane).focus()
        else:
            self._form.focus_first()

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
        self._was_changed_since = False
        self.clear_error()
        self._take(TestReport(Progress.RUNNING))
        self.guarded(
            partial(self._testing, self._run, form.draft, form.secret),
            name="test",
            group="test",
            description="test credentials",
        )

    async def _testing(self, run: int, draft: Profile, secret: Secret | None) -> None:
        try:
            async for step in self._work.test_credentials(draft, secret):
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
            self._take(ended.outdated() if self._was_changed_since else ended)

    @on(TestBroke)
    def _test_broke(self, event: TestBroke) -> None:
        if event.run == self._run:
            self._take(TestReport())
            self.show_error(event.error, what="Could not test the credentials", retry="test")

    def _take(self, report: TestReport) -> None:
        self._report = report
        self.query_one("#report", Facts).show(report_facts(report))
        remedy = self.query_one("#remedy", Facts)
        remedy.display = report.error is not None
        remedy.show(remedy_facts(report.error) if report.error else ())

    # Saving

    def action_save(self) -> None:
        if self._is_saving or not self._form.check():
            return
        self._is_saving = True
        self.clear_error()
        self.guarded(
            partial(self._saving, self._form.draft, self._form.secret),
            name="save",
            group="save",
            description="save the profile",
        )

    async def _saving(self, draft: Profile, secret: Secret | None) -> None:
        try:
            await self._work.save_profile(draft, secret)
        except DefenderTuiError as error:
            self.post_message(SaveFailed(error))
        else:
            self.post_message(ProfileSaved(draft))

    @on(ProfileSaved)
    def _profile_saved(self, event: ProfileSaved) -> None:
        self._is_saving = False
        self._form.fill(self._work.profile, self._work.secret_places())
        self.look_for_switch()
        where = saved_where(event.profile.credential.place)
        self.notify(f"Saved {event.profile.name}. {where}", markup=False)

    @on(SaveFailed)
    def _save_failed(self, event: SaveFailed) -> None:
        self._is_saving = False
        self.show_error(event.error, what="Could not save the profile", retry="save")

    @on(Button.Pressed, "#test")
    def _test_pressed(self) -> None:
        self.action_test()

    @on(Button.Pressed, "#save")
    def _save_pressed(self) -> None:
        self.action_save()


def who_line(profile: Profile | None) -> Content:
    """Say which profile is at work and where it comes from."""
    if profile is None:
        return Content("No profile yet. Fill in the form; F7 tells how to come by an app.")
    if profile.name == ENVIRONMENT_PROFILE:
        return Content.assemble(
            ("From the environment", "bold"),
            " (AZURE_TENANT_ID, AZURE_CLIENT_ID). Save stores it as a profile.",
        )
    place = PLACE_TITLES[profile.credential.place]
    return Content.assemble(
        shown(profile.name, limit=64).stylize("bold"),
        " · ",
        shown(profile.tenant_title, limit=64),
        f" · {profile.cloud.title} · secret in {place}",
    )
