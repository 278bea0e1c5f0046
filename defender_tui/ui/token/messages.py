"""What background work tells the Token screen."""

from __future__ import annotations

from pathlib import Path

from textual.message import Message

from ...core.claims import DecodedToken
from ...core.custom_resource import CustomToken
from ...core.errors import DefenderTuiError
from ...core.secret import Secret
from ...core.tokens import AccessToken
from .findings import Findings
from .state import Api


class TokenAcquired(Message):
    """A new token for one API arrived, asked for under a generation of the session."""

    def __init__(self, token: AccessToken | CustomToken, generation: int) -> None:
        super().__init__()
        self.token = token
        self.generation = generation


class AcquireFailed(Message):
    """No new token for one API."""

    def __init__(self, api: Api, error: DefenderTuiError, generation: int) -> None:
        super().__init__()
        self.api = api
        self.error = error
        self.generation = generation


class TokenDecoded(Message):
    """A pasted token was taken apart."""

    def __init__(self, value: Secret, decoded: DecodedToken) -> None:
        super().__init__()
        self.value = value
        self.decoded = decoded


class DecodeFailed(Message):
    """What was pasted is no token that can be read."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


class TokenLookedUp(Message):
    """What could be found out about a token elsewhere."""

    def __init__(self, value: Secret, findings: Findings) -> None:
        super().__init__()
        self.value = value
        self.findings = findings


class TokenSaved(Message):
    """A token was written to a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file


class SaveFailed(Message):
    """A token could not be written."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error
