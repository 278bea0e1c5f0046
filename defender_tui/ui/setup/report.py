"""What the checks have told so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from ...core.errors import DefenderTuiError
from ...workflows.credential_test import StepState
from ...workflows.setup import Check, CheckNews


class Progress(Enum):
    """How far the checks are, in the words of their heading."""

    NOT_RUN = "F5 checks as far as you have come. Nothing is stored by it."
    RUNNING = "Checking. F5 stops it."
    STOPPED = "Stopped by you. F5 checks again."
    BROKEN = "Not checked. F5 checks again."
    PASSED = "As it should be."
    FAILED = "Not yet. Mend it, then F5 checks again."
    OUTDATED = "Checked before your last change. F5 checks again."


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The last news of each check that ran.

    `tenant` names the customer's tenant that they were about, empty for the own one.
    """

    progress: Progress = Progress.NOT_RUN
    news: Mapping[Check, CheckNews] = field(default_factory=dict)
    tenant: str = ""

    def with_news(self, news: CheckNews) -> CheckReport:
        """Take in one check's news."""
        return replace(self, news={**self.news, news.check: news})

    def ended(self, progress: Progress | None = None) -> CheckReport:
        """Close the report: failed where a check failed, else passed, unless told otherwise."""
        done = {
            check: news for check, news in self.news.items() if news.state is not StepState.RUNNING
        }
        usual = Progress.FAILED if self.error else Progress.PASSED
        return replace(self, progress=progress or usual, news=done)

    def outdated(self) -> CheckReport:
        """Mark a finished report as one about other values; any other stays as it is."""
        if self.progress in (Progress.PASSED, Progress.FAILED):
            return replace(self, progress=Progress.OUTDATED)
        return self

    @property
    def error(self) -> DefenderTuiError | None:
        """Why a check failed; `None` when none did."""
        return next((one.error for one in self.news.values() if one.error is not None), None)
