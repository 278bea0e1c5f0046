"""What background work tells the Setup screen."""

from __future__ import annotations

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.profiles import Profile
from ...workflows.key_pair import KeyPair


class KeyPairMade(Message):
    """A key and a certificate were written."""

    def __init__(self, pair: KeyPair) -> None:
        super().__init__()
        self.pair = pair


class SetupSaved(Message):
    """The profile was stored, and the session works with it."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile


class SetupFailed(Message):
    """Something that was asked for could not be done; `what` says what, `retry` is its action."""

    def __init__(self, error: DefenderTuiError, what: str, retry: str) -> None:
        super().__init__()
        self.error = error
        self.what = what
        self.retry = retry
