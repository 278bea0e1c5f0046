"""What background work tells the Credentials screen."""

from __future__ import annotations

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...workflows.credential_test import TestStep


class StepReported(Message):
    """One step of test number `run` brought news."""

    def __init__(self, run: int, step: TestStep) -> None:
        super().__init__()
        self.run = run
        self.step = step


class TestEnded(Message):
    """Test number `run` came to its end."""

    def __init__(self, run: int) -> None:
        super().__init__()
        self.run = run


class TestBroke(Message):
    """Test number `run` could not go on, for a reason that belongs to no step."""

    def __init__(self, run: int, error: DefenderTuiError) -> None:
        super().__init__()
        self.run = run
        self.error = error


class ProfileSaved(Message):
    """The profile and its secret were stored, and the session works with it."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile


class SaveFailed(Message):
    """The profile was not stored, and what was typed still stands; or what follows was refused."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error
