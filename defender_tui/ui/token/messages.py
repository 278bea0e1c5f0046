"""What background work tells the Token screen."""

from __future__ import annotations

from textual.message import Message

from ...core.claims import DecodedToken
from ...core.errors import DefenderTuiError
from ...core.resources import Resource
from ...core.secret import Secret
from ...core.tokens import AccessToken


class TokenAcquired(Message):
    """A new token for one API arrived, asked for under a generation of the session."""

    def __init__(self, token: AccessToken, generation: int) -> None:
        super().__init__()
        self.token = token
        self.generation = generation


class AcquireFailed(Message):
    """No new token for one API."""

    def __init__(self, resource: Resource, error: DefenderTuiError, generation: int) -> None:
        super().__init__()
        self.resource = resource
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
