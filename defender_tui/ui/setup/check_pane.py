"""The checks as they happen, and the remedy of the first that fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...core.secret import Secret, SecretPurpose
from ...workflows.setup import Check, CheckNews, Wanted
from ..credentials.steps import remedy_facts
from ..ports import SetupWork
from ..widgets.facts import Facts
from ..worker import run_guarded
from .drawing import check_facts
from .report import CheckReport, Progress


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """What to check: a draft with what was typed, the features, and how far to go.

    `tenant` names a customer's tenant, empty for the own one.
    """

    draft: Profile
    typed: Mapping[SecretPurpose, Secret]
    wanted: Wanted
    last: Check
    tenant: str = ""


class CheckPane(Vertical):
    """Runs one order at a time; a new one, or `stop`, ends the one before."""

    DEFAULT_CSS = """
    CheckPane {
        height: auto;
        & #remedy { padding: 0 1 0 3; }
    }
    """

    class Told(Message):
        """The report changed."""

    class Broke(Message):
        """The checks could not go on, for a reason that belongs to none of them."""

        def __init__(self, error: DefenderTuiError) -> None:
            super().__init__()
            self.error = error

    class _Reported(Message):
        def __init__(self, run: int, news: CheckNews | DefenderTuiError | None) -> None:
            super().__init__()
            self.run = run
            self.news = news

    def __init__(self, work: SetupWork) -> None:
        super().__init__(id="check-pane")
        self._work = work
        self._run = 0
        self._is_outdated = False
        self.report = CheckReport()

    def compose(self) -> ComposeResult:
        yield Facts(id="checks")
        yield Facts(id="remedy")

    def on_mount(self) -> None:
        self._take(self.report)

    @property
    def is_running(self) -> bool:
        """Whether an order is being worked on."""
        return self.report.progress is Progress.RUNNING

    def start(self, order: CheckOrder) -> None:
        """Work on an order."""
        self._run += 1
        self._is_outdated = False
        self._take(CheckReport(Progress.RUNNING, tenant=order.tenant))
        run_guarded(
            self,
            partial(self._checking, self._run, order),
            name="check",
            group="check",
            description="check the registration",
        )

    def stop(self) -> None:
        """End the order that runs."""
        self.workers.cancel_group(self, "check")
        self._take(self.report.ended(Progress.STOPPED))

    def outdate(self) -> None:
        """Hear that the values have changed since."""
        self._is_outdated = True
        self._take(self.report.outdated())

    async def _checking(self, run: int, order: CheckOrder) -> None:
        news = self._work.check_registration(
            order.draft, order.typed, order.wanted, last=order.last
        )
        try:
            async for one in news:
                self.post_message(self._Reported(run, one))
        except DefenderTuiError as error:
            self.post_message(self._Reported(run, error))
        else:
            self.post_message(self._Reported(run, None))

    @on(_Reported)
    def _hear(self, event: _Reported) -> None:
        event.stop()
        if event.run != self._run or not self.is_running:
            return
        if isinstance(event.news, CheckNews):
            self._take(self.report.with_news(event.news))
        elif event.news is None:
            ended = self.report.ended()
            self._take(ended.outdated() if self._is_outdated else ended)
        else:
            self._take(self.report.ended(Progress.BROKEN))
            self.post_message(self.Broke(event.news))

    def _take(self, report: CheckReport) -> None:
        self.report = report
        self.query_one("#checks", Facts).show(check_facts(report))
        remedy = self.query_one("#remedy", Facts)
        remedy.display = report.error is not None
        remedy.show(remedy_facts(report.error) if report.error else ())
        self.post_message(self.Told())
